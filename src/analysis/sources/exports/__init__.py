"""Exports: CSV and Excel files as people have them, read as canonical observations or refused with the place."""

"""The sentences: made by rule from the same rows as the tables."""

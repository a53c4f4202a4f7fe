"""StatBank v1: what is asked of it, and its answers as canonical tables."""

"""The tables of a report: their rows, columns and cells."""

"""The measures of the catalogue, counted from a register: each module gives the measures of one subject."""

"""Monthly tables of a register: who is there, who comes and leaves, and what happens beside the spells."""

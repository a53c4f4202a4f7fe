"""The effect of an offer: those who begin beside those who might have, weighted alike."""

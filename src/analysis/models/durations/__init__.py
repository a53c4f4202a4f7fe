"""Durations: how long, by which way out, what goes with leaving sooner, and who comes back."""

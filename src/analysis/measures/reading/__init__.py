"""What reports read of their snapshots, what a later snapshot answers to the same, and the difference in words."""

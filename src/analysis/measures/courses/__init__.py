"""The courses of a jobcenter's own persons on a benefit: how long, where they lead, and who comes back."""

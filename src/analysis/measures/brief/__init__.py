"""What politicians need of one jobcenter: what stands out, one thing in depth, what works, and what it would save."""

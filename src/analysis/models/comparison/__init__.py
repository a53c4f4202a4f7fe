"""Areas beside each other: intervals, standardised rates, funnels, ranks, and what a difference consists of."""

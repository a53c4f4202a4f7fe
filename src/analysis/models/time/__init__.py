"""Series: seasons, trends, breaks, forecasts, and what follows from ages and flows."""

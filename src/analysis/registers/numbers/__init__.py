"""A register as whole numbers: persons, areas, benefits, days, weeks and months, and what is counted along them."""

"""The synthetic country: invented persons in real numbers, who live through 2007-2019 week by week."""

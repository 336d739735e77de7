"""Pages of the awards, by audience."""

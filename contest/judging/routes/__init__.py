"""Pages of judges and of the secretariat."""

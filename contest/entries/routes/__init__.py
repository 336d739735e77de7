"""Pages of entries: the painter's wizard, the guardian's answers, the desks of governments and the secretariat."""

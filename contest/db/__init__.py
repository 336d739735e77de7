"""Storage: the base of every model, column types, and the one place that commits."""

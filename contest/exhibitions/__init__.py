"""Where the works hang, and when."""

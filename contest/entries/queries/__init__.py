"""Reading entries: as their painters, their governments and everybody else may."""

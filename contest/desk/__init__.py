"""The first page of each role: what is due."""

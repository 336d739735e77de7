"""Rounds, judges, sheets, marks and what they add up to."""

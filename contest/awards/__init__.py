"""Tiers, who gets them, and the release."""

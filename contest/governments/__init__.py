"""The member governments, their dated memberships and names."""

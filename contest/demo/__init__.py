"""The demo: the 8th contest with its true figures, an open 14th, invented people and drawn pictures.

What is true is named with its source, what is invented is marked as synthetic, and no real child's name,
school or work appears anywhere in it.
"""

"""What the role homes count, and the secretariat's lists of letters and acts."""

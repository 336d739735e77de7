"""The shape of what painters, guardians, governments and the secretariat fill in."""

"""What can be done to an entry: by its painter, by a guardian, by its government and the secretariat."""

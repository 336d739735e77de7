"""What runs in the background: decided by the database, repeated until done."""

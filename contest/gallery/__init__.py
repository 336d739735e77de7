"""The public face: only what consent allows."""

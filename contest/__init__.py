"""The NEAR Youth Art Contest: from the call for entries to the last exhibition."""

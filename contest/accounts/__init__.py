"""People who sign in: grants, invitations, sessions."""

"""What changes people: the provider's settings, users and roles, tokens and invitations."""

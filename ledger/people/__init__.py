"""Who acts: the provider itself, its users and the clients' users, roles, permissions and tokens."""

"""What changes clients, their contacts and their service plans."""

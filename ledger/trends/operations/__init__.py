"""Verbs of the trends room: keeping its own facts as they become true, and making them anew."""

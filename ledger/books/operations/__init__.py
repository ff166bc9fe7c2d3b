"""Verbs that write the journal."""

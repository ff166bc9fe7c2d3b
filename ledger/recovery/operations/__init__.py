"""Verbs of recovery: actions, remedies, promises, and the update of one press."""

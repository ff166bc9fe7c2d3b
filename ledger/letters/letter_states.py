"""States of a letter (`letters.md`): what can still be changed, what is being drawn, what the client has."""

UNISSUED = ("draft", "in_review", "approved")
DRAWING = "issuing"
"""Frozen, and its file is on its way."""
SENT = ("issued", "corrected", "superseded")

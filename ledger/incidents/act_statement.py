"""The act statement: one sentence beginning "We" that says what we did or failed to do."""

import re

LONGEST = 400
PROVISIONAL = "We are finding out why this happened."
"""What stands until the cause is known; it may be said of anything, so it is preset."""
_PROVISIONAL = re.compile(r"We (?:are|'re|\u2019re) (?:still )?finding out\b", re.IGNORECASE)
_BEGINS = re.compile(r"We\b")
_TWO = re.compile(r"[.!?]\s+\S")


def is_provisional(statement: str | None) -> bool:
    """Return whether this only says that we do not know yet."""
    return not statement or _PROVISIONAL.match(statement) is not None


def fault_in(statement: str) -> str | None:
    """Return what is wrong with a statement, in a sentence that says what to do, or none."""
    if not _BEGINS.match(statement):
        return 'Begin with "We": say what we did or failed to do, not what happened or who else did it.'
    if _TWO.search(statement):
        return "One sentence is enough here; the rest belongs in the timeline or the letter."
    if len(statement) > LONGEST:
        return f"Say it in {LONGEST} characters or fewer."
    return None

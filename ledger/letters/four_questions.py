"""The four questions after a case, and when they are asked: after the follow-up letter, or 30 days after the final one.

letters.md ("After issuing"): outcome fair, process quick and fair, treated with respect and told the truth, believe it
is fixed; each from 1 to 5.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

QUESTIONS: tuple[tuple[str, str], ...] = (
    ("fair", "Is the outcome fair?"),
    ("quick", "Was the way there quick and fair?"),
    ("honest", "Were you treated with respect, and told the truth?"),
    ("fixed", "Do you believe that it is fixed?"),
)
"""Key and words, in the order in which they are asked."""

LOWEST, HIGHEST = 1, 5
AFTER_FINAL = timedelta(days=30)


def asked_from(letters: Iterable[tuple[str, datetime]]) -> datetime | None:
    """Return from when the questions are asked, by (kind, issued at) of the issued letters; none before a final one."""
    sent = list(letters)
    follow_ups = [at for kind, at in sent if kind == "follow_up"]
    finals = [at + AFTER_FINAL for kind, at in sent if kind == "final"]
    return min([*follow_ups, *finals], default=None)

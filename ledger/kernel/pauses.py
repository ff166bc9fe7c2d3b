"""How often and after which pauses a message that did not get through is tried again."""

from datetime import timedelta

from ledger.kernel.mail import PATIENCE

PAUSES = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=6),
)
"""After the first failed try, the second, and so on; then it has failed."""
HOLD = timedelta(minutes=5)
"""How long whoever sends a message has for it; after a crash the next one takes it up then."""
PATIENT_HOLD = HOLD + timedelta(seconds=PATIENCE)
"""The same where the mail server is waited for: nobody takes up a letter that somebody is still handing over."""


def pause_after(tries: int) -> timedelta | None:
    """Return the pause after so many failed tries, none where that was the last."""
    return PAUSES[tries - 1] if tries <= len(PAUSES) else None

"""Whether a client heard it from us: the headline figure, for one impact."""

from datetime import datetime


def told_first(notified_at: datetime | None, reported_at: datetime | None) -> bool | None:
    """Return whether we told the client before it told us; none while neither has happened, at the same time is no."""
    if notified_at is None:
        return None if reported_at is None else False
    return reported_at is None or notified_at < reported_at

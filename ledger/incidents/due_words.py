"""How long there is until something is due, or since it was, in words for a glance."""

from datetime import datetime

_MINUTES_OF_DAY = 24 * 60


def due_words(due_at: datetime, at: datetime) -> str:
    """Return `in 12 min`, `in 3 h`, `in 2 d 4 h`, `now`, `late by 1 h 5 min`; minutes are whole ones, cut off."""
    minutes = int((due_at - at).total_seconds() // 60) if due_at >= at else -int((at - due_at).total_seconds() // 60)
    if minutes == 0:
        return "now" if due_at >= at else "late by less than 1 min"
    return f"in {span_words(minutes)}" if minutes > 0 else f"late by {span_words(-minutes)}"


def span_words(minutes: int) -> str:
    """Return a span in its two largest units: `5 min`, `1 h 5 min`, `3 d 4 h`."""
    days, rest = divmod(minutes, _MINUTES_OF_DAY)
    hours, left = divmod(rest, 60)
    parts = [(days, "d"), (hours, "h"), (0 if days else left, "min")]
    return " ".join(f"{number} {unit}" for number, unit in parts if number) or "0 min"

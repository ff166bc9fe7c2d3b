"""The work people could not do: people affected times how long it lasted."""

from datetime import datetime


def person_minutes(people: int | None, from_at: datetime | None, to_at: datetime | None) -> int | None:
    """Return whole minutes of work lost, or none where anything is not recorded: never a guess, never zero instead."""
    if people is None or from_at is None or to_at is None or to_at < from_at:
        return None
    return people * int((to_at - from_at).total_seconds() // 60)


def in_words(minutes: int | None) -> str:
    """Return minutes as `5 h 20 min`, empty where they are not known."""
    if minutes is None:
        return ""
    hours, rest = divmod(minutes, 60)
    return " ".join(
        part for part in (f"{hours:,} h" if hours else "", f"{rest} min" if rest or not hours else "") if part
    )

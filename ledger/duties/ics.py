"""What is due, as an iCalendar file (RFC 5545): an entry for each thing, at its time or on its day."""

import uuid
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event

from ledger.duties.due import KINDS, Due

_A_DAY = timedelta(days=1)
KIND = "text/calendar; charset=utf-8"


def calendar_file(rows: Iterable[Due], *, name: str, domain: str, short_titles: bool) -> bytes:
    """Return the calendar called `name`; `domain` makes its entries' names the world's only ones.

    With `short_titles` an entry says what kind of thing is due and its reference, and no word that anybody wrote.
    """
    calendar = Calendar()
    calendar.add("prodid", f"-//{domain}//Amends//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    for row in rows:
        calendar.add_component(_entry(row, domain, short_titles=short_titles))
    return bytes(calendar.to_ical())


def _entry(row: Due, domain: str, *, short_titles: bool) -> Event:
    entry = Event()
    changed_at = written_at(row.event_id)
    entry.add("uid", f"{row.kind}-{row.id}@{domain}")
    entry.add("dtstamp", changed_at)
    entry.add("last-modified", changed_at)
    entry.add("sequence", row.version - 1)
    entry.add("summary", _title(row, short_titles=short_titles))
    if row.is_day:
        day = row.due_at.astimezone(ZoneInfo(row.zone)).date()
        entry.add("dtstart", day)
        entry.add("dtend", day + _A_DAY)
    else:
        # No end: RFC 5545 (3.6.1, 3.8.2.2) lets an entry end where it begins only by leaving its end out.
        entry.add("dtstart", row.due_at.astimezone(UTC))
    entry.add("transp", "TRANSPARENT")
    entry.add("class", "PRIVATE")
    entry.add("status", "CANCELLED" if row.ended == "cancelled" else "CONFIRMED")
    if not short_titles:
        entry.add("description", f"{', '.join(row.client_names)}. {KINDS[row.kind].capitalize()}, due {row.due}.")
    return entry


def _title(row: Due, *, short_titles: bool) -> str:
    what = f"{row.reference}: {row.plainly}" if short_titles else f"{row.reference}: {row.text}"
    return f"Done: {what}" if row.ended == "done" else what


def written_at(event_id: str) -> datetime:
    """Return when a row was written last, to the second: its event's id begins with that time (RFC 9562, version 7)."""
    return datetime.fromtimestamp((uuid.UUID(event_id).int >> 80) // 1000, tz=UTC)

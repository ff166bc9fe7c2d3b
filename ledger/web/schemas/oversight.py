"""What the pages of oversight can be narrowed to, and how a sample is asked for."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from marshmallow import ValidationError, validates_schema

from ledger.audit.exception_kinds import KINDS
from ledger.audit.exceptions import Filters
from ledger.audit.readings import WAYS, WHATS, ReadingFilters
from ledger.web.schemas.base import Choice, Command, Words
from ledger.web.schemas.kinds import day_field, number_field
from ledger.web.schemas.paging import PageQuery


class _Period(PageQuery):
    from_day = day_field("From", "This day included, in your zone.", data_key="from")
    to_day = day_field("Until", "This day included, in your zone.", data_key="to")

    @validates_schema
    def _days_in_order(self, said: Mapping[str, Any], **_more: Any) -> None:
        if said.get("from_day") and said.get("to_day") and said["to_day"] < said["from_day"]:
            fault = "This day lies before the first one."
            raise ValidationError(fault, "to")


class ExceptionQuery(_Period):
    """Narrow the exceptions; all that is set holds together."""

    kind = Choice(tuple(KINDS.items()), label="Kind")
    client = Words(8, label="Client")
    person = Words(36, label="Who")


class ReadingQuery(_Period):
    """Narrow the log of who read what."""

    reference = Words(100, label="Reference")
    person = Words(36, label="Who")
    what = Choice(tuple(WHATS.items()), label="What")
    way = Choice(tuple(WAYS.items()), label="How")


class DrawSample(Command):
    """Draw a sample of the cases that were closed in a period."""

    from_day = day_field("Closed from", "This day included.", required=True)
    to_day = day_field("Closed until", "This day included.", required=True)
    count = number_field("How many cases", 1, 500, "Draw 1 to 500 cases.", load_default=25, metadata={"preset": 25})
    seed = Words(
        100, label="Seed", required=True,
        help="Words or digits that you choose, such as dice you rolled: nobody can have chosen cases to suit it.",
    )  # fmt: skip

    @validates_schema
    def _days_in_order(self, said: Mapping[str, Any], **_more: Any) -> None:
        if said.get("from_day") and said.get("to_day") and said["to_day"] < said["from_day"]:
            fault = "This day lies before the first one."
            raise ValidationError(fault, "to_day")


def period_of(said: Mapping[str, Any], zone: str) -> dict[str, Any]:
    """Return the instants between which a loaded query asks, for a reader in `zone`."""
    first, last = said.get("from_day"), said.get("to_day")
    return {
        "from_at": midnight(first, zone) if first else None,
        "to_at": midnight(last + timedelta(days=1), zone) if last else None,
    }


def exception_filters(said: Mapping[str, Any], zone: str) -> Filters:
    """Return what a loaded `ExceptionQuery` asks for."""
    return Filters(
        **{name: said[name] for name in ("kind", "client", "person") if name in said}, **period_of(said, zone)
    )


def reading_filters(said: Mapping[str, Any], zone: str) -> ReadingFilters:
    """Return what a loaded `ReadingQuery` asks for."""
    given = {name: said[name] for name in ("reference", "person", "what", "way") if name in said}
    return ReadingFilters(**given, **period_of(said, zone))


def midnight(day: date, zone: str) -> datetime:
    """Return when a day begins in a zone."""
    return datetime.combine(day, time.min, ZoneInfo(zone)).astimezone(UTC)

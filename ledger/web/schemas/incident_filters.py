"""What a list of incidents can be narrowed to: on the page, in its export and over the API, by the same names."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from marshmallow import ValidationError, validates_schema

from ledger.incidents.code_words import STATUS
from ledger.incidents.filtering import ACTIVE, Filters
from ledger.web.schemas.base import Choice, Choices, Words
from ledger.web.schemas.incidents import FOUND_BY, SEVERITIES
from ledger.web.schemas.kinds import day_field
from ledger.web.schemas.paging import PageQuery

STATUSES: Choices = ((ACTIVE, "on the board: open, contained or put right"), *STATUS.items())
CODES: Choices = tuple((code, code) for code, _ in SEVERITIES)


class IncidentFilters(PageQuery):
    """Narrow a list of incidents; each filter may stand once, and all of them hold together."""

    q = Words(200, label="Words", help="In the reference, title, ticket number, act statement or a client's part.")
    client = Words(8, label="Client")
    severity = Choice(CODES, label="Severity")
    status = Choice(STATUSES, label="Status")
    service = Words(100, label="Service")
    found_by = Choice((*FOUND_BY, ("not_recorded", "Not recorded")), label="Who noticed")
    from_day = day_field("Began from", "This day included, in your zone.", data_key="from")
    to_day = day_field("Began until", "This day included, in your zone.", data_key="to")

    @validates_schema
    def _days_in_order(self, said: Mapping[str, Any], **_more: Any) -> None:
        if said.get("from_day") and said.get("to_day") and said["to_day"] < said["from_day"]:
            fault = "This day lies before the first one."
            raise ValidationError(fault, "to")


def filters_of(said: Mapping[str, Any], zone: str) -> Filters:
    """Return the filters that a loaded `IncidentFilters` means for a reader in `zone`."""
    plain = {name: said[name] for name in ("q", "client", "severity", "status", "service", "found_by") if name in said}
    first, last = said.get("from_day"), said.get("to_day")
    return Filters(
        **plain,
        from_at=_midnight(first, zone) if first else None,
        to_at=_midnight(last + timedelta(days=1), zone) if last else None,
    )


def _midnight(day: date, zone: str) -> datetime:
    return datetime.combine(day, time.min, ZoneInfo(zone)).astimezone(UTC)

"""What another system's file says about incidents, as plain values; and what in it cannot be true.

Nothing is repaired here: an impossible order is kept as given and flagged, a missing time is `None` ("not recorded").
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

STATUSPAGE = "statuspage"
STARTED_AFTER_FIRST_NOTICE = "started_after_first_notice"
RESOLVED_BEFORE_STARTED = "resolved_before_started"
ZERO_DURATION = "zero_duration"
# A status page stamps the start and the first update in one press; within it either may come first.
_ONE_PRESS = timedelta(seconds=1)


class UnreadableFile(ValueError):
    """The file cannot be read as what it should be; the sentence says where and why."""


@dataclass(frozen=True, slots=True)
class ParsedUpdate:
    """One update of a foreign incident, as plain text. `occurred_at` is the time shown to readers; all times UTC."""

    external_id: str
    status: str
    text: str
    occurred_at: datetime
    created_at: datetime
    updated_at: datetime
    components: tuple[str, ...]
    is_internal: bool = False
    """Nothing that the client was shown there."""


@dataclass(frozen=True, slots=True)
class ParsedIncident:
    """One foreign incident: words as given, times UTC, updates oldest first.

    `impact` is the other system's own grade (kept as `external_priority`), `started_at` is `None` where the file gives
    none, `flags` name what cannot be true.
    """

    external_id: str
    page_id: str
    page_name: str
    title: str
    status: str
    impact: str
    shortlink: str
    started_at: datetime | None
    created_at: datetime
    updated_at: datetime
    monitoring_at: datetime | None
    resolved_at: datetime | None
    updates: tuple[ParsedUpdate, ...]
    components: tuple[str, ...]
    flags: tuple[str, ...]
    detected_at: datetime | None = None
    """When we knew of it, where the source says so."""
    acknowledged_at: datetime | None = None
    is_reported: bool = False
    """Whether somebody of the client's told us, at `detected_at`."""


@dataclass(frozen=True, slots=True)
class Skipped:
    """Something in the file that is not taken over, with the reason a person reads."""

    external_id: str
    title: str
    reason: str


@dataclass(frozen=True, slots=True)
class ParsedFile:
    """All of one file: incidents in the order of the file, each id once, and what was left out."""

    page_id: str
    page_name: str
    incidents: tuple[ParsedIncident, ...]
    skipped: tuple[Skipped, ...]
    source: str = STATUSPAGE
    """What kind of system it comes from: ids are of one incident within one kind."""


def flags_of(
    started_at: datetime | None, resolved_at: datetime | None, first_notice_at: datetime | None
) -> tuple[str, ...]:
    """Return what cannot be true of these times (a missing one contradicts nothing), in a fixed order."""
    if started_at is None:
        return ()
    flags = []
    if first_notice_at is not None and started_at - first_notice_at > _ONE_PRESS:
        flags.append(STARTED_AFTER_FIRST_NOTICE)
    if resolved_at is not None and resolved_at < started_at:
        flags.append(RESOLVED_BEFORE_STARTED)
    if resolved_at == started_at:
        flags.append(ZERO_DURATION)
    return tuple(flags)


def latest_of_each(incidents: Iterable[ParsedIncident]) -> tuple[tuple[ParsedIncident, ...], tuple[Skipped, ...]]:
    """Return each incident once, the version changed last (of equals the later one), and the versions left out."""
    kept: dict[str, ParsedIncident] = {}
    skipped: list[Skipped] = []
    for incident in incidents:
        other = kept.get(incident.external_id)
        if other is not None:
            reason = "Stands here more than once; the version changed last is used."
            skipped.append(Skipped(incident.external_id, incident.title, reason))
        if other is None or incident.updated_at >= other.updated_at:
            kept[incident.external_id] = incident
    return tuple(kept.values()), tuple(skipped)

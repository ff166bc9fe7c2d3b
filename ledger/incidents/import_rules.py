"""How a foreign incident becomes one of ours: severity, status, kinds of entries, and what cannot be taken over."""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any

from ledger.incidents.import_plan import Known
from ledger.incidents.intake import ParsedIncident, ParsedUpdate
from ledger.incidents.milestones import status_of

SEVERITIES: Mapping[str, str] = MappingProxyType(
    {"critical": "S1", "major": "S2", "minor": "S3", "none": "S4"}
)  # fmt: skip
"""Statuspage's own grade; it stays as `external_priority`."""
PRIORITIES: Mapping[str, str] = MappingProxyType({"1": "S1", "2": "S2", "3": "S3", "4": "S3", "5": "S3"})
"""The number that an ITSM tool's priority begins with (`2 - High`); none of them is a near miss."""
_OTHER_SEVERITY = "S3"
_ENDED = frozenset({"resolved", "postmortem"})

LONGEST_TITLE = 400
LONGEST_PRIORITY = 40
LONGEST_LINK = 400
LONGEST_TEXT = 50_000
EARLIEST_YEAR = 1990


def severity_of(impact: str) -> str:
    """Return our severity for the other system's grade."""
    return SEVERITIES.get(impact) or PRIORITIES.get(impact[:1], _OTHER_SEVERITY)


def status_after(incident: ParsedIncident, status: str = "open") -> str:
    """Return our status: from the milestones, and from the page's own word where it gives no time of the end."""
    times = {"contained_at": incident.monitoring_at, "resolved_at": incident.resolved_at}
    found = status_of(times, status)
    return "resolved" if incident.status in _ENDED and found in {"open", "contained"} else found


def entry_kind(update: ParsedUpdate) -> str:
    """Return the kind of entry an update is: what it told, what was seen, or that it was put right."""
    if update.status in _ENDED:
        return "restoration"
    return "observation" if update.is_internal else "update"


def entry_text(update: ParsedUpdate) -> str:
    """Return the words of an update; one without words says its status."""
    return update.text or f"Status: {update.status or 'not said'}."


def link_of(incident: ParsedIncident) -> str | None:
    """Return the address of the public notice, none where it is not a web address of a usable length."""
    link = incident.shortlink
    return link if link.startswith(("https://", "http://")) and len(link) <= LONGEST_LINK else None


def obstacle(incident: ParsedIncident, at: datetime) -> str | None:
    """Return why this incident cannot be taken over, or none; `at` is now. Nothing is shortened or moved silently."""
    if not incident.title or len(incident.title) > LONGEST_TITLE:
        return f"Its title should have 1 to {LONGEST_TITLE} characters, and has {len(incident.title)}."
    if len(incident.impact) > LONGEST_PRIORITY:
        return f"Its impact is no grade: it has {len(incident.impact)} characters."
    if any(len(update.text) > LONGEST_TEXT for update in incident.updates):
        return f"One of its updates is longer than {LONGEST_TEXT:,} characters."
    times = (incident.started_at, incident.created_at, incident.monitoring_at, incident.resolved_at)
    told = [*times, *(update.occurred_at for update in incident.updates)]
    if any(one > at for one in told if one):
        return "One of its times lies in the future."
    if any(one.year < EARLIEST_YEAR for one in told if one):
        return f"One of its times lies before {EARLIEST_YEAR}."
    return None


def state_of(incident: ParsedIncident) -> dict[str, Any]:
    """Return what the source says of an incident, as it is kept to compare the next file with."""
    return {
        "title": incident.title,
        "status": incident.status,
        "impact": incident.impact,
        "started_at": _written(incident.started_at),
        "monitoring_at": _written(incident.monitoring_at),
        "resolved_at": _written(incident.resolved_at),
        "updated_at": _written(incident.updated_at),
        "components": list(incident.components),
        "detected_at": _written(incident.detected_at),
        "acknowledged_at": _written(incident.acknowledged_at),
    }


def known_from(external_id: str, state: Mapping[str, Any], updates: Mapping[str, str]) -> Known:
    """Return what is known of an incident from its kept state and the fingerprints of its updates."""
    return Known(
        external_id=external_id,
        title=state["title"],
        status=state["status"],
        impact=state["impact"],
        started_at=_read(state["started_at"]),
        monitoring_at=_read(state["monitoring_at"]),
        resolved_at=_read(state["resolved_at"]),
        updated_at=datetime.fromisoformat(state["updated_at"]),
        components=tuple(state["components"]),
        detected_at=_read(state.get("detected_at")),
        acknowledged_at=_read(state.get("acknowledged_at")),
        updates=updates,
    )


def _written(at: datetime | None) -> str | None:
    return at.isoformat() if at else None


def _read(written: str | None) -> datetime | None:
    return datetime.fromisoformat(written) if written else None

"""What importing a file would change, before anything is changed. Identity is the external id, never the title.

Idempotent: the plan of a file that has been taken over says only `unchanged`. What a file no longer mentions stays.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from ledger.incidents.intake import ParsedIncident, ParsedUpdate, Skipped, latest_of_each
from ledger.kernel.counting import counted

Kind = Literal["create", "change", "unchanged", "skip"]
FIELDS = (
    "title",
    "status",
    "impact",
    "started_at",
    "monitoring_at",
    "resolved_at",
    "components",
    "detected_at",
    "acknowledged_at",
)


@dataclass(frozen=True, slots=True)
class Known:
    """What the ledger already holds of one foreign incident; `updates` maps external update ids to fingerprints."""

    external_id: str
    title: str
    status: str
    impact: str
    started_at: datetime | None
    monitoring_at: datetime | None
    resolved_at: datetime | None
    updated_at: datetime
    components: tuple[str, ...] = ()
    updates: Mapping[str, str] = field(default_factory=dict)
    detected_at: datetime | None = None
    acknowledged_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class PlannedChange:
    """One line of the dry run, and all an import needs to carry it out; `incident` is there unless it is skipped."""

    kind: Kind
    external_id: str
    title: str
    reason: str
    incident: ParsedIncident | None = None
    new_updates: tuple[ParsedUpdate, ...] = ()
    edited_updates: tuple[ParsedUpdate, ...] = ()
    fields_changed: tuple[str, ...] = ()


def fingerprint(update: ParsedUpdate) -> str:
    """Return a fingerprint of what a reader sees of an update: 64 hexadecimal digits, the same on every machine."""
    seen = [update.status, update.text, update.occurred_at.isoformat(), sorted(update.components)]
    return hashlib.sha256(json.dumps(seen).encode()).hexdigest()


def plan_import(
    incidents: Iterable[ParsedIncident], known: Mapping[str, Known], skipped: Iterable[Skipped] = ()
) -> list[PlannedChange]:
    """Return one line per incident in the order given, then one per thing skipped.

    `known` is keyed by external id; an id given twice counts once, in the version changed last.
    """
    latest, repeated = latest_of_each(incidents)
    changes = [_planned(incident, known.get(incident.external_id)) for incident in latest]
    return changes + [
        PlannedChange("skip", item.external_id, item.title, item.reason) for item in (*skipped, *repeated)
    ]


def _planned(incident: ParsedIncident, before: Known | None) -> PlannedChange:
    if before is None:
        reason = f"New, with {counted(len(incident.updates), 'update')}."
        return PlannedChange(
            "create", incident.external_id, incident.title, reason, incident, new_updates=incident.updates
        )
    if incident.updated_at < before.updated_at:
        return PlannedChange("skip", incident.external_id, incident.title, "Older than what is already recorded.")
    return _compared(incident, before)


def _compared(incident: ParsedIncident, before: Known) -> PlannedChange:
    new = tuple(update for update in incident.updates if update.external_id not in before.updates)
    edited = tuple(
        update
        for update in incident.updates
        if before.updates.get(update.external_id, "") not in ("", fingerprint(update))
    )
    fields = tuple(name for name in FIELDS if getattr(incident, name) != getattr(before, name))
    kind: Kind = "change" if new or edited or fields else "unchanged"
    reason = _reason(len(new), len(edited), fields)
    return PlannedChange(kind, incident.external_id, incident.title, reason, incident, new, edited, fields)


def _reason(new: int, edited: int, fields: tuple[str, ...]) -> str:
    parts = [counted(new, "new update")] if new else []
    parts += [counted(edited, "edited update")] if edited else []
    parts += [f"changed: {', '.join(fields)}"] if fields else []
    return f"{'; '.join(parts)}.".capitalize() if parts else "Nothing new."

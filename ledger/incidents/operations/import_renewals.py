"""The rows of an import that we have already: what a later file says more, or otherwise."""

from collections.abc import Mapping

from ledger.incidents.import_plan import PlannedChange
from ledger.incidents.import_rules import state_of, status_after
from ledger.incidents.models import Entry, Impact, Incident
from ledger.incidents.operations.import_rows import Writing, add_entry, parsed_of, report_month, told
from ledger.incidents.operations.touched import Touched
from ledger.kernel.clock import iso
from ledger.record.canonical import Value
from ledger.record.operations import note

_FOLLOWED = {"started_at": ("impact_started_at", "from_at"), "resolved_at": ("resolved_at", "to_at")}
"""Field of the file to our milestone and the impact's time that is taken from it."""


def renew(
    writing: Writing, change: PlannedChange, incident: Incident, impact: Impact, newest: Mapping[str, Entry]
) -> None:
    """Collect what a later file says more, or otherwise; `newest` is the last entry of each update of this incident."""
    found = parsed_of(change)
    one = Touched(impact, writing.client)
    if change.fields_changed:
        _change_impact(writing, change, incident, impact)
        _change_incident(writing, change, incident)
    for update in change.new_updates:
        add_entry(writing, incident, one, update)
    for update in change.edited_updates:
        add_entry(writing, incident, one, update, newest[update.external_id])
    incident.external_state = state_of(found)
    incident.import_flags = list(found.flags)
    incident.version += 1
    incident.event_id = note(
        writing.session,
        "incident.imported_again",
        actor=writing.actor.user_id,
        subjects=incident.reference,
        data=told(found) | {"changed": list(change.fields_changed), "provider": writing.source},
        sealed={"title": found.title} if "title" in change.fields_changed else {},
    )


def _change_incident(writing: Writing, change: PlannedChange, incident: Incident) -> None:
    found = parsed_of(change)
    for name in change.fields_changed:
        match name:
            case "title":
                incident.title = found.title
            case "impact":
                incident.external_priority = found.impact or None
            case "started_at":
                incident.impact_started_at = found.started_at
                incident.report_month = report_month(found, writing.zone)
            case "monitoring_at":
                incident.contained_at = found.monitoring_at
            case "resolved_at":
                incident.resolved_at = found.resolved_at
            case "detected_at":
                incident.detected_at = incident.aware_at = found.detected_at
            case "acknowledged_at":
                incident.acknowledged_at = found.acknowledged_at
    incident.status = status_after(found, incident.status)


def _change_impact(writing: Writing, change: PlannedChange, incident: Incident, impact: Impact) -> None:
    """Carry changes over to the impact where it still says what the file said before; what people wrote there stays."""
    found = parsed_of(change)
    data: dict[str, Value] = {}
    for name, (milestone, ours) in _FOLLOWED.items():
        if name in change.fields_changed and getattr(impact, ours) == getattr(incident, milestone):
            at = getattr(found, name)
            setattr(impact, ours, at)
            data[ours] = iso(at) if at else None
    retitled = "title" in change.fields_changed and impact.statement == incident.title
    if retitled:
        impact.statement = found.title
    if data or retitled:
        impact.version += 1
        impact.event_id = note(
            writing.session,
            "impact.changed",
            actor=writing.actor.user_id,
            subjects={writing.client.log_id: impact.client_reference},
            data=data,
            sealed={"statement": impact.statement} if retitled else {},
        )

"""One incident as plain text for a ticket: facts, impacts, what is due, timeline; each time with its zone."""

from collections.abc import Iterable
from datetime import datetime

from ledger.incidents.clocks_shown import ClockShown
from ledger.incidents.code_words import in_words
from ledger.incidents.entries_shown import EntryShown
from ledger.incidents.impacts_shown import ImpactShown
from ledger.incidents.incident_page import IncidentPage
from ledger.kernel.clock import zoned

UNKNOWN = "not recorded"
WARNING = "Internal: our own notes stand in this text. Do not send it to a client."
_MILESTONES = {
    "impact_started_at": "Began",
    "detected_at": "Noticed",
    "aware_at": "We knew",
    "acknowledged_at": "Taken on",
    "contained_at": "Contained",
    "resolved_at": "Put right",
    "closed_at": "Closed",
}
_VISIBILITY = {"internal": "internal", "all_clients": "seen by all affected clients"}
_STANDING = {"at_risk": "at risk"}


def ticket_text(incident: IncidentPage, zone: str, at: datetime) -> str:
    """Return the incident as text lines that end in a line feed, written at the instant `at`, times in `zone`."""
    parts = [
        [f"{incident.reference}: {incident.title}", WARNING, f"Written {zoned(at, zone)}; times are those of {zone}."],
        ["FACTS", *_facts(incident, zone)],
        *([f"CLIENT {one.client_code} ({one.client_reference})", *_impact(one, zone)] for one in incident.impacts),
        ["WHAT IS DUE", *(_clock(clock, zone) for clock in incident.clocks if clock.runs)],
        ["WHY IT HAPPENED", *_factors(incident)],
        ["TIMELINE, oldest first", *_timeline(incident, zone)],
    ]
    return "\n\n".join("\n".join(part) for part in parts if len(part) > 1) + "\n"


def _facts(incident: IncidentPage, zone: str) -> Iterable[str]:
    yield f"Severity: {incident.severity}"
    yield f"Status: {in_words(incident.status)}"
    yield f"What we did or failed to do: {incident.act_statement or 'we are finding out'}"
    yield f"Ours: {in_words(incident.ours)}"
    yield f"Who noticed: {in_words(incident.found_by)}"
    yield f"Owner: {incident.owner}, deputy: {incident.deputy or 'none'}"
    if incident.service:
        yield f"Service: {incident.service}"
    if incident.external_reference:
        yield f"Ticket number: {incident.external_reference}"
    for name, label in _MILESTONES.items():
        yield f"{label}: {_time(incident.milestones[name], zone)}"
    yield f"Filed: {zoned(incident.filed_at, zone)}, by {incident.filed_by}"


def _impact(impact: ImpactShown, zone: str) -> Iterable[str]:
    yield f"Client: {impact.client_name}"
    yield f"What it did to them: {impact.statement}"
    if impact.act_statement:
        yield f"What we did to them: {impact.act_statement}"
    yield f"People affected: {_number(impact.people_affected)} of {_number(impact.people_total)}"
    yield f"From {_time(impact.from_at, zone)} to {_time(impact.to_at, zone)}"
    yield f"Their data: {in_words(impact.data_effect)}"
    yield f"They told us: {_time(impact.client_reported_at, zone)}"
    yield f"We told them: {_time(impact.client_notified_at, zone)}"
    if impact.client_must_do:
        yield f"What they need to do now: {impact.client_must_do}"


def _clock(clock: ClockShown, zone: str) -> str:
    state = _STANDING.get(clock.standing, clock.standing)
    return f"{clock.rule}, {', '.join(clock.codes)}: {state}, {clock.words} ({zoned(clock.due_at, zone)})"


def _factors(incident: IncidentPage) -> Iterable[str]:
    for factor in incident.factors:
        unseen = f" Why nothing caught it: {factor.why_not_noticed}" if factor.why_not_noticed else ""
        yield f"- {factor.text}{unseen}"


def _timeline(incident: IncidentPage, zone: str) -> Iterable[str]:
    if incident.has_older_entries:
        yield f"(older entries are left out; these are the newest {len(incident.entries)})"
    for entry in reversed(incident.entries):
        yield _entry(entry, zone)


def _entry(entry: EntryShown, zone: str) -> str:
    seen = _VISIBILITY.get(entry.visibility) or f"seen by {entry.client_code}"
    about = [in_words(entry.kind), *(in_words(one) for one in (entry.channel, entry.outcome) if one), seen]
    notes = [entry.author, entry.lag, f"corrected: {entry.corrected_why}" if entry.corrected_by_id else ""]
    said = entry.text.replace("\n", "\n  ")
    return f"{zoned(entry.occurred_at, zone)} [{', '.join(about)}] {said} ({', '.join(one for one in notes if one)})"


def _time(instant: datetime | None, zone: str) -> str:
    return zoned(instant, zone) if instant else UNKNOWN


def _number(people: int | None) -> str:
    return UNKNOWN if people is None else str(people)

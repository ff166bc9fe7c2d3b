"""The timeline of a letter: the entries this client may see, with the milestones that no entry tells."""

from dataclasses import dataclass
from datetime import datetime

from ledger.letters import wording
from ledger.letters.catalogue import marked, say
from ledger.letters.letter_facts import LetterFacts

_FOUND = {
    "our_monitoring": marked("Our monitoring found it."),
    "our_staff": marked("One of us found it."),
    "client": marked("You found it."),
    "third_party": marked("Somebody outside found it and told us."),
    "not_recorded": marked("It was found."),
}
_TOLD_BY = {
    "started": (),
    "found": ("detection",),
    "you_told": (),
    "we_told": ("client_notice",),
    "contained": ("containment",),
    "restored": ("restoration",),
}
"""Kinds of entry that tell a milestone in better words than ours."""


@dataclass(frozen=True)
class Row:
    """One row of the table; `at` is None for a milestone that is not yet known."""

    at: datetime | None
    text: str


def rows(facts: LetterFacts) -> tuple[Row, ...]:
    """Return the rows in order of time, unknown milestones last (L5); empty when nothing at all is known."""
    told = [Row(entry.occurred_at, wording.sentence(entry.text)) for entry in facts.timeline]
    known = [Row(at, text) for name, at, text in _milestones(facts) if at and not _is_told(facts, name, at)]
    if not told and not known:
        return ()
    if _is_over_here(facts) and facts.to_at and not _is_told(facts, "restored", facts.to_at):
        known.append(Row(facts.to_at, say("It was put right.")))
    unknown = [Row(None, text) for name, at, text in _milestones(facts) if at is None and not _may_lack(facts, name)]
    return (*sorted(told + known, key=_moment_of), *unknown)


def spans_days(facts: LetterFacts) -> bool:
    """Return whether the rows fall on more than one day in the client's zone: then each row needs its date."""
    return len({wording.day(row.at, facts.zone, facts.locale) for row in rows(facts) if row.at}) > 1


def zone_marks(facts: LetterFacts) -> tuple[str, ...]:
    """Return the marks of the zone in the rows: two where the clocks changed in between."""
    return tuple(dict.fromkeys(wording.zone_mark(row.at, facts.zone) for row in rows(facts) if row.at))


def _milestones(facts: LetterFacts) -> tuple[tuple[str, datetime | None, str], ...]:
    known = facts.milestones
    return (
        ("started", known.impact_started_at, say("It started.")),
        ("found", known.detected_at, say(_FOUND[facts.found_by])),
        ("you_told", facts.client_reported_at, say("You told us.")),
        ("we_told", facts.client_notified_at, say("We told you.")),
        ("contained", known.contained_at, say("We stopped it from getting worse.")),
        ("restored", known.resolved_at, say("It was put right.")),
    )


def _is_told(facts: LetterFacts, name: str, at: datetime) -> bool:
    minute = at.replace(second=0, microsecond=0)
    return any(
        entry.occurred_at.replace(second=0, microsecond=0) == minute or entry.kind in _TOLD_BY[name]
        for entry in facts.timeline
    )


def _is_over_here(facts: LetterFacts) -> bool:
    """Return whether it is over for this client, whatever the incident itself still waits for."""
    return facts.milestones.resolved_at is None and facts.to_at is not None


def _may_lack(facts: LetterFacts, name: str) -> bool:
    if name == "restored" and _is_over_here(facts):
        return True
    if name == "contained" and (facts.milestones.resolved_at or facts.to_at):
        return True  # What is over has stopped: that nobody noted when tells nothing.
    return name in {"you_told", "we_told"} or any(entry.kind in _TOLD_BY[name] for entry in facts.timeline)


def _moment_of(row: Row) -> float:
    return row.at.timestamp() if row.at else 0.0

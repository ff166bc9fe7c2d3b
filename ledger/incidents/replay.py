"""Telling an incident again from its events: what was known after the last of them, and what was changed on the way.

Given the prefix of a log, it says what was known then; given the whole, it says what each fact said before it was
changed, who changed it, when, and why.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from ledger.incidents.retold import Change, EntryThen, LetterThen, Told
from ledger.record.recalled import Recalled

ERASED = "[erased]"
"""What stands where words were erased since."""
WORDS = ("title", "act_statement", "service", "acting_party", "authorised_by")
CODES = ("severity", "found_by", "ours", "external_reference", "cause_family_id", "external_priority")
TIMES = ("impact_started_at", "aware_at", "resolved_at", "contained_at")
OF_IMPACT = ("statement", "act_statement", "delay_reason", "no_remedy_reason", "client_must_do")
IMPACT_TIMES = ("from_at", "to_at", "client_reported_at", "client_notified_at")
IMPACT_PLAIN = ("people_affected", "people_total", "data_effect")
_THINGS = ("promise", "action", "remedy")


def replay(events: Iterable[Recalled]) -> Told:
    """Return what these events, in the order of recording, tell of one incident."""
    told = Told()
    for event in events:
        tell = _TELLS.get(event.type)
        if tell:
            tell(told, event)
        elif event.type.partition(".")[0] in _THINGS:
            _thing(told, event)
    return told


def word(event: Recalled, name: str) -> str:
    """Return a sealed word; where it was erased, or may have been, what says so."""
    return event.words.get(name) or (ERASED if event.erased else "")


def _set(told: Told, event: Recalled, of: str, name: str, value: Any) -> None:
    place = told.impacts.setdefault(of, {}) if of else told.facts
    before = place.get(name)
    if before == value:
        return
    place[name] = value
    if before not in {None, ""}:
        told.changes.append(Change(of, name, before, value, event.actor, event.recorded_at))


def _changed_words(event: Recalled, names: Iterable[str], named: str = "words") -> dict[str, str]:
    """Return the words an event changed: disclosed, emptied, or erased since."""
    said = {name: event.words[name] for name in names if name in event.words}
    said |= dict.fromkeys(event.data.get("emptied", ()), "")
    lost = [name for name in event.data.get(named, ()) if name not in event.words] if event.erased else []
    return said | dict.fromkeys(lost, ERASED)


def _time(value: Any) -> datetime | None:
    return datetime.fromisoformat(value) if value else None


def _filed(told: Told, event: Recalled) -> None:
    told.facts |= {name: word(event, name) for name in ("title", "act_statement")}
    told.facts |= {name: event.words[name] for name in WORDS if name in event.words}
    told.facts |= {name: event.data[name] for name in CODES if name in event.data}
    told.facts |= {name: _time(event.data.get(name)) for name in TIMES}
    told.facts |= {"status": "open", "owner": event.actor, "filed_at": event.recorded_at, "filed_by": event.actor}
    told.facts["detected_at"] = told.facts["aware_at"]


def _imported_again(told: Told, event: Recalled) -> None:
    changed = set(event.data.get("changed", ()))
    if "title" in changed:
        _set(told, event, "", "title", word(event, "title"))
    for name, ours in (("started_at", "impact_started_at"), ("resolved_at", "resolved_at")):
        if name in changed:
            _set(told, event, "", ours, _time(event.data.get(ours)))


def _edited(told: Told, event: Recalled) -> None:
    for name, value in _changed_words(event, WORDS).items():
        _set(told, event, "", name, value)
    for name in CODES:
        if name in event.data:
            _set(told, event, "", name, event.data[name])


def _severity(told: Told, event: Recalled) -> None:
    _set(told, event, "", "severity", event.data["severity"])


def _milestone(told: Told, event: Recalled) -> None:
    name, at, status = event.data["milestone"], _time(event.data.get("at")), event.data.get("status")
    before = _time(event.data.get("before"))
    told.facts.setdefault(name, before)
    _set(told, event, "", name, at)
    if status:
        told.facts["status"] = status


def _status(told: Told, event: Recalled) -> None:
    told.facts["status"] = event.data["status"]


def _people(told: Told, event: Recalled) -> None:
    for name in ("owner", "deputy"):
        _set(told, event, "", name, event.data.get(name))


def _proposed(told: Told, event: Recalled) -> None:
    told.reasons[event.data["proposal"]] = word(event, "reason")


def _decided(told: Told, event: Recalled) -> None:
    if event.data.get("decision") == "agreed":
        told.why_at[event.recorded_at] = told.reasons.get(event.data["proposal"], "")


def _opened(told: Told, event: Recalled) -> None:
    for of in event.subjects:
        impact = told.impacts.setdefault(of, {})
        impact["statement"] = word(event, "statement")
        impact["of_all"] = event.words.get("act_statement") or ""
        impact |= {name: _time(event.data.get(name)) for name in IMPACT_TIMES}
    told.facts.setdefault("status", event.data.get("status"))


def _act_stated(told: Told, event: Recalled) -> None:
    for of in event.subjects:
        _set(told, event, of, "of_all", word(event, "act_statement"))


def _impact(told: Told, event: Recalled) -> None:
    for of in event.subjects:
        for name, value in _changed_words(event, OF_IMPACT).items():
            _set(told, event, of, name, value)
        for name in (*IMPACT_TIMES, *IMPACT_PLAIN):
            if name in event.data:
                _set(told, event, of, name, _time(event.data[name]) if name in IMPACT_TIMES else event.data[name])


def _entry(told: Told, event: Recalled) -> None:
    known = told.entries.get(event.data["entry"])
    if known is not None:
        told.entries[known.id] = replace(known, visibility=event.data["visibility"], event_id=event.event_id)
        return
    entry = EntryThen(
        id=event.data["entry"],
        event_id=event.event_id,
        kind=event.data["kind"],
        text=word(event, "text"),
        occurred_at=event.occurred_at,
        recorded_at=event.recorded_at,
        author_id=event.actor,
        visibility=event.data["visibility"],
        channel=event.data.get("channel"),
        outcome=event.data.get("outcome"),
        next_update_at=_time(event.data.get("next_update_at")),
        why=event.words.get("why", ""),
    )
    told.entries[entry.id] = replace(entry, corrects_id=_strike(told, event, entry))
    if entry.text.startswith("Reopened: "):
        told.why_at[event.recorded_at] = entry.text.removeprefix("Reopened: ")


def _strike(told: Told, event: Recalled, entry: EntryThen) -> str | None:
    """Strike what this entry corrects, and return its id; none where it corrects nothing that is told here."""
    corrects = event.data.get("corrects")
    if corrects is None and event.supersedes is not None:
        corrects = next((one.id for one in told.entries.values() if one.event_id == event.supersedes), None)
    wrong = told.entries.get(corrects or "")
    if wrong is None:
        return None
    told.entries[wrong.id] = replace(
        wrong, corrected_by_id=entry.id, corrected_at=event.recorded_at, corrected_why=word(event, "why"),
        corrector_id=event.actor,
    )  # fmt: skip
    return wrong.id


def _issued(told: Told, event: Recalled) -> None:
    kind, version = event.data["kind"], event.data["version"]
    told.letters.append(LetterThen(kind, version, word(event, "subject"), event.subjects[0], event.occurred_at))


def _thing(told: Told, event: Recalled) -> None:
    what = event.type.partition(".")[0]
    if what not in event.data:
        return
    told.things[event.data[what]] = {
        "what": what,
        "text": word(event, "text"),
        "status": event.data.get("status", ""),
        "due_at": _time(event.data.get("due_at")),
        "due_on": event.data.get("due_on"),
    }


_TELLS: Mapping[str, Callable[[Told, Recalled], None]] = {
    "incident.filed": _filed,
    "incident.imported": _filed,
    "incident.imported_again": _imported_again,
    "incident.changed": _edited,
    "incident.severity": _severity,
    "incident.milestone": _milestone,
    "incident.ended": _status,
    "incident.watched": _status,
    "incident.people": _people,
    "proposal.made": _proposed,
    "proposal.decided": _decided,
    "impact.opened": _opened,
    "impact.act_stated": _act_stated,
    "impact.changed": _impact,
    "entry.added": _entry,
    "entry.corrected": _entry,
    "entry.published": _entry,
    "letter.issued": _issued,
}

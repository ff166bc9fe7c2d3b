"""One incident on one client: opening an impact, and saying more exactly what it did to that client."""

from datetime import datetime
from typing import Any

from sqlalchemy import exists, select
from sqlalchemy.orm import Session, aliased

from ledger.clients.models import Client
from ledger.incidents.act_statement import fault_in
from ledger.incidents.clock_plan import ClockKind
from ledger.incidents.models import ClockRow, Entry, Impact, Incident
from ledger.incidents.operations.clocks import end_clocks, make_late, start_clock, start_clocks
from ledger.incidents.operations.entries import note_entry
from ledger.incidents.operations.numbering import next_reference
from ledger.incidents.operations.told import stop_if_begun
from ledger.incidents.operations.touched import (
    Touched,
    active_clients,
    locked,
    logs_of,
    one_touched,
    refuse_indiscretion,
    refuse_stale,
)
from ledger.incidents.references import client_series
from ledger.kernel.clock import iso, now, year_in
from ledger.kernel.errors import Conflict, Invalid
from ledger.kernel.ids import new_id
from ledger.people.actor import Actor
from ledger.people.permissions import permit
from ledger.people.queries import provider
from ledger.record.canonical import Value
from ledger.record.operations import note

WORDS = ("statement", "act_statement", "delay_reason", "no_remedy_reason", "client_must_do")
TIMES = ("from_at", "to_at", "client_reported_at", "client_notified_at")
PLAIN = ("people_affected", "people_total", "data_effect")
EDITABLE = WORDS + TIMES + PLAIN


def open_impact(  # noqa: PLR0913, PLR0917 what an impact is of
    session: Session,
    actor: Actor,
    incident: Incident,
    client: Client,
    reference: str,
    statement: str,
    told_us_at: datetime | None = None,
) -> Impact:
    """Open the impact of an incident on a client and start its clocks; for verbs that have asked for permission."""
    impact = Impact(
        id=new_id(),
        incident_id=incident.id,
        client_id=client.id,
        client_reference=reference,
        statement=statement,
        people_total=client.people_total,
        from_at=incident.impact_started_at,
        to_at=incident.resolved_at,
        client_reported_at=told_us_at,
    )
    impact.event_id = note(
        session,
        "impact.opened",
        actor=actor.user_id,
        subjects={client.log_id: impact.client_reference},
        occurred_at=incident.impact_started_at,
        data={
            "status": incident.status,
            "from_at": iso(impact.from_at) if impact.from_at else None,
            "client_reported_at": iso(told_us_at) if told_us_at else None,
        },
        sealed={"statement": statement, "act_statement": incident.act_statement},
    )
    session.add(impact)
    session.flush()
    start_clocks(session, actor, incident, impact)
    return impact


def add_impact(session: Session, actor: Actor, *, incident_id: str, client_code: str, statement: str) -> Impact:
    """Add another client that the incident touched; its clocks count from awareness like those of the others.

    What all affected clients read already it reads too, from now on. Raises `Invalid` for a client that is not there or
    left, and where those words, or the act statement, name a client it must not learn of; `Conflict` for one that the
    incident has already.
    """
    permit(actor, "answer")
    (client,) = active_clients(session, [client_code], "client_code")
    year = year_in(now(), provider(session).zone)
    reference = next_reference(session, client_series(client.code, year))
    incident = locked(session, incident_id)
    known = select(Impact.id).where(Impact.incident_id == incident.id, Impact.client_id == client.id)
    if session.scalar(known):
        sentence = f"{client.name} is in this incident already."
        raise Conflict(sentence)
    earlier = _told_to_all(session, incident.id)
    words = {"statement": statement, "act_statement": incident.act_statement}
    said = {"entries": "\n".join(f"{entry.text}\n{entry.correction_reason or ''}" for entry in earlier)}
    refuse_indiscretion(session, words | said, [client])
    impact = open_impact(session, actor, incident, client, reference, statement)
    for entry in earlier:
        entry.event_id = note_entry(session, actor, "entry.published", incident, [Touched(impact, client)], entry)
    session.flush()
    return impact


def edit_impact(
    session: Session, actor: Actor, /, *, impact_id: str, version: int | None = None, **fields: Any
) -> Impact:
    """Change what is given of an impact (`EDITABLE`); each change is an event in the client's own log.

    Raises `Stale` where somebody else changed it since `version`, `Invalid` for what cannot be. A later time of our
    notice makes its clock late; an earlier one changes no clock.
    """
    permit(actor, "answer")
    incident, one = one_touched(session, impact_id)
    impact = one.impact
    refuse_stale(impact.version, version)
    changed = {name: value for name, value in fields.items() if getattr(impact, name) != value}
    if not changed:
        return impact
    before = {name: getattr(impact, name) for name in EDITABLE}
    _refuse_impossible({**before, **changed}, changed)
    words: dict[str, str | None] = {name: changed.get(name) for name in WORDS}
    if "act_statement" in changed and not changed["act_statement"]:
        # Without one of its own the client reads the incident's, which was not weighed for it.
        words["act_statement"] = incident.act_statement
    refuse_indiscretion(session, words, [one.client])
    for name, value in changed.items():
        setattr(impact, name, value)
    impact.version += 1
    impact.event_id = _noted(session, actor, one, changed)
    session.flush()
    _clocks_follow(session, actor, impact, changed, before["client_notified_at"])
    if changed.get("no_remedy_reason"):
        end_clocks(session, actor, impact, now(), ClockKind.REMEDY_OFFERED)
    if changed.get("data_effect") == "exposed" and incident.external_provider is None:
        start_clock(session, actor, impact.id, ClockKind.PERSONAL_DATA, now())
    return impact


def _told_to_all(session: Session, incident_id: str) -> list[Entry]:
    """Return the entries that all affected clients read, of corrected ones the newest, as they happened."""
    later = aliased(Entry)
    query = select(Entry).where(
        Entry.incident_id == incident_id,
        Entry.visibility == "all_clients",
        ~exists().where(later.supersedes_id == Entry.id),
    )
    return list(session.scalars(query.order_by(Entry.occurred_at, Entry.id)))


def _clocks_follow(
    session: Session, actor: Actor, impact: Impact, changed: dict[str, Any], before: datetime | None
) -> None:
    notified_at = changed.get("client_notified_at")
    if notified_at is None:
        return
    if before is None:
        stop_if_begun(session, actor, impact.id, ClockKind.FIRST_NOTICE, notified_at)
        return
    stopped = select(ClockRow).where(
        ClockRow.impact_id == impact.id, ClockRow.kind == ClockKind.FIRST_NOTICE, ClockRow.stopped_at == before
    )
    for row in session.scalars(stopped).all():
        make_late(session, actor, row, notified_at)


def _refuse_impossible(after: dict[str, Any], changed: dict[str, Any]) -> None:
    found: dict[str, str] = {}
    at = now()
    for name in TIMES:
        if changed.get(name) and changed[name] > at:
            found[name] = "This time lies in the future."
    if after["from_at"] and after["to_at"] and after["to_at"] < after["from_at"]:
        found["to_at"] = "It cannot have ended before it began."
    affected, total = after["people_affected"], after["people_total"]
    if affected is not None and total is not None and affected > total:
        found["people_affected"] = f"There are {total} people there; put that number right first if it is wrong."
    if not after["statement"]:
        found["statement"] = "Say what it did to the client, in the client's words."
    if changed.get("act_statement") and (fault := fault_in(changed["act_statement"])):
        found["act_statement"] = fault
    if found:
        raise Invalid(found)


def _noted(session: Session, actor: Actor, one: Touched, changed: dict[str, Any]) -> str:
    data: dict[str, Value] = {name: changed[name] for name in PLAIN if name in changed}
    data |= {name: iso(changed[name]) if changed[name] else None for name in TIMES if name in changed}
    data["words"] = sorted(name for name in WORDS if changed.get(name))
    data["emptied"] = sorted(name for name in WORDS if name in changed and not changed[name])
    return note(
        session,
        "impact.changed",
        actor=actor.user_id,
        subjects=logs_of([one]),
        data=data,
        sealed={name: changed.get(name) for name in WORDS},
    )

"""Gathering: everything one letter may say, from the record as it stands, in a bounded number of reads."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger.clients.models import Client, Contact
from ledger.incidents.models import Entry, Impact, Incident
from ledger.kernel.errors import NotFound
from ledger.letters import fact_sources as sources
from ledger.letters import wording
from ledger.letters.catalogue import marked, say, speaking
from ledger.letters.cited_letters import answered_letter, like_mistakes
from ledger.letters.fact_people import addressee, escalation, person, provider
from ledger.letters.letter_facts import LetterFacts, Milestones, TimelineEntry
from ledger.letters.models import Letter
from ledger.letters.wording import service_said
from ledger.people import models as people
from ledger.people.actor import Actor
from ledger.people.permissions import permit
from ledger.people.queries import provider as our_settings
from ledger.record.checkpoint import told_by
from ledger.record.checkpoints import newest_checkpoint
from ledger.record.heads import log_head
from ledger.record.signed_note import read_note
from ledger.recovery.models import Promise

FINDING_OUT = marked("We are finding out what went wrong.")
"""The act statement of a first notice while nothing better is known."""

_LONGEST_SUBJECT = 120


@dataclass(frozen=True)
class _Case:
    """The rows that one letter is about, read once."""

    session: Session
    letter: Letter
    date: datetime
    impact: Impact
    incident: Incident
    client: Client
    owner: people.User
    ours: people.Provider

    @property
    def is_notice(self) -> bool:
        """A first notice names no cause and no money."""
        return self.letter.kind == "first_notice"

    @property
    def lasted(self) -> tuple[datetime | None, datetime | None]:
        """From when to when, as far as it is known."""
        return (
            self.impact.from_at or self.incident.impact_started_at,
            self.impact.to_at or self.incident.resolved_at,
        )


def gather(session: Session, actor: Actor, letter: Letter, date: datetime) -> LetterFacts:
    """Return the facts of `letter` as the record holds them now, dated `date`; of a first notice no cause and no money.

    Only what the letter's client may see, and of staff only the signatory and the contact by name. Raises `NotFound`
    for an impact that is not there.
    """
    permit(actor, "draft_letter")
    case = _Case(session, letter, date, *_rows(session, letter.impact_id), our_settings(session))
    with speaking(case.client.locale):
        return _gathered(case)


def _gathered(case: _Case) -> LetterFacts:
    parts = _people_of(case) | _act(case) | _effect(case) | _told(case) | _story(case) | _repair(case)
    return LetterFacts(
        subject=case.letter.subject_line or _subject(case, parts),
        client_reference=case.impact.client_reference,
        kind=case.letter.kind,
        version=case.letter.version_number,
        dated_at=case.date,
        zone=case.client.zone,
        locale=case.client.locale,
        currency=case.client.currency,
        sharing_label=case.client.sharing_label,
        checkpoint=_checkpoint(case.session, case.client.log_id),
        logo_sha256=case.ours.logo_sha256 or "",
        large_print=case.client.large_print if case.letter.large_print is None else case.letter.large_print,
        **parts,
    )


def _people_of(case: _Case) -> dict[str, Any]:
    contact = case.session.get_one(Contact, case.letter.contact_id)
    signatory = case.session.get_one(people.User, case.letter.signatory_id)
    return {
        "provider": provider(case.ours),
        "addressee": addressee(contact, case.client),
        "contact": person(case.owner, case.ours),
        "signatory": person(signatory, case.ours),
        "escalation": escalation(case.ours),
    }


def _act(case: _Case) -> dict[str, Any]:
    early = case.letter.kind in {"first_notice", "interim"}
    act = case.impact.act_statement or case.incident.act_statement or (say(FINDING_OUT) if early else "")
    return {
        "act_statement": act,
        "ours": case.incident.ours,
        "provisional": case.incident.act_is_provisional,
        "severity": case.incident.severity,
    }


def _effect(case: _Case) -> dict[str, Any]:
    from_at, to_at = case.lasted
    return {
        "what_stopped": case.letter.said.get("what_stopped", service_said(case.incident.service)),
        "people_affected": case.impact.people_affected,
        "people_total": case.impact.people_total,
        "from_at": from_at,
        "to_at": to_at,
        "person_minutes": _person_minutes(case.impact.people_affected, from_at, to_at),
        "data_effect": case.impact.data_effect,
        "data_note": case.letter.said.get("data_note", ""),
        "client_must_do": case.impact.client_must_do or "",
    }


def _told(case: _Case) -> dict[str, Any]:
    return {
        "client_reported_at": case.impact.client_reported_at,
        "client_notified_at": case.impact.client_notified_at,
        "notice_missed": sources.first_notice_missed(case.session, case.impact.id, case.date),
        "delay_reason": case.impact.delay_reason or "",
        "found_by": _found_by(case.incident, case.client),
        "spoken_at": sources.spoken_at(case.session, case.incident.id, case.client.id),
        "has_data_clock": sources.has_data_clock(case.session, case.impact.id),
    }


def _story(case: _Case) -> dict[str, Any]:
    said = case.letter.said
    entries = sources.visible_entries(case.session, case.incident.id, case.client.id)
    shown = [entry for entry in entries if entry.kind == "containment"] if case.is_notice else entries
    promised = sources.promises(case.session, case.incident.id, case.client.id)
    before = like_mistakes(case.session, case.client.id, case.incident, said.get("why_it_failed", ""))
    return {
        "milestones": _milestones(case.incident, case.lasted[0]),
        "timeline": tuple(TimelineEntry(entry.occurred_at, entry.kind, entry.text) for entry in shown),
        "contributing_factors": () if case.is_notice else sources.factors(case.session, case.incident.id),
        "promises": () if case.is_notice else tuple(line for row, line in promised if row.kind != "update"),
        "next_update_at": _next_update(entries, [row for row, _ in promised], case.date),
        "earlier_letters": before.letters,
        "mistakes_before": before.count,
        "answers": answered_letter(case.session, case.letter),
        "open_points": sources.open_points(case.session, case.impact.id),
        "open_reason": said.get("open_reason", "") if case.letter.kind == "final" else "",
        "result_due_at": sources.result_due_at(case.session, case.impact.id),
        "what_was_wrong": said.get("what_was_wrong", ""),
        "what_is_right": said.get("what_is_right", ""),
        "what_changed": said.get("what_changed", "") if case.letter.kind == "final" else "",
    }


def _repair(case: _Case) -> dict[str, Any]:
    done, planned = sources.actions(case.session, case.incident.id)
    if case.is_notice:
        return {"corrections_done": done}
    return {
        "corrections_done": done,
        "actions": planned,
        "remedies": sources.remedies(case.session, case.impact.id, case.client.zone, case.date),
        "no_remedy_reason": case.impact.no_remedy_reason or "",
    }


def _subject(case: _Case, parts: dict[str, Any]) -> str:
    wrong = parts["answers"] if case.letter.kind == "correction" else None
    if wrong is not None:
        day = wording.short_day(wrong.dated_at, case.client.zone, case.client.locale)
        return say("What was wrong in our letter of {day}", day=day)
    return subject_from(parts["act_statement"], case.impact.statement)


def subject_from(act_statement: str, statement: str) -> str:
    """Return a subject line: what we did while that is short enough, else what it did to the client."""
    act = act_statement.strip().rstrip(".")
    return act if act and act_statement != say(FINDING_OUT) and len(act) <= _LONGEST_SUBJECT else statement.strip()


def _rows(session: Session, impact_id: str) -> tuple[Impact, Incident, Client, people.User]:
    query = (
        select(Impact, Incident, Client, people.User)
        .join(Incident, Incident.id == Impact.incident_id)
        .join(Client, Client.id == Impact.client_id)
        .join(people.User, people.User.id == Incident.owner_id)
        .where(Impact.id == impact_id)
    )
    found = session.execute(query).one_or_none()
    if found is None:
        raise NotFound
    return found[0], found[1], found[2], found[3]


def _person_minutes(affected: int | None, from_at: datetime | None, to_at: datetime | None) -> int | None:
    if affected is None or from_at is None or to_at is None:
        return None
    return max(0, affected * int((to_at - from_at).total_seconds() // 60))


def _milestones(incident: Incident, started_at: datetime | None) -> Milestones:
    return Milestones(started_at, incident.detected_at, incident.contained_at, incident.resolved_at)


def _found_by(incident: Incident, client: Client) -> str:
    """Return who found it as this client reads it: another client that found it is somebody outside."""
    if incident.found_by == "client" and incident.found_by_client_id not in {None, client.id}:
        return "third_party"
    return incident.found_by


def _next_update(entries: list[Entry], promised: list[Promise], date: datetime) -> datetime | None:
    due = [row.due_at for row in promised if row.kind in {"update", "letter"} and row.status == "open"]
    said = [entry.next_update_at for entry in entries if entry.next_update_at]
    return min((at for at in (*due, *said[-1:]) if at > date), default=None)


def _checkpoint(session: Session, log_id: str) -> str | None:
    """Return the newest signed checkpoint as small print says it; before the first one, the head, unsigned."""
    if signed := newest_checkpoint(session, log_id):
        point = told_by(signed)
        keys = ", ".join(one.key_id.hex() for one in read_note(signed).signatures)
        known: dict[str, object] = {"origin": point.origin, "size": point.size, "root": point.root.hex(), "keys": keys}
        return say("Your record with us: {origin}, {size} entries, root {root}, signed by key {keys}", **known)
    head = log_head(session, log_id)
    if head is None:
        return None
    known = {"origin": head.origin, "size": head.size, "root": head.root.hex()}
    return say("Your record with us: {origin}, {size} entries, root {root} (not signed)", **known)

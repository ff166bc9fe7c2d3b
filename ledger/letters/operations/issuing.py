"""Issuing in two units: facts and date are frozen first, which stops the clocks; the file is recorded when it is drawn.

Between the two a letter stands in `issuing`. Whoever finds it there (the worker, its sweep, a person) draws the file
from what was frozen and records it; doing so twice is harmless.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger.incidents.operations.clocks import stop_clock
from ledger.incidents.operations.timeline import add_entry
from ledger.incidents.operations.touched import locked as locked_incident
from ledger.kernel.clock import iso, now
from ledger.kernel.errors import Conflict, Invalid
from ledger.letters.as_recorded import refuse_changed_behind_the_record
from ledger.letters.fact_schema import from_json, to_json
from ledger.letters.letter_facts import LetterFacts
from ledger.letters.letter_states import DRAWING, SENT
from ledger.letters.models import Letter
from ledger.letters.operations.approving import refuse_incomplete
from ledger.letters.operations.changing import Case, case_of, locked, noted_inside
from ledger.letters.operations.delivering import plan_delivery
from ledger.letters.operations.falling import fallen
from ledger.letters.sections import LABELS
from ledger.people.actor import Actor
from ledger.people.permissions import permit
from ledger.record.checkpoint import told_by
from ledger.record.checkpoints import anchor, newest_checkpoint
from ledger.record.operations import note

_STOPS = {
    "first_notice": ("first_notice", "first_letter"),
    "interim": ("first_letter",),
    "final": ("first_letter", "final_letter"),
    "follow_up": ("effectiveness",),
    "correction": (),
}
"""Which clocks a letter of each kind stops (letters.md, "Clocks")."""


@dataclass(frozen=True)
class Begun:
    """What pressing Issue did: the letter is on its way, or its approval fell because the record has changed."""

    issuing: bool
    changed: tuple[str, ...] = ()


def begin_issue(
    session: Session, actor: Actor, *, letter_id: str, version: int | None = None, verify_url: str | None = None
) -> Begun:
    """Freeze an approved letter's facts and date and stop its clocks; a second time is harmless.

    `verify_url` is the page where the letter's file can be checked; the letter prints it with a code.

    Where the record has changed since the approval, the approval is withdrawn instead and the answer says what changed.
    Raises `Conflict` for a letter that is not approved.
    """
    permit(actor, "issue_letter")
    letter = locked(session, letter_id)
    if letter.status in {DRAWING, *SENT}:
        return Begun(issuing=True)
    letter = locked(session, letter_id, version)
    if letter.status != "approved":
        sentence = "A letter is issued after a second person has approved it."
        raise Conflict(sentence)
    refuse_changed_behind_the_record(session, actor, letter.id)
    if changed := fallen(session, actor, letter):
        return Begun(issuing=False, changed=changed)
    refuse_incomplete(session, actor, letter)
    _freeze(session, actor, letter, now(), verify_url)
    return Begun(issuing=True)


def finish_issue(session: Session, actor: Actor, *, letter_id: str, pdf_sha256: str, by_mail: bool = False) -> bool:
    """Record the drawn file of a letter in `issuing`: now it is issued; return whether it was this call that did it.

    `by_mail`: its mail is put into the outbox in the same unit, where the client wants one.
    """
    permit(actor, "issue_letter")
    letter = locked(session, letter_id)
    if letter.status != DRAWING or letter.issued_at is None or letter.dated_on is None:
        return False
    case = case_of(session, letter.impact_id)
    letter.status = "issued"
    letter.pdf_sha256 = pdf_sha256
    letter.version += 1
    letter.event_id = note(
        session,
        "letter.issued",
        actor=letter.issued_by or actor.user_id,
        subjects={case.client.log_id: case.impact.client_reference},
        occurred_at=letter.issued_at,
        data={
            "letter": letter.id,
            "kind": letter.kind,
            "version": letter.version_number,
            "dated_on": letter.dated_on.isoformat(),
            "pdf_sha256": pdf_sha256,
        },
        sealed={"subject": letter.subject_line},
    )
    session.flush()
    _retire_earlier(session, letter)
    _tell_timeline(session, actor, letter, case)
    if by_mail:
        plan_delivery(session, actor, letter)
    return True


def _freeze(session: Session, actor: Actor, letter: Letter, at: datetime, verify_url: str | None) -> None:
    case = case_of(session, letter.impact_id)
    facts = replace(from_json(letter.facts), dated_at=at, verify_url=verify_url)
    letter.facts = to_json(facts)
    letter.status = DRAWING
    letter.issued_at = at
    letter.issued_by = actor.user_id
    letter.dated_on = at.astimezone(ZoneInfo(facts.zone)).date()
    locked_incident(session, case.incident.id)
    _anchored(session, letter, case)
    _told(session, actor, case, at)
    for kind in stopped_by(facts):
        stop_clock(session, actor, letter.impact_id, kind, at)
    noted_inside(session, actor, letter, "frozen", data={"at": iso(at)})


def stopped_by(facts: LetterFacts) -> tuple[str, ...]:
    """Return which clocks a letter stops; one that knows no result yet is not the answer whether anything worked."""
    knows = not facts.actions or any(action.effective is not None for action in facts.actions)
    return _STOPS[facts.kind] if knows or facts.kind != "follow_up" else ()


def _anchored(session: Session, letter: Letter, case: Case) -> None:
    """Remember which checkpoint goes out with this letter: the client's copy is out of our reach."""
    if signed := newest_checkpoint(session, case.client.log_id):
        anchor(session, case.client.log_id, told_by(signed).size, "letter", letter.id)


def _told(session: Session, actor: Actor, case: Case, at: datetime) -> None:
    """Mark that the client knows: a letter tells it, where nobody had told it before."""
    if case.impact.client_notified_at is not None:
        return
    case.impact.client_notified_at = at
    case.impact.version += 1
    case.impact.event_id = note(
        session,
        "impact.changed",
        actor=actor.user_id,
        subjects={case.client.log_id: case.impact.client_reference},
        occurred_at=at,
        data={"client_notified_at": iso(at), "before": None},
    )
    session.flush()


def _retire_earlier(session: Session, letter: Letter) -> None:
    """Mark the letter that this one corrects, or the version before it."""
    query = select(Letter).where(Letter.status == "issued", Letter.id != letter.id).with_for_update()
    if letter.kind == "correction":
        query = query.where(Letter.id == letter.corrects_id)
    else:
        query = query.where(Letter.impact_id == letter.impact_id, Letter.kind == letter.kind)
    for earlier in session.scalars(query):
        earlier.status = "corrected" if letter.kind == "correction" else "superseded"
        earlier.version += 1
        earlier.event_id = letter.event_id
    session.flush()


def _tell_timeline(session: Session, actor: Actor, letter: Letter, case: Case) -> None:
    label = LABELS[letter.kind]
    label = label if label.endswith(("letter", "notice")) else f"{label} letter"
    told_next_at = from_json(letter.facts).next_update_at if letter.kind in {"first_notice", "interim"} else None
    try:
        add_entry(
            session,
            actor,
            incident_id=case.incident.id,
            kind="client_notice",
            text=f"We sent you our {label[0].lower()}{label[1:]} ({case.impact.client_reference}).",
            occurred_at=letter.issued_at,
            visibility="one_client",
            client_code=case.client.code,
            channel="letter",
            next_update_at=told_next_at,
        )
    except Invalid:
        # The letter is out whatever the timeline takes: a client called "Notice" must not leave it in `issuing`.
        noted_inside(session, actor, letter, "not_in_timeline")

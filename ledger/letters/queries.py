"""Reading one letter for its page: text, facts, what is missing, what has changed since, who had a hand in it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger.clients.models import Client, Contact
from ledger.clients.visibility import visible_to
from ledger.incidents.models import Impact, Incident
from ledger.kernel.clock import now
from ledger.kernel.errors import NotFound
from ledger.letters.answer_rows import AnswerRow, answers_to
from ledger.letters.candour.checking import Finding, check_text
from ledger.letters.candour_ground import ground_for, judgement_of, own_ground
from ledger.letters.fact_schema import from_json, to_json
from ledger.letters.facts import gather
from ledger.letters.figures.disagreements import disagreements, with_figures
from ledger.letters.judgement import Judgement
from ledger.letters.letter_facts import LetterFacts
from ledger.letters.letter_states import UNISSUED
from ledger.letters.models import Letter
from ledger.letters.review import changes, may_go_alone, signs, why_not_approve
from ledger.letters.sections import LABELS
from ledger.letters.unprinted import unprinted
from ledger.people.actor import STAFF, Actor
from ledger.people.models import User
from ledger.people.permissions import may, permit
from ledger.people.queries import names
from ledger.record.erasures import Deleted, deleted_files


@dataclass(frozen=True)
class LetterPage:
    """One letter as its page shows it to us."""

    id: str
    version: int
    incident_id: str
    incident_reference: str
    incident_title: str
    severity: str
    impact_id: str
    client_code: str
    client_name: str
    client_reference: str
    kind: str
    label: str
    version_number: int
    status: str
    subject_line: str
    sections: Mapping[str, str]
    said: Mapping[str, str]
    facts: LetterFacts
    judgement: Judgement
    """What the candour check finds in it, and the checklist; nothing once it is issued."""
    waived_reason: str
    """Why warnings of the candour check were let stand, in the approver's words."""
    changed: tuple[str, ...]
    """What has changed in the record since the facts were gathered; nothing once it is issued."""
    contact_id: str
    signatory_id: str
    large_print: bool | None
    """Chosen for this letter; none follows the client's wish."""
    author: str
    edited_by: str
    approved_by: str
    approved_at: datetime | None
    why_not_approve: str
    """Why the reader may not approve it; empty when the reader may."""
    came_back: str
    alone_at_night: bool
    second_look_due_at: datetime | None
    second_look_by: str
    second_look_at: datetime | None
    issued_at: datetime | None
    issued_by: str
    dated_on: date | None
    pdf_sha256: str | None
    file_deleted: Deleted | None
    """When and on which ground the file was deleted, when a person was erased."""
    answers: tuple[AnswerRow, ...]

    @property
    def lacking(self) -> tuple[tuple[str, str], ...]:
        """What is missing and blocks, as (requirement, sentence)."""
        return self.judgement.lacking

    @property
    def is_unissued(self) -> bool:
        """Whether it can still be changed."""
        return self.status in UNISSUED

    @property
    def may_go_alone(self) -> bool:
        """Whether it may go out at night without a second person."""
        return may_go_alone(self.kind, self.severity)


@dataclass(frozen=True)
class Choices:
    """Whom a letter can be addressed to, and who can sign it: (id, words)."""

    contacts: tuple[tuple[str, str], ...]
    signatories: tuple[tuple[str, str], ...]


_KEPT = (
    "id", "version", "impact_id", "kind", "version_number", "status", "subject_line", "sections", "said", "contact_id",
    "large_print",
    "signatory_id", "approved_at", "came_back", "alone_at_night", "waived_reason", "second_look_due_at",
    "second_look_at", "issued_at",
    "dated_on", "pdf_sha256",
)  # fmt: skip
"""What a letter's page shows as the row has it."""


def letter_page(session: Session, actor: Actor, letter_id: str) -> LetterPage:
    """Return everything the letter's page shows; raise `NotFound`."""
    permit(actor, "read_cases")
    query = (
        select(Letter, Impact, Incident, Client)
        .join(Impact, Impact.id == Letter.impact_id)
        .join(Incident, Incident.id == Impact.incident_id)
        .join(Client, Client.id == Impact.client_id)
        .where(Letter.id == letter_id, visible_to(actor, Impact.client_id))
    )
    found = session.execute(query).one_or_none()
    if found is None:
        raise NotFound
    letter, impact, incident, client = found
    facts = from_json(letter.facts)
    is_open = letter.status in UNISSUED
    writes = is_open and may(actor, "draft_letter")
    fresh = to_json(gather(session, actor, letter, now())) if writes else letter.facts
    return LetterPage(
        incident_id=incident.id,
        incident_reference=incident.reference,
        incident_title=incident.title,
        severity=incident.severity,
        client_code=client.code,
        client_name=client.name,
        client_reference=impact.client_reference,
        label=LABELS[letter.kind],
        facts=facts,
        judgement=_judged(session, letter, client, facts) if is_open else Judgement(),
        changed=changes(letter.facts, fresh),
        why_not_approve=why_not_approve(actor, letter.author_id, letter.edited_by, incident.severity),
        file_deleted=deleted_files(session).get(letter.pdf_sha256 or ""),
        answers=answers_to(session, [letter.id]).get(letter.id, ()),
        **_who(session, letter),
        **{name: getattr(letter, name) for name in _KEPT},
    )


def unsent_letter(
    session: Session, actor: Actor, impact_id: str, kind: str | None, corrects_id: str | None
) -> str | None:
    """Return the id of the letter of this kind to this client about this incident that is not sent yet.

    Of corrections the one that corrects this letter.
    """
    permit(actor, "read_cases")
    query = select(Letter.id).where(Letter.impact_id == impact_id, Letter.kind == kind, Letter.status.in_(UNISSUED))
    if kind == "correction":
        query = query.where(Letter.corrects_id == corrects_id)
    return session.scalars(query.limit(1)).first()


def _judged(session: Session, letter: Letter, client: Client, facts: LetterFacts) -> Judgement:
    return judgement_of(session, client.id, facts, letter.subject_line, letter.sections)


def judgement_while_written(
    session: Session, actor: Actor, letter_id: str, subject: str | None, sections: Mapping[str, str]
) -> Judgement:
    """Return what both checks say of a text that is being written for this letter; raise `NotFound`."""
    letter, client = _with_client(session, actor, letter_id)
    written = {**letter.sections, **sections}
    subject = letter.subject_line if subject is None else subject
    return judgement_of(session, client.id, from_json(letter.facts), subject, written)


def candour_of_text(session: Session, actor: Actor, letter_id: str | None, text: str) -> list[Finding]:
    """Return what the candour check finds in any text by our grades and rules, and by a letter's names and facts.

    Raises `NotFound` for a letter that is not there; without one no name is looked for.
    """
    if letter_id is None:
        permit(actor, "draft_letter")
        ground = own_ground(session)
        return [*check_text(text, ground), *unprinted({"": text}, ground.grades)]
    letter, client = _with_client(session, actor, letter_id)
    facts = from_json(letter.facts)
    ground = ground_for(session, client.id, facts)
    found = with_figures(check_text(text, ground), disagreements({"": text}, facts, ground.grades))
    return [*found, *unprinted({"": text}, ground.grades)]


def _with_client(session: Session, actor: Actor, letter_id: str) -> tuple[Letter, Client]:
    permit(actor, "draft_letter")
    query = select(Letter, Client).join(Impact, Impact.id == Letter.impact_id)
    query = query.join(Client, Client.id == Impact.client_id)
    found = session.execute(query.where(Letter.id == letter_id, visible_to(actor, Impact.client_id))).one_or_none()
    if found is None:
        raise NotFound
    return found[0], found[1]


def _who(session: Session, letter: Letter) -> dict[str, Any]:
    """Return the names of those who had a hand in it, by the part they had."""
    parts = {
        "author": letter.author_id,
        "edited_by": letter.edited_by,
        "approved_by": letter.approved_by,
        "second_look_by": letter.second_look_by,
        "issued_by": letter.issued_by,
    }
    called = names(session, set(parts.values()))
    return {part: called.get(user_id or "", "") for part, user_id in parts.items()}


def choices(session: Session, actor: Actor, impact_id: str) -> Choices:
    """Return to whom of the client a letter can go, and who of us can sign it."""
    permit(actor, "draft_letter")
    found = session.execute(
        select(Impact.client_id, Incident.severity)
        .join(Incident, Incident.id == Impact.incident_id)
        .where(Impact.id == impact_id)
    ).one_or_none()
    if found is None:
        raise NotFound
    contacts = session.scalars(
        select(Contact)
        .where(Contact.client_id == found.client_id, Contact.active, Contact.may_receive_notices)
        .order_by(Contact.ring_order, Contact.id)
    )
    people = session.scalars(
        select(User).where(User.active, User.role.in_(STAFF), User.signs_up_to.is_not(None)).order_by(User.name)
    )
    return Choices(
        tuple((one.id, f"{one.name}, {one.title}" if one.title else one.name) for one in contacts),
        tuple(
            (one.id, f"{one.name}, {one.title}" if one.title else one.name)
            for one in people
            if signs(one.signs_up_to, found.severity)
        ),
    )

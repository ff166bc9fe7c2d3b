"""Letters as their client reads them: issued ones of its own, and nothing that is ours alone."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Select, exists, select
from sqlalchemy.orm import Session

from ledger.clients.visibility import visible_to
from ledger.incidents.models import Impact
from ledger.kernel.errors import NotFound
from ledger.letters.answer_rows import AnswerRow, answers_to
from ledger.letters.fact_schema import from_json
from ledger.letters.letter_facts import LetterFacts
from ledger.letters.letter_states import SENT
from ledger.letters.models import Answer, Letter
from ledger.letters.sections import LABELS
from ledger.letters.speakers import said_by
from ledger.people.actor import Actor
from ledger.people.permissions import permit
from ledger.record.erasures import Deleted, deleted_files


@dataclass(frozen=True)
class OwnLetter:
    """An issued letter as its client sees it: no internal reference, of our people only who signs and who answers."""

    id: str
    client_reference: str
    kind: str
    label: str
    version_number: int
    status: str
    subject_line: str
    dated_on: date
    issued_at: datetime
    pdf_sha256: str
    file_deleted: Deleted | None
    """When and on which ground the file was deleted, when a person was erased."""
    facts: LetterFacts
    sections: Mapping[str, str]
    answers: tuple[AnswerRow, ...]


@dataclass(frozen=True)
class Neighbours:
    """Which letters a letter leads to, by their ids."""

    later_id: str | None
    """The one that corrects it or stands in its place."""
    earlier_id: str | None
    """The one that it corrects, or the version before it."""


def own_letters(session: Session, actor: Actor, *, client_reference: str | None = None) -> list[OwnLetter]:
    """Return the issued letters of the actor's own client, newest first; of one case where a reference is given."""
    permit(actor, "read_own_case")
    query = _own_cases(actor)
    if client_reference is not None:
        query = query.where(Impact.client_reference == client_reference)
    rows = session.execute(query.order_by(Letter.issued_at.desc(), Letter.id.desc())).all()
    answers = answers_to(session, [letter.id for letter, _ in rows], inside=False)
    gone = deleted_files(session)
    return [_own(letter, reference, answers, gone) for letter, reference in rows]


def own_letter(session: Session, actor: Actor, letter_id: str) -> OwnLetter:
    """Return one issued letter of the actor's own client; raise `NotFound` for any other."""
    permit(actor, "read_own_case")
    query = _own_cases(actor).where(Letter.id == letter_id)
    row = session.execute(query).one_or_none()
    if row is None:
        raise NotFound
    answers = answers_to(session, [letter_id], inside=False)
    return _own(row[0], row[1], answers, deleted_files(session))


def has_read(session: Session, actor: Actor, letter_id: str) -> bool:
    """Return whether the actor is known to have read a letter of its own client: it said so, or we wrote it down."""
    permit(actor, "read_own_case")
    said = exists().where(
        Answer.letter_id == Letter.id, Answer.kind == "acknowledged", said_by(Answer, actor, actor.name)
    )
    return session.scalar(_own_cases(actor).where(Letter.id == letter_id, said).limit(1)) is not None


def own_neighbours(session: Session, actor: Actor, letter_id: str) -> Neighbours:
    """Return which letters one of the actor's own client leads to; raise `NotFound` for any other."""
    permit(actor, "read_own_case")
    row = session.execute(_own_cases(actor).where(Letter.id == letter_id)).one_or_none()
    if row is None:
        raise NotFound
    return Neighbours(_later(session, row[0]), _earlier(session, row[0]))


def _later(session: Session, letter: Letter) -> str | None:
    query = select(Letter.id).where(Letter.status.in_(SENT), Letter.issued_at > letter.issued_at)
    if letter.status == "corrected":
        query = query.where(Letter.corrects_id == letter.id)
    elif letter.status == "superseded":
        query = query.where(Letter.impact_id == letter.impact_id, Letter.kind == letter.kind)
    else:
        return None
    return session.scalar(query.order_by(Letter.issued_at.desc()).limit(1))


def _earlier(session: Session, letter: Letter) -> str | None:
    if letter.kind == "correction":
        return letter.corrects_id
    query = select(Letter.id).where(Letter.impact_id == letter.impact_id, Letter.kind == letter.kind)
    query = query.where(Letter.status.in_(SENT), Letter.version_number < letter.version_number)
    return session.scalar(query.order_by(Letter.version_number.desc()).limit(1))


def _own_cases(actor: Actor) -> Select[Letter, str]:
    return (
        select(Letter, Impact.client_reference)
        .join(Impact, Impact.id == Letter.impact_id)
        .where(Letter.status.in_(SENT), visible_to(actor, Impact.client_id))
    )


def _own(
    letter: Letter, client_reference: str, answers: Mapping[str, tuple[AnswerRow, ...]], gone: Mapping[str, Deleted]
) -> OwnLetter:
    if letter.dated_on is None or letter.issued_at is None or letter.pdf_sha256 is None:
        raise NotFound
    return OwnLetter(
        id=letter.id,
        client_reference=client_reference,
        kind=letter.kind,
        label=LABELS[letter.kind],
        version_number=letter.version_number,
        status=letter.status,
        subject_line=letter.subject_line,
        dated_on=letter.dated_on,
        issued_at=letter.issued_at,
        pdf_sha256=letter.pdf_sha256,
        file_deleted=gone.get(letter.pdf_sha256),
        facts=from_json(letter.facts),
        sections=letter.sections,
        answers=answers.get(letter.id, ()),
    )

"""Reading what a letter's file is made from, where the store keeps it, and what it is called."""

from dataclasses import dataclass

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from ledger.clients.visibility import visible_to
from ledger.incidents.models import Impact
from ledger.kernel.errors import NotFound
from ledger.letters.fact_schema import from_json
from ledger.letters.letter_facts import LetterFacts
from ledger.letters.letter_states import DRAWING, SENT
from ledger.letters.models import Letter
from ledger.people.actor import Actor
from ledger.people.permissions import permit
from ledger.record.bodies import said_in
from ledger.record.erasures import FileErased, deleted_files
from ledger.record.models import LogEntry


@dataclass(frozen=True)
class File:
    """An issued letter's file: where the store has it and what it is called."""

    sha256: str
    name: str
    is_erased: bool = False
    """Deleted with an erasure: only its SHA-256 is left."""


def letter_file(session: Session, actor: Actor, letter_id: str) -> File:
    """Return where an issued letter's file is kept, for staff and for that client; raise `NotFound` for all others.

    Raises `FileErased` where only its fingerprint is left.
    """
    query = _sent().where(Letter.id == letter_id, visible_to(actor, Impact.client_id))
    row = session.execute(query).one_or_none()
    if row is None:
        raise NotFound
    sha256, kind, number, reference = row
    if sha256 in deleted_files(session):
        sentence = "The file of this letter was deleted when a person was erased; its fingerprint stays in the record."
        raise FileErased(sentence)
    return File(sha256 or "", file_name(reference, kind, number))


def issued_files(session: Session, actor: Actor, client_reference: str | None = None) -> list[File]:
    """Return the files of all issued letters, or of one client reference, in the order of issue."""
    permit(actor, "read_cases")
    query = _sent().order_by(Letter.issued_at, Letter.id)
    if client_reference is not None:
        query = query.where(Impact.client_reference == client_reference)
    gone = deleted_files(session)
    return [
        File(sha256 or "", file_name(reference, kind, number), sha256 in gone)
        for sha256, kind, number, reference in session.execute(query)
    ]


def named_files(session: Session) -> dict[str, str]:
    """Return every SHA-256 that an issued letter's row, or the event that issued it, names, with the letter's name.

    Those whose row or event was changed behind the record too: neither may lose its file. Read on older schemas also.
    """
    named = {}
    query = select(LogEntry.body).where(LogEntry.type == "letter.issued").execution_options(yield_per=1000)
    for body in session.scalars(query):
        event = said_in(body)
        data = event["data"]
        if "pdf_sha256" in data:
            named[data["pdf_sha256"]] = file_name(event["subject"], data["kind"], data["version"])
    for sha256, kind, number, reference in session.execute(_sent()):
        named[sha256 or ""] = file_name(reference, kind, number)
    return named


def to_draw(session: Session, actor: Actor, letter_id: str) -> tuple[LetterFacts, dict[str, str]] | None:
    """Return what was frozen of a letter in `issuing`, facts and sections; none for a letter that is not there."""
    permit(actor, "issue_letter")
    row = session.execute(
        select(Letter.facts, Letter.sections).where(Letter.id == letter_id, Letter.status == DRAWING)
    ).one_or_none()
    return (from_json(row[0]), dict(row[1])) if row else None


def unfinished(session: Session, actor: Actor) -> list[str]:
    """Return the letters that stand in `issuing`, oldest first."""
    permit(actor, "issue_letter")
    return list(session.scalars(select(Letter.id).where(Letter.status == DRAWING).order_by(Letter.issued_at)))


def file_name(client_reference: str, kind: str, version_number: int) -> str:
    """Return what an issued letter's file is called: `HFO-2026-03-final-1.pdf`."""
    return f"{client_reference}-{kind.replace('_', '-')}-{version_number}.pdf"


def _sent() -> Select[str | None, str, int, str]:
    return (
        select(Letter.pdf_sha256, Letter.kind, Letter.version_number, Impact.client_reference)
        .join(Impact, Impact.id == Letter.impact_id)
        .where(Letter.status.in_(SENT))
    )

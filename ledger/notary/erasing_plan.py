"""What erasing a person would take away, keep and not reach: read before anything is changed, and again as it is."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from ledger.clients.models import Client
from ledger.incidents.models import Impact
from ledger.kernel.clock import now
from ledger.kernel.files import FileStore
from ledger.letters.letter_files import file_name
from ledger.letters.letter_states import SENT
from ledger.letters.models import Answer, Letter
from ledger.notary.erasing_fields import Found, Told, fields_of
from ledger.notary.erasing_rows import Row, named_firms, rows_of
from ledger.notary.open_work import in_hand
from ledger.notary.person import Person
from ledger.notary.stored_files import files_named
from ledger.record.erasures import deleted_files, standing
from ledger.record.models import PROVIDER_LOG, LogEntry
from ledger.recovery.action_parts import ActionEvidence
from ledger.trends.report_models import TrendReport
from ledger.trends.review_models import TrustReview

OUT_OF_REACH = (
    "Copies that were already sent: letters, mails, receipts, exports. Ask whoever holds them.",
    "Backups that have not expired; erasure is done again after each restore.",
    "Pictures, PDFs and office files kept as evidence of an action: they are not searched, look at them.",
)
"""What no erasure here reaches, as people are told."""
_NUMBERED = re.compile(r"\\u([0-9a-fA-F]{4})")
"""How JSON may write a letter."""


@dataclass(frozen=True)
class NamingFile:
    """A recorded file that names the person: an issued letter, evidence of an action, a trust review, a report."""

    log_ids: tuple[str, ...]
    """The logs that hold its SHA-256."""
    sha256: str
    name: str


@dataclass(frozen=True)
class Plan:
    """Everything here that says who the person is."""

    person: Person
    record: Found
    rows: tuple[Row, ...]
    files: tuple[NamingFile, ...]
    uploads: tuple[Path, ...]
    """Stored files that nothing names and that name them."""
    first: tuple[str, ...]
    """What has to be done before, a sentence each."""

    @property
    def tables(self) -> dict[str, int]:
        """How many rows of each table lose words."""
        return dict(sorted(Counter(row.table for row in self.rows).items()))

    @property
    def is_empty(self) -> bool:
        """Whether nothing is left to erase."""
        return not (self.record.fields or self.rows or self.uploads)


def plan_of(
    session: Session, files: FileStore, person: Person, told: Told = lambda _count: None, seen: "Plan | None" = None
) -> Plan:
    """Return what erasing this person means; `told` hears of entries as they are read.

    Of the record only what came since is read where `seen` is what was read before, of the person as known now.
    """
    rows = tuple(rows_of(session, person))
    return Plan(
        person=person,
        record=_record(session, person, told, seen),
        rows=rows,
        files=(
            *_letters(session, person, [row.key for row in rows if row.model is Letter]),
            *_answers(session, [row.key for row in rows if row.model is Answer]),
            *_evidence(session, files, person),
            *_of_trends(session, person, [row.key for row in rows if row.model is TrustReview]),
        ),
        uploads=tuple(_uploads(session, files, person)),
        first=(*in_hand(session, person), *(_of_firm(firm) for firm in named_firms(session, person))),
    )


def _record(session: Session, person: Person, told: Told, seen: Plan | None) -> Found:
    if seen is None or replace(seen.person, own=person.own) != person:
        return fields_of(session, person, told)
    still = standing(session, [one.digest for one in seen.record.fields])
    return seen.record.with_later(fields_of(session, person, told, seen.record.sizes), still)


def _of_firm(firm: str) -> str:
    return f"Change {firm} on the page for it: name, address or the person to go to further names them."


def _letters(session: Session, person: Person, named: Sequence[str]) -> list[NamingFile]:
    gone = deleted_files(session)
    query = (
        select(Client.log_id, Letter.pdf_sha256, Impact.client_reference, Letter.kind, Letter.version_number)
        .join(Impact, Impact.id == Letter.impact_id)
        .join(Client, Client.id == Impact.client_id)
        .where(Letter.status.in_(SENT), or_(Letter.id.in_(named), Letter.id.in_(person.letters)))
    )
    return [
        NamingFile((log_id,), sha256 or "", file_name(reference, kind, number))
        for log_id, sha256, reference, kind, number in session.execute(query.order_by(Letter.issued_at))
        if sha256 not in gone
    ]


def _answers(session: Session, named: Sequence[str]) -> Iterator[NamingFile]:
    """Give what shows the answers that name the person."""
    gone = deleted_files(session)
    query = select(Answer.proof_sha256, Answer.proof_name).where(Answer.id.in_(named), Answer.proof_sha256 != "")
    for sha256, name in session.execute(query.order_by(Answer.at)):
        if sha256 not in gone:
            yield NamingFile((PROVIDER_LOG,), sha256, name)


def _evidence(session: Session, files: FileStore, person: Person) -> Iterator[NamingFile]:
    gone = deleted_files(session)
    query = select(ActionEvidence.sha256, ActionEvidence.file_name, ActionEvidence.event_id)
    for sha256, name, event_id in session.execute(query.where(ActionEvidence.sha256.is_not(None))):
        if sha256 and sha256 not in gone and files.state(sha256) == "whole" and _names(person, files.read(sha256)):
            logs = session.scalars(select(LogEntry.log_id).where(LogEntry.event_id == event_id))
            yield NamingFile(tuple(sorted(logs)), sha256, name or "evidence")


def _of_trends(session: Session, person: Person, named: Sequence[str]) -> Iterator[NamingFile]:
    """Give the trust reviews that name the person or that they signed, what proves it, and reports they asked for."""
    gone = deleted_files(session)
    shown = (TrustReview.pdf_sha256, TrustReview.reference, TrustReview.proof_sha256, TrustReview.proof_name)
    reviews = (
        select(Client.log_id, *shown)
        .join(Client, Client.id == TrustReview.client_id)
        .where(TrustReview.pdf_sha256 != "", or_(TrustReview.id.in_(named), TrustReview.signed_by.in_(person.users)))
    )
    for log_id, sha256, reference, proof, proof_name in session.execute(reviews.order_by(TrustReview.reference)):
        if sha256 not in gone:
            yield NamingFile((log_id,), sha256, f"trust-review-{reference}.pdf")
        if proof and proof not in gone:
            yield NamingFile((PROVIDER_LOG,), proof, f"trust-review-{reference}-{proof_name}")
    reports = select(TrendReport.pdf_sha256, TrendReport.quarter).where(
        TrendReport.pdf_sha256 != "", TrendReport.asked_by.in_(person.users)
    )
    for sha256, quarter in session.execute(reports.order_by(TrendReport.asked_at)):
        if sha256 not in gone:
            yield NamingFile((PROVIDER_LOG,), sha256, f"accountability-{quarter}.pdf")


def _uploads(session: Session, files: FileStore, person: Person) -> list[Path]:
    """Return the stored files that nothing names and that hold words of the person: uploads nobody imported yet."""
    return [file for file in files.strays(files_named(session), now()) if _names(person, file.read_bytes())]


def _names(person: Person, content: bytes) -> bool:
    text = content.decode(errors="replace")
    return bool(person.words.spans(text) or person.words.spans(_NUMBERED.sub(_letter, text)))


def _letter(found: re.Match[str]) -> str:
    return chr(int(found[1], 16))

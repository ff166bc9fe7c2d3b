"""Whether a file is one that we issued: for anyone who holds it, told apart by its SHA-256 and by nothing else."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger.clients.models import Client
from ledger.incidents.models import Impact
from ledger.letters import wording
from ledger.letters.fact_schema import from_json
from ledger.letters.letter_facts import Person
from ledger.letters.letter_states import SENT
from ledger.letters.models import Letter
from ledger.letters.sections import LABELS
from ledger.people.actor import Actor


@dataclass(frozen=True)
class CheckedLetter:
    """What the file itself says on its first page, and what came after it."""

    label: str
    version_number: int
    client_reference: str
    client_name: str
    dated: str
    provider_name: str
    signatory: Person
    status: str
    """`issued`, `corrected` or `superseded`."""
    later: str
    """The date, written out, of the letter that corrects this one or stands in its place; empty while there is none."""


def issued_file(session: Session, _actor: Actor, sha256: str) -> CheckedLetter | None:
    """Return the issued letter whose file has this SHA-256 (64 lower-case hexadecimal digits); none for any other.

    Everybody may ask: who knows the hash has the file, and is told nothing that does not stand in it but its fate.
    """
    query = (
        select(Letter, Impact.client_reference, Client.name)
        .join(Impact, Impact.id == Letter.impact_id)
        .join(Client, Client.id == Impact.client_id)
        .where(Letter.pdf_sha256 == sha256, Letter.status.in_(SENT))
    )
    found = session.execute(query.limit(1)).one_or_none()
    if found is None:
        return None
    letter, reference, client_name = found
    facts, later = from_json(letter.facts), _later(session, letter)
    return CheckedLetter(
        label=LABELS[letter.kind],
        version_number=letter.version_number,
        client_reference=reference,
        client_name=client_name,
        dated=wording.short_day(facts.dated_at, facts.zone, facts.locale),
        provider_name=facts.provider.name,
        signatory=facts.signatory,
        status=letter.status,
        later=wording.short_day(later, facts.zone, facts.locale) if later else "",
    )


def _later(session: Session, letter: Letter) -> datetime | None:
    if letter.status == "issued":
        return None
    query = select(Letter.issued_at).where(Letter.status.in_(SENT), Letter.issued_at > letter.issued_at)
    if letter.status == "corrected":
        query = query.where(Letter.corrects_id == letter.id)
    else:
        query = query.where(Letter.impact_id == letter.impact_id, Letter.kind == letter.kind)
    return session.scalar(query.order_by(Letter.issued_at).limit(1))

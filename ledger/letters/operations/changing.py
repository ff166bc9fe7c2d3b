"""What every change of a letter before its issue shares: locked, compared with what was seen, approval withdrawn."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger.clients.models import Client
from ledger.incidents.models import Impact, Incident
from ledger.kernel.clock import now
from ledger.kernel.errors import Conflict, NotFound, Stale
from ledger.letters.fact_schema import to_json
from ledger.letters.facts import gather
from ledger.letters.letter_states import UNISSUED
from ledger.letters.models import Letter
from ledger.letters.review import changes, content_sha256
from ledger.people.actor import Actor
from ledger.record.canonical import Value
from ledger.record.operations import note


@dataclass(frozen=True)
class Case:
    """Where a letter belongs."""

    impact: Impact
    incident: Incident
    client: Client


def locked(session: Session, letter_id: str, version: int | None = None) -> Letter:
    """Return the letter, locked until the unit ends; `version` is the row's version that the caller saw.

    Raises `NotFound`, and `Stale` when somebody changed it since.
    """
    query = select(Letter).where(Letter.id == letter_id).with_for_update().execution_options(populate_existing=True)
    letter = session.scalars(query).one_or_none()
    if letter is None:
        raise NotFound
    if version is not None and version != letter.version:
        raise Stale
    return letter


def unissued(session: Session, letter_id: str, version: int | None = None) -> Letter:
    """Return the locked letter that can still be changed; raise `Conflict` for one that was issued or discarded."""
    letter = locked(session, letter_id, version)
    if letter.status == "discarded":
        sentence = "This draft was discarded; draft the letter again."
        raise Conflict(sentence)
    if letter.status not in UNISSUED:
        sentence = "An issued letter never changes. To put something right, write a correction."
        raise Conflict(sentence)
    return letter


def case_of(session: Session, impact_id: str) -> Case:
    """Return the impact with its incident and client; raise `NotFound` where there is none."""
    query = (
        select(Impact, Incident, Client)
        .join(Incident, Incident.id == Impact.incident_id)
        .join(Client, Client.id == Impact.client_id)
        .where(Impact.id == impact_id)
    )
    found = session.execute(query).one_or_none()
    if found is None:
        raise NotFound
    return Case(found[0], found[1], found[2])


def regather(session: Session, actor: Actor, letter: Letter) -> tuple[str, ...]:
    """Gather the letter's facts again and return in words what changed since they were gathered last."""
    fresh = to_json(gather(session, actor, letter, now()))
    changed = changes(letter.facts, fresh)
    letter.facts = fresh
    letter.content_sha256 = content_sha256(letter.subject_line, letter.sections, fresh)
    return changed


def back_to_draft(letter: Letter, why: str) -> None:
    """Make it a draft again; an approval is of other words or facts and falls."""
    letter.status = "draft"
    letter.came_back = why
    letter.submitted_at = None
    letter.approved_by = letter.approved_at = letter.approved_sha256 = None
    letter.waived, letter.waived_reason = [], ""
    letter.alone_at_night = False
    letter.second_look_due_at = None


def withdrawn(letter: Letter, why: str) -> None:
    """Withdraw what was given to other words or facts, where anything was given."""
    if letter.status != "draft":
        back_to_draft(letter, why)


def noted_inside(  # noqa: PLR0913 the parts of one internal event
    session: Session,
    actor: Actor,
    letter: Letter,
    act: str,
    *,
    data: Mapping[str, Value] | None = None,
    sealed: Mapping[str, str | None] | None = None,
) -> None:
    """Count the change and write it into the provider's own log; nothing of a draft goes to a client."""
    query = select(Incident.reference).join(Impact, Impact.incident_id == Incident.id)
    with session.no_autoflush:
        reference = session.scalars(query.where(Impact.id == letter.impact_id)).one()
    about: dict[str, Value] = {
        "letter": letter.id,
        "kind": letter.kind,
        "version": letter.version_number,
        "content_sha256": letter.content_sha256,
    }
    letter.version += 1
    letter.event_id = note(
        session,
        f"letter.{act}",
        actor=actor.user_id,
        subjects=reference,
        data=about | dict(data or {}),
        sealed=sealed,
    )
    session.flush()

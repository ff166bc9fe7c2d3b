"""Erasing a person: the words go, the proofs stay. A list outside says what has to go again after a restore."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import structlog
from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger.clients.models import Contact
from ledger.clients.operations.contacts import set_contact_active
from ledger.kernel.counting import counted
from ledger.kernel.errors import Invalid, Refused
from ledger.notary.erasing_fields import Field, Told
from ledger.notary.erasing_plan import Plan, plan_of
from ledger.notary.erasing_unit import Order, take_away, to_keep
from ledger.notary.leftovers import clean_up, remove_uploads
from ledger.notary.person import CALLED, Person, person_named, person_of
from ledger.people.actor import SYSTEM, Actor
from ledger.people.models import User
from ledger.people.operations.users import change_user
from ledger.people.permissions import permit
from ledger.record.erased_outside import Erasure, keep_erasure, kept_erasures, unreadable, unreadable_lines
from ledger.record.erasures import deleted_files, erased_digests, null_disclosures, standing
from ledger.record.models import LogDisclosure
from ledger.record.redaction import redacted
from ledger.record.sealing import opened
from ledger.work import Ledger

log = structlog.get_logger()
LONGEST_BASIS = 120


@dataclass(frozen=True)
class Erased:
    """What was erased, and what is still to be said."""

    plan: Plan
    notes: tuple[str, ...]
    """Sentences on what is left where we cannot or may not clean up."""


def look(
    ledger: Ledger, actor: Actor, subject: str, *, also: Sequence[str] = (), told: Told = lambda _count: None
) -> Plan:
    """Return what erasing `subject` (a mail address, or the id of an account or contact) means; nothing is changed.

    Raises `NotFound` for nobody, and `Conflict` for an address that several people share.
    """
    permit(actor, "manage_people")
    with ledger.database.read() as session:
        return plan_of(session, ledger.files, person_named(session, subject, also), told)


def erase(ledger: Ledger, actor: Actor, subject: str, order: Order, *, told: Told = lambda _count: None) -> Erased:
    """Erase a person: accounts and contacts are closed first, then the words go everywhere, in one unit.

    Raises `Refused` where something has to be done first, and `Invalid` for a ground that is missing or names them.
    """
    plan = look(ledger, actor, subject, also=order.also, told=told)
    if plan.first:
        sentence = " ".join(["Nothing was erased. First:", *plan.first])
        raise Refused(sentence)
    _refuse_unfounded(plan, order)
    ledger.do(_close, actor, plan.person)
    done = ledger.do(_erase, actor, ledger, plan, order)
    remove_uploads(done.uploads)
    return Erased(done, tuple(clean_up(ledger, done.tables)))


def _refuse_unfounded(plan: Plan, order: Order) -> None:
    """Refuse a ground that is none, or that would write into the record for ever what is to leave it."""
    words = plan.person.words
    parts = {part.casefold() for name in (*words.names, *plan.person.shared) for part in name.split()}
    for field, said in (("basis", order.basis), ("keep_files", order.keep_files or "")):
        if said and (words.spans(said) or "@" in said or parts & {part.casefold() for part in said.split()}):
            raise Invalid({field: "Name the ground by a reference, without any name: it stays in the record for ever."})
        if len(said) > LONGEST_BASIS or not said.isprintable():
            raise Invalid({field: f"Say the ground on one line of at most {LONGEST_BASIS} characters."})
    if not order.basis.strip():
        raise Invalid({"basis": "Say on which ground, such as --basis 'Art. 17 request of 2026-11-20'."})
    if order.keep_files and order.delete_files:
        raise Invalid({"keep_files": "Files are kept or deleted, not both."})
    if plan.files and not (order.keep_files or order.delete_files):
        told = f"{counted(len(plan.files), 'recorded file names', 'recorded files name')} this person"
        sentence = f"{told}: say --keep-files GROUND or --delete-files."
        raise Invalid({"keep_files": sentence})


def _close(session: Session, actor: Actor, person: Person) -> None:
    """Close what is still open: accounts, and the place in the ring."""
    for user in session.scalars(select(User).where(User.id.in_(person.users), User.active)):
        change_user(
            session, actor, user.id, version=user.version, email=user.email, name=user.name, title=user.title,
            telephone=user.telephone, manager_id=user.manager_id, signs_up_to=user.signs_up_to, active=False,
        )  # fmt: skip
    for contact in session.scalars(select(Contact).where(Contact.id.in_(person.contacts), Contact.active)):
        set_contact_active(session, actor, contact_id=contact.id, active=False, version=contact.version)


def _erase(session: Session, actor: Actor, ledger: Ledger, seen: Plan, order: Order) -> Plan:
    """Erase what was seen, and what came since: the write lock is not held while the whole record is read."""
    again = person_of(session, seen.person.users, seen.person.contacts, order.also)
    plan = plan_of(session, ledger.files, again, seen=seen)
    take_away(session, actor, plan, order, plan.record.fields)
    # Before the commit: an erasure that a restore would not know of is worse than one that is done twice.
    keep_erasure(ledger.settings.checkpoints, to_keep(plan, order))
    return plan


@dataclass(frozen=True)
class Replayed:
    """What was erased again."""

    count: int
    """Fields, rows and files."""
    notes: tuple[str, ...]
    """Sentences on what is left where we cannot or may not clean up."""


def replay_erasures(ledger: Ledger, *, by_hand: bool = False) -> Replayed:
    """Erase again what was erased before, as after a restore.

    What is to go is told by the list outside the database (`AMENDS_CHECKPOINT_DIR`) and by the record itself. Safe to
    repeat: the second time there is nothing to do. What older versions of rows left on the disk is cleaned up where
    something went, and always when somebody asks `by_hand`, for an earlier erasure may have been kept from it.
    """
    count = 0
    for erasure in kept_erasures(ledger.settings.checkpoints):
        fields_and_rows, uploads = ledger.do(_again, SYSTEM, ledger, erasure)
        remove_uploads(uploads)
        count += fields_and_rows + len(uploads)
    count += ledger.do(_mend, SYSTEM)
    with ledger.database.read() as session:
        count += ledger.files.remove(deleted_files(session))
    notes = [unreadable(number) for number in unreadable_lines(ledger.settings.checkpoints)]
    notes += clean_up(ledger) if count or by_hand else ()
    for sentence in notes:
        log.warning("an erasure left something behind", why=sentence)
    return Replayed(count, tuple(notes))


def _again(session: Session, actor: Actor, ledger: Ledger, erasure: Erasure) -> tuple[int, tuple[Path, ...]]:
    """Erase a person once more, where a field of that erasure, or the name, stands again.

    Returns how many fields and rows that were, and which uploads are to go with them.
    """
    back = standing(session, erasure.digests)
    if not back and not _is_named(session, erasure):
        return 0, ()
    # Words that were given by hand stand nowhere but in these fields, at the places that the list tells.
    values = {digest: opened(text) for digest, text in back.items()}
    also = {values[digest][1][start:end] for digest in back for start, end in erasure.digests[digest]}
    known_as = person_of(session, erasure.users, erasure.contacts)
    # A greeting means this person in their own letters only; there it is found without being given.
    also -= {"", *known_as.greetings}
    person = person_of(session, erasure.users, erasure.contacts, sorted(also))
    plan = plan_of(session, ledger.files, person)
    known = {field.digest for field in plan.record.fields}
    more = [_field(session, digest, *values[digest], erasure) for digest in back if digest not in known]
    fields = (*plan.record.fields, *more)
    order = Order(erasure.basis, erasure.files_basis, deleted=frozenset(erasure.files), again=True)
    take_away(session, actor, plan, order, fields)
    return len(fields) + len(plan.rows), plan.uploads


def _is_named(session: Session, erasure: Erasure) -> bool:
    accounts = select(User.name).where(User.id.in_(erasure.users))
    contacts = select(Contact.name).where(Contact.id.in_(erasure.contacts))
    return any(not name.startswith(CALLED) for query in (accounts, contacts) for name in session.scalars(query))


def _field(session: Session, digest: str, name: str, value: str, erasure: Erasure) -> Field:
    row = session.execute(select(LogDisclosure.log_id, LogDisclosure.seq).where(LogDisclosure.digest == digest)).one()
    spans = erasure.digests[digest]
    now_reads = redacted(value, spans) if spans else ""
    return Field(digest, row.log_id, row.seq, name, now_reads, spans, None)


def _mend(session: Session, actor: Actor) -> int:
    """Take away again the words that an event says are erased and somebody brought back; rows are `_again`'s."""
    permit(actor, "manage_people")
    back = standing(session, erased_digests(session))
    null_disclosures(session, back)
    return len(back)

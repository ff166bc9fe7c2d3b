"""The unit that erases: an event in each log it touches, the words out of record and rows, and the list outside."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from ledger.kernel.clock import iso, now
from ledger.notary.erasing_fields import Field
from ledger.notary.erasing_plan import NamingFile, Plan
from ledger.notary.erasing_rows import change_row, remove_rows
from ledger.people.actor import Actor
from ledger.record.canonical import Value
from ledger.record.erased_outside import Erasure
from ledger.record.erasures import NOW_READS, TYPE, copies, null_disclosures, places_in
from ledger.record.models import PROVIDER_LOG
from ledger.record.operations import note

AT_ONCE = 300
"""Digests in one event: about 15 kB of the 65 kB that an event may have."""


@dataclass(frozen=True)
class Order:
    """On which ground a person is erased, and what happens to the recorded files that name them."""

    basis: str
    keep_files: str | None = None
    """On which ground they are kept; none where they are not."""
    delete_files: bool = False
    deleted: frozenset[str] = field(default_factory=frozenset)
    """SHA-256 of files that were deleted before a restore."""
    also: tuple[str, ...] = ()
    """More words that mean this person."""
    again: bool = False
    """After a restore."""

    def deletes(self, file: NamingFile) -> bool:
        """Return whether this file goes."""
        return self.delete_files or file.sha256 in self.deleted


def take_away(session: Session, actor: Actor, plan: Plan, order: Order, fields: Sequence[Field]) -> None:
    """Note the erasure in each log and take the words out of the record and the rows.

    Deleted files go after the commit, for the event is what says that they may.
    """
    _noted(session, actor, plan, order, fields)
    null_disclosures(session, [one.digest for one in fields])
    for row in plan.rows:
        change_row(session, row)
    remove_rows(session, plan.person)
    session.flush()


def _noted(session: Session, actor: Actor, plan: Plan, order: Order, fields: Iterable[Field]) -> None:
    logs: dict[str, list[Field]] = defaultdict(list)
    for one in fields:
        logs[one.log_id].append(one)
    files: dict[str, list[NamingFile]] = defaultdict(list)
    for file in plan.files:
        for log_id in file.log_ids:
            files[log_id].append(file)
    for log_id in sorted({PROVIDER_LOG, *logs, *files}):
        said: dict[str, Value] = {"basis": order.basis} | ({"again": True} if order.again else {})
        said |= _of_files(files[log_id], order)
        for at in range(0, len(logs[log_id]) or 1, AT_ONCE):
            _note_part(session, actor, log_id, logs[log_id][at : at + AT_ONCE], said)
            said = {"basis": order.basis}


def _of_files(files: Sequence[NamingFile], order: Order) -> Mapping[str, Value]:
    deleted = [file.sha256 for file in files if order.deletes(file)]
    kept = [file.sha256 for file in files if not order.deletes(file)]
    said: dict[str, Value] = {"deleted": [*deleted]} if deleted else {}
    return said | ({"kept": [*kept], "kept_basis": order.keep_files or order.basis} if kept else {})


def _note_part(session: Session, actor: Actor, log_id: str, part: Sequence[Field], said: Mapping[str, Value]) -> None:
    now_reads: dict[tuple[str, int], dict[str, str]] = defaultdict(dict)
    for one in part:
        for seq, name, words in _places(one):
            now_reads[log_id, seq][name] = words
    digests: list[Value] = [*sorted(one.digest for one in part)]
    sealed = {NOW_READS: copies(now_reads)} if now_reads else {}
    data: dict[str, Value] = {"digests": digests, **said}
    note(session, TYPE, actor=actor.user_id, subjects={log_id: "record"}, data=data, sealed=sealed)


def _places(one: Field) -> Iterator[tuple[int, str, str]]:
    """Give what reads in the place of a field; of an earlier erasure's texts, each under the place it is of."""
    if one.name == NOW_READS:
        yield from places_in(one.now)
    elif one.now:
        yield one.seq, one.name, one.now


def to_keep(plan: Plan, order: Order) -> Erasure:
    """Return what is kept of an erasure outside the database."""
    return Erasure(
        at=iso(now()),
        users=plan.person.users,
        contacts=plan.person.contacts,
        basis=order.basis,
        files_basis=order.keep_files,
        files=tuple(file.sha256 for file in plan.files if order.deletes(file)),
        digests={one.digest: one.spans for one in plan.record.fields},
    )

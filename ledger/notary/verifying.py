"""Verifying everything: each log, what stands beside it, the rows that pages show, and the database's own guard."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

import structlog
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ledger.books.recorded import books_hold
from ledger.clients.recorded import RECORDED as CLIENTS
from ledger.incidents.recorded import RECORDED as INCIDENTS
from ledger.letters.recorded import issued_letters
from ledger.notary.erasures_found import listed_erasures
from ledger.notary.schema_guards import schema_holds
from ledger.notary.signing import outside_of
from ledger.notary.stored_files import files_as_named
from ledger.notary.taking_up import take_up
from ledger.people.actor import Actor
from ledger.people.permissions import permit
from ledger.record.checkpoint import told_by
from ledger.record.each_row import UNREADABLE
from ledger.record.entry_checks import verify_entries
from ledger.record.findings import Check, Finding
from ledger.record.hardening import hardened
from ledger.record.kept_checks import anchors_hold
from ledger.record.models import Log, LogHead
from ledger.record.node_checks import nodes_hold
from ledger.record.operations import note
from ledger.record.origins import origins_of
from ledger.record.projection import compare, unrecorded_rows
from ledger.record.row_checks import Untold, verify_rows
from ledger.record.signed_note import BadNote, VerifierKey
from ledger.record.signing_keys import known_keys
from ledger.record.standing import written
from ledger.record.unrecorded import why_unrecorded
from ledger.record.verification import Told, verify_leaves
from ledger.work import Ledger

log = structlog.get_logger()
OF_ROOMS: tuple[Check, ...] = (
    unrecorded_rows,
    *(partial(compare, projection=projection) for projection in (*CLIENTS, *INCIDENTS)),
    books_hold,
    issued_letters,
    nodes_hold,
    anchors_hold,
    schema_holds,
)
"""What each room compares with the record, and what stands beside its entries."""


@dataclass(frozen=True)
class Verified:
    """What was looked at, and everything that is wrong."""

    logs: int
    entries: int
    findings: tuple[Finding, ...]


def verify(
    ledger: Ledger, actor: Actor, *, outside: tuple[str, ...] = (), told: Told = lambda _count: None
) -> Verified:
    """Verify everything and record that it was done; `outside` are more checkpoints that others kept.

    `told` hears of entries as they are read, so that somebody can be shown how far it is. Of a ledger that is marked
    unrecorded that alone is said: its rows stand in no record, so there is nothing to compare.
    """
    permit(actor, "read_settings")
    notes = (*outside_of(ledger).all(), *outside)
    with ledger.database.read() as session:
        if why := why_unrecorded(session):
            return Verified(0, 0, (Finding("record", "ledger", f"This ledger is marked unrecorded. {why}"),))
        logs = list(session.scalars(select(Log.id).order_by(Log.id)))
        keys = [one.key for one in known_keys(session)]
        files = partial(files_as_named, files=ledger.files)
        erasures = partial(listed_erasures, folder=outside_of(ledger).folder)
        findings = (*_findings(session, logs, notes, keys, told), *_as_far_as_it_goes("files", session, files))
        findings += tuple(_as_far_as_it_goes("erasures", session, erasures))
        in_rows, untold = _rows(session, {finding.where for finding in findings})
        entries = entries_to_verify(session)
    done = Verified(len(logs), entries, (*findings, *in_rows))
    if untold and not any(finding.check == "row" for finding in done.findings):
        ledger.do(take_up, actor, rows=untold)
    try:
        ledger.do(_record, actor, done=done)
    except (ValueError, TypeError):
        # Where a head cannot be read nothing can be recorded; what was found is told all the same.
        log.error("the verification could not be recorded", findings=len(done.findings))  # noqa: TRY400 a traceback quotes what was sealed
    return done


def entries_to_verify(session: Session) -> int:
    """Return how many entries all logs have together, from their heads."""
    return int(session.scalar(select(func.coalesce(func.sum(LogHead.size), 0))) or 0)


def _findings(
    session: Session, logs: list[str], notes: tuple[str, ...], keys: list[VerifierKey], told: Told
) -> Iterator[Finding]:
    places = {log_id: set(origins_of(session, session.get_one(Log, log_id)).until) for log_id in logs}
    for note_ in notes:
        yield from _stray(note_, set().union(*places.values()))
    for log_id in logs:
        of_log = [note_ for note_ in notes if _origin(note_) in places[log_id]]
        leaves = partial(verify_leaves, log_id=log_id, outside=of_log, keys=keys, told=told)
        yield from _as_far_as_it_goes("leaves and head", session, leaves)
        yield from _as_far_as_it_goes("entries", session, partial(verify_entries, log_id=log_id))
    for check in (*OF_ROOMS, hardened):
        yield from _as_far_as_it_goes(_name(check), session, check)


def _name(check: Check) -> str:
    what = check.keywords["projection"].model.__tablename__ if isinstance(check, partial) else check.__name__
    return str(what).replace("_", " ")


def _as_far_as_it_goes(name: str, session: Session, check: Check) -> Iterator[Finding]:
    """Give what a check finds; where it meets what it cannot read, say that: the other checks go on."""
    try:
        # Of a server a fault would end the transaction, and with it everything that is still to be looked at.
        with session.begin_nested():
            yield from check(session)
    except UNREADABLE as fault:
        sentence = (
            f"Not everything could be compared ({name}): something there cannot be read ({type(fault).__name__})."
        )
        yield Finding("unreadable", name, sentence)


def _rows(session: Session, places: set[str]) -> tuple[list[Finding], list[Untold]]:
    """Return what is wrong with rows, but not of those in `places`, and the rows that have no digest yet."""
    found = _rows_as_far_as_it_goes(session)
    wrong = [one for one in found if isinstance(one, Finding) and one.where not in places]
    return wrong, [one for one in found if isinstance(one, Untold)]


def _rows_as_far_as_it_goes(session: Session) -> list[Finding | Untold]:
    found: list[Finding | Untold] = []
    try:
        found.extend(verify_rows(session))
    except UNREADABLE as fault:
        sentence = f"Not every row could be compared: a table cannot be read ({type(fault).__name__})."
        found.append(Finding("unreadable", "rows", sentence))
    return found


def _stray(note_: str, origins: set[str]) -> Iterator[Finding]:
    origin = _origin(note_)
    if origin is None:
        yield Finding("outside", "checkpoints", "A file kept outside is not a checkpoint.")
    elif origin not in origins:
        yield Finding("outside", origin, f"A checkpoint is kept outside of {origin}, and there is no such log here.")


def _origin(note_: str) -> str | None:
    try:
        return told_by(note_).origin
    except BadNote:
        return None


def _record(session: Session, actor: Actor, *, done: Verified) -> None:
    note(
        session,
        "verify.completed",
        actor=actor.user_id,
        subjects="record",
        data={
            "logs": done.logs,
            "entries": done.entries,
            "findings": len(done.findings),
            "first": written(done.findings),
        },
    )

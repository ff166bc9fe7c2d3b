"""Checkpoints as they are kept, and the guard: what we sign must be the history that others have seen."""

import base64

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger.kernel.clock import now
from ledger.kernel.errors import Conflict, NotFound
from ledger.kernel.ids import new_id
from ledger.record.canonical import Value
from ledger.record.checkpoint import Checkpoint, open_checkpoint, told_by
from ledger.record.heads import log_head
from ledger.record.models import Log, LogAnchor, LogCheckpoint, LogHead
from ledger.record.nodes import MissingNode, root_at
from ledger.record.operations import note
from ledger.record.signed_note import BadNote, VerifierKey
from ledger.record.unrecorded import refuse_unrecorded

HOW_ON = (
    "Nothing was signed. If a newer backup exists, restore it. If those events are lost for good, say so openly: "
    "amends continue {log}, which goes on under a new name."
)


class Forked(Conflict):
    """This database is not the history that was shown to others."""


def to_sign(session: Session, log_id: str) -> Checkpoint:
    """Return what a checkpoint of this log says now; raise `NotFound`, or `Conflict` for an empty log.

    A ledger that is marked unrecorded signs nothing: `Conflict` as well.
    """
    refuse_unrecorded(session)
    head = log_head(session, log_id)
    if head is None:
        sentence = f"There is no log {log_id}."
        raise NotFound(sentence)
    if not head.size:
        sentence = "The log is empty, and an empty log proves nothing."
        raise Conflict(sentence)
    point = Checkpoint(head.origin, head.size, head.root)
    if _root(session, log_id, head.size) != head.root:
        sentence = "The log's head does not fit its hashes; nothing was signed. amends verify says what is wrong."
        raise Conflict(sentence)
    return point


def guard(session: Session, log_id: str, now_there: Checkpoint, outside: str | None, keys: list[VerifierKey]) -> None:
    """Raise `Forked` unless this log begins with what the checkpoint kept outside says (record.md, "Checkpoints")."""
    if outside is None:
        return
    how_on = HOW_ON.format(log=log_id)
    try:
        known = open_checkpoint(outside, keys)
    except BadNote as fault:
        sentence = f"The checkpoint kept outside for {now_there.origin} cannot be trusted: {fault}. {how_on}"
        raise Forked(sentence) from None
    if known.size > now_there.size:
        sentence = (
            f"The checkpoint kept outside counts {known.size} events of {now_there.origin}, this database only "
            f"{now_there.size}: it is older, like a restored backup. {how_on}"
        )
        raise Forked(sentence)
    if known.origin != now_there.origin or (known.size and _root(session, log_id, known.size) != known.root):
        sentence = (
            f"The checkpoint kept outside does not fit: the first {known.size} events of {now_there.origin} are not "
            f"those that others were shown. {how_on}"
        )
        raise Forked(sentence)


def newest_checkpoint(session: Session, log_id: str) -> str | None:
    """Return the newest checkpoint stored of a log."""
    newest = LogCheckpoint.created_at.desc()
    query = select(LogCheckpoint.note).where(LogCheckpoint.log_id == log_id).order_by(LogCheckpoint.size.desc(), newest)
    return session.scalar(query.limit(1))


def store_checkpoint(session: Session, log_id: str, signed: str) -> None:
    """Store a checkpoint before anybody is shown it."""
    session.add(LogCheckpoint(log_id=log_id, size=told_by(signed).size, note=signed, created_at=now()))
    session.flush()


def anchor(session: Session, log_id: str, size: int, kind: str, token: str) -> None:
    """Remember that a checkpoint of this size went where we cannot reach it: `letter`, `file` or `email`."""
    session.add(LogAnchor(log_id=log_id, size=size, kind=kind, token=token, at=now()))
    session.flush()


def continue_log(session: Session, actor_id: str, log_id: str, outside: str | None) -> str:
    """Go on with a log under a new origin, openly: its next event says what it continues and what it does not.

    `outside` is the checkpoint kept elsewhere that this database does not fit. Returns the new origin.
    """
    log = session.get(Log, log_id)
    head = session.scalars(select(LogHead).where(LogHead.log_id == log_id).with_for_update()).one_or_none()
    told = log_head(session, log_id)
    if log is None or head is None or told is None:
        sentence = f"There is no log {log_id}."
        raise NotFound(sentence)
    data: dict[str, Value] = {"origin": log.origin, "size": told.size, "root": base64.b64encode(told.root).decode()}
    lost = _lost(outside)
    log.origin = f"{log.origin.rpartition('/')[0]}/{new_id()}"
    session.flush()
    note(session, "log.continues", actor=actor_id, subjects={log_id: "log"}, data=data | lost)
    return log.origin


def _lost(outside: str | None) -> dict[str, Value]:
    try:
        known = told_by(outside) if outside else None
    except BadNote:
        known = None
    return {"lost_size": known.size, "lost_root": base64.b64encode(known.root).decode()} if known else {}


def _root(session: Session, log_id: str, size: int) -> bytes:
    try:
        return root_at(session, log_id, size)
    except MissingNode:
        return b""

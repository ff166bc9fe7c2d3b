"""The one place that signs: after the commit, from committed state, held against what is known outside, then stored."""

from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import structlog
from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger.kernel.clock import now
from ledger.kernel.errors import Conflict
from ledger.people.actor import SYSTEM, Actor
from ledger.people.permissions import permit
from ledger.record.bodies import said_in
from ledger.record.checkpoint import Checkpoint
from ledger.record.checkpoints import (
    Forked,
    continue_log,
    guard,
    newest_checkpoint,
    store_checkpoint,
    to_sign,
)
from ledger.record.key_files import forget_key, make_key, read_signer
from ledger.record.models import LogEntry, LogHead
from ledger.record.operations import note
from ledger.record.outside import Outside
from ledger.record.signed_note import SignedNote, VerifierKey, read_note, sign_note
from ledger.record.signing_keys import add_key, key_name, known_keys, retire_key, signing
from ledger.record.unrecorded import why_unrecorded
from ledger.work import Ledger

log = structlog.get_logger()


def checkpoint(ledger: Ledger, log_id: str) -> str:
    """Return a signed checkpoint of what is committed in a log; it is stored, and kept outside, before it is shown.

    Raises `Conflict` for an empty log, a lost key, or (`Forked`) a history that is not the one shown to others.
    """
    ensure_key(ledger)
    outside = outside_of(ledger)
    with outside.locked():
        with ledger.database.read() as session:
            point = _signable(session, log_id, outside)
            keys = known_keys(session)
            newest = newest_checkpoint(session, log_id)
        if newest and _says(read_note(newest), point, signing(keys)):
            outside.keep(newest)
            return newest
        signed = sign_note(str(point), [read_signer(key_folder(ledger), key) for key in signing(keys)])
        with ledger.unit() as session:
            store_checkpoint(session, log_id, signed)
        outside.keep(signed)
    return signed


def sign_all(ledger: Ledger) -> list[str]:
    """Sign a checkpoint of every log that holds anything, and return them; one that is refused does not stop the rest.

    A ledger that is marked unrecorded has none to sign. Raises `Forked` at the end, with the first refusal's sentence,
    where any log was refused.
    """
    with ledger.database.read() as session:
        logs = _with_events(session)
    signed, refused = [], []
    for log_id in logs:
        try:
            signed.append(checkpoint(ledger, log_id))
        except Conflict as fault:
            log.error("checkpoint refused", log=log_id, why=fault.sentence)  # noqa: TRY400 the sentence says it
            note_refusal(ledger, log_id, fault)
            refused.append(fault)
    if refused:
        raise Forked(refused[0].sentence)
    return signed


def outward_checkpoint(ledger: Ledger, log_id: str) -> str:
    """Return a signed checkpoint for a receipt or a letter, as `checkpoint` does; a refusal is also recorded."""
    try:
        return checkpoint(ledger, log_id)
    except Conflict as fault:
        note_refusal(ledger, log_id, fault)
        raise


def note_refusal(ledger: Ledger, log_id: str, fault: Conflict) -> None:
    """Write into our own log that a checkpoint was refused because others were shown another history; once a day."""
    if isinstance(fault, Forked):
        ledger.do(_refused, SYSTEM, log_id=log_id)


def ensure_key(ledger: Ledger) -> None:
    """Make the first signing key where there is none; two processes starting at once agree on one."""
    with ledger.database.read() as session:
        if signing(known_keys(session)):
            return
        name = key_name(session)
    key = make_key(key_folder(ledger), name)
    with ledger.unit() as session:
        added = add_key(session, SYSTEM.user_id, key, only_if_none=True)
    if not added:
        forget_key(key_folder(ledger), key)


def rotate_key(ledger: Ledger, actor: Actor) -> VerifierKey:
    """Add a new key and return it: from now on the older ones and it sign together, until the older are retired.

    Raises `Conflict`, and adds none, where any log may not be signed: what signs it afterwards would be the new key.
    """
    permit(actor, "manage_settings")
    outside = outside_of(ledger)
    with outside.locked():
        with ledger.database.read() as session:
            name = key_name(session)
            for log_id in _with_events(session):
                _signable(session, log_id, outside)
        key = make_key(key_folder(ledger), name)
        try:
            with ledger.unit() as session:
                add_key(session, actor.user_id, key)
        except BaseException:
            forget_key(key_folder(ledger), key)
            raise
    return key


def retire(ledger: Ledger, actor: Actor, key_id: str) -> VerifierKey:
    """Let a key sign no more and remove its private part; what it signed stays good.

    Before, every log gets a checkpoint that it signs together with its successor, where it still can.
    """
    permit(actor, "manage_settings")
    with suppress(Conflict):
        # While both keys sign: whoever knows only the old one is shown by it what the new one goes on with. A key whose
        # private part is lost cannot, and must be retired all the same.
        sign_all(ledger)
    with ledger.unit() as session:
        key = retire_key(session, actor.user_id, key_id)
    forget_key(key_folder(ledger), key)
    return key


def go_on(ledger: Ledger, actor: Actor, log_id: str) -> str:
    """Continue a log that does not fit what is known outside, under a new origin, and return its first checkpoint."""
    permit(actor, "manage_settings")
    with ledger.database.read() as session:
        point = to_sign(session, log_id)
        keys = [one.key for one in known_keys(session)]
        outside = outside_of(ledger).newest(point.origin)
        if _fits(session, log_id, point, outside, keys):
            sentence = "This log fits what is known outside; it goes on under its own name."
            raise Conflict(sentence)
    with ledger.unit() as session:
        continue_log(session, actor.user_id, log_id, outside)
    return checkpoint(ledger, log_id)


def outside_of(ledger: Ledger) -> Outside:
    """Return where this ledger keeps its newest checkpoints outside the database."""
    return Outside(ledger.settings.checkpoints)


def key_folder(ledger: Ledger) -> Path:
    """Return where the private parts of the keys are."""
    return ledger.settings.home / "keys"


def _with_events(session: Session) -> list[str]:
    """Return the logs that hold anything; none of a ledger that is marked unrecorded."""
    query = select(LogHead.log_id).where(LogHead.size > 0).order_by(LogHead.log_id)
    return [] if why_unrecorded(session) else list(session.scalars(query))


def _signable(session: Session, log_id: str, outside: Outside) -> Checkpoint:
    """Return what is to be signed of a log now; raise `Conflict` where it may not be, as `checkpoint` says."""
    point = to_sign(session, log_id)
    guard(session, log_id, point, outside.newest(point.origin), [one.key for one in known_keys(session)])
    return point


def _refused(session: Session, actor: Actor, *, log_id: str) -> None:
    today = LogEntry.recorded_at > now() - timedelta(days=1)
    bodies = session.scalars(select(LogEntry.body).where(LogEntry.type == "checkpoint.refused", today))
    if log_id not in {said_in(body)["data"].get("log") for body in bodies}:
        note(session, "checkpoint.refused", actor=actor.user_id, subjects="record", data={"log": log_id})


def _says(note: SignedNote, point: Checkpoint, keys: list[VerifierKey]) -> bool:
    """Return whether a stored checkpoint says this already, signed by exactly these keys."""
    return note.text == str(point) and [one.key_id for one in note.signatures] == [key.id for key in keys]


def _fits(session: Session, log_id: str, point: Checkpoint, outside: str | None, keys: list[VerifierKey]) -> bool:
    try:
        guard(session, log_id, point, outside, keys)
    except Forked:
        return False
    return True

"""What follows a restore: erasures again, a look at everything, and whether others have seen more than the backup."""

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import select

from ledger.kernel.errors import Conflict
from ledger.notary.erasing import Replayed, replay_erasures
from ledger.notary.signing import outside_of
from ledger.notary.verifying import Verified
from ledger.record.checkpoints import Forked, guard, to_sign
from ledger.record.models import LogHead
from ledger.record.signing_keys import known_keys
from ledger.work import Ledger


@dataclass(frozen=True)
class Aftermath:
    """How a restored ledger stands."""

    erased: Replayed
    verified: Verified
    behind: tuple[str, ...]
    """A sentence for each log that is not what others were shown: it will not be signed."""
    outside: int
    """How many checkpoints are known outside."""


def look_after(ledger: Ledger, verify: Callable[[], Verified]) -> Aftermath:
    """Hold each log of a ledger that was just restored against what is known outside, erase again, verify.

    In this order: erasing and verifying add events, and then the logs are not those of the backup any more.
    """
    behind = _behind(ledger)
    return Aftermath(replay_erasures(ledger), verify(), behind, len(outside_of(ledger).all()))


def _behind(ledger: Ledger) -> tuple[str, ...]:
    outside = outside_of(ledger)
    sentences = []
    with ledger.database.read() as session:
        keys = [one.key for one in known_keys(session)]
        for log_id in list(session.scalars(select(LogHead.log_id).where(LogHead.size > 0).order_by(LogHead.log_id))):
            try:
                point = to_sign(session, log_id)
                guard(session, log_id, point, outside.newest(point.origin), keys)
            except Forked as fault:
                sentences.append(fault.sentence)
            except Conflict:
                # A head that does not fit its hashes: verification says so.
                continue
    return tuple(sentences)

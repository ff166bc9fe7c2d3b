"""The night's work: what is forgotten, swept, signed, mailed, verified and made anew, each job by itself."""

from collections.abc import Callable
from dataclasses import asdict

import structlog

from ledger.audit.packing import forget_packed
from ledger.duties.operations.outbox import forget_reminders
from ledger.letters.operations.batches import forget_tasks
from ledger.notary.erasing import replay_erasures
from ledger.notary.mailing import mail_all
from ledger.notary.signing import sign_all
from ledger.notary.stored_files import sweep_files
from ledger.notary.verifying import verify
from ledger.people.actor import SYSTEM
from ledger.people.operations.idempotency import sweep_keys
from ledger.people.operations.readings import forget_readings
from ledger.trends.operations.keeping_facts import Compared
from ledger.trends.operations.rebuilding import rebuild
from ledger.work import Ledger

log = structlog.get_logger()
Regular = Callable[[Ledger], object]


def verify_all(ledger: Ledger) -> object:
    """Verify everything; what is wrong stands on the record's page."""
    return verify(ledger, SYSTEM)


def forget_keys(ledger: Ledger) -> int:
    """Forget the idempotency keys that nobody will repeat any more, and return how many they were."""
    return ledger.do(sweep_keys, SYSTEM)


def forget_reads(ledger: Ledger) -> int:
    """Forget who read what more than thirteen months ago, in short transactions, and return how many lines that was."""
    forgotten = 0
    while some := ledger.do(forget_readings, SYSTEM):
        forgotten += some
    return forgotten


def forget_sent(ledger: Ledger) -> int:
    """Forget reminders, and steps of batches, that ended more than ninety days ago; return how many they were."""
    return ledger.do(forget_reminders, SYSTEM) + ledger.do(forget_tasks, SYSTEM)


def rebuild_facts(ledger: Ledger) -> Compared:
    """Make the facts of trends anew; what had to be put right is a fault of ours and is logged as one."""
    compared = rebuild(ledger, SYSTEM)
    if not compared.is_same:
        log.error("facts of trends were not what the rows say", **asdict(compared))
    return compared


NIGHTLY: tuple[Regular, ...] = (
    forget_keys,
    forget_reads,
    forget_sent,
    forget_packed,
    sweep_files,
    sign_all,
    mail_all,
    verify_all,
    replay_erasures,
    rebuild_facts,
)
"""What is done each night at 02:10 UTC, in this order; one that fails does not keep the others from running."""

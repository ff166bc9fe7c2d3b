"""Doing what was asked for many letters at once: a letter that is issued shows a checkpoint signed just before."""

from ledger.kernel.errors import Conflict, Invalid, NotFound, Refused, Stale
from ledger.letters.batches import log_to_sign
from ledger.letters.operations.batches import do_task, refuse_task
from ledger.notary.issuing import checking_address
from ledger.notary.signing import outward_checkpoint
from ledger.people.actor import SYSTEM
from ledger.work import Ledger


def work_on(ledger: Ledger, task_id: str) -> str | None:
    """Do one task; return the id of the letter whose file is to be drawn now, if it was one to issue.

    A refusal ends the task with its reason. Doing a task twice, or at two places at once, does it once.
    """
    try:
        if log_id := ledger.ask(log_to_sign, SYSTEM, task_id):
            outward_checkpoint(ledger, log_id)
        return ledger.do(do_task, SYSTEM, task_id=task_id, verify_url=checking_address(ledger))
    except (Conflict, Invalid, NotFound, Refused, Stale) as refusal:
        ledger.do(refuse_task, SYSTEM, task_id=task_id, refusal=refusal)
        return None

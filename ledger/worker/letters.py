"""Letters in work: drawing what is issued, and finishing what a crash or a lost job left."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from ledger.courier.delivering import mailer_of
from ledger.kernel.clock import now
from ledger.letters.approvals import changed_since_approval
from ledger.letters.batches import waiting_tasks
from ledger.letters.letter_files import to_draw, unfinished
from ledger.letters.letter_signing import letter_signer
from ledger.letters.operations.falling import let_fall
from ledger.letters.operations.issuing import finish_issue
from ledger.letters.pdf import render_letter
from ledger.notary.letter_batches import work_on
from ledger.people.actor import SYSTEM
from ledger.work import Ledger
from ledger.worker.trying import guarded

LATELY = timedelta(minutes=5)
"""How far back each minute looks for what changed: longer than a minute's other work takes; the hour looks at all."""


def finish_letter(ledger: Ledger, letter_id: str) -> bool:
    """Draw and record the file of a letter in `issuing`; return whether this call did it. No lock is held meanwhile."""
    frozen = ledger.ask(to_draw, SYSTEM, letter_id)
    if frozen is None:
        return False
    sha256 = ledger.files.keep(render_letter(*frozen, stored=ledger.files.read, signer=letter_signer(ledger.settings)))
    by_mail = mailer_of(ledger).is_on
    return ledger.do(finish_issue, SYSTEM, letter_id=letter_id, pdf_sha256=sha256, by_mail=by_mail)


def sweep(ledger: Ledger) -> int:
    """Finish what a crash or a lost job left in `issuing`, and of batches; return how many letters were issued."""
    left = ledger.ask(unfinished, SYSTEM)
    finished = sum(bool(guarded("sweep", finish_letter, ledger, letter_id)) for letter_id in left)
    return finished + do_letter_tasks(ledger, ledger.ask(waiting_tasks, SYSTEM))


def let_approvals_fall(ledger: Ledger) -> int:
    """Let the approvals fall whose case has changed lately, so that no list offers to issue them; return how many."""
    return _let_fall(ledger, now() - LATELY)


def look_at_all_approvals(ledger: Ledger) -> int:
    """Let all approvals fall that no longer fit, also where time alone made the difference; return how many."""
    return _let_fall(ledger, None)


def _let_fall(ledger: Ledger, since: datetime | None) -> int:
    changed = ledger.ask(changed_since_approval, SYSTEM, since=since)
    return sum(bool(guarded("let_approvals_fall", ledger.do, let_fall, SYSTEM, letter_id)) for letter_id in changed)


def do_letter_tasks(ledger: Ledger, task_ids: Iterable[str]) -> int:
    """Do steps that were asked for many letters at once, and return how many letters were issued by it."""
    issued = 0
    for task_id in task_ids:
        letter_id = guarded("letter_tasks", work_on, ledger, task_id)
        if isinstance(letter_id, str):
            issued += bool(guarded("finish_letter", finish_letter, ledger, letter_id))
    return issued

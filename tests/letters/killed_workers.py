"""Processes to be killed while a batch of letters goes through: two workers, and a server where buttons are pressed."""

import contextlib
import multiprocessing
import random
import signal
import time
from multiprocessing.context import ForkServerProcess
from multiprocessing.forkserver import set_forkserver_preload

from ledger.config import Settings
from ledger.kernel.errors import AmendsError
from ledger.letters.batches import batch_of
from ledger.letters.operations.batches import ask_for_all
from ledger.people.actor import Actor
from ledger.work import Ledger, open_ledger
from ledger.worker.jobs import Jobs
from tests.letters.steps import WideCase

WORKERS = 2
PATIENCE = 60.0
"""Seconds in which something of the batch is to be done."""
KIND = "first_notice"


def press(ledger: Ledger, jobs: Jobs, case: WideCase) -> bool:
    """Ask for the next step of the batch, if none is at work; return whether something is left to do."""
    for step in ("draft", "submit", "approve", "issue"):
        who: Actor = case.leader if step == "approve" else case.writer
        if ledger.ask(batch_of, who, case.incident_id, KIND).of_step(step):
            # Refused while the step before is at work.
            with contextlib.suppress(AmendsError):
                jobs.letter_tasks(ledger.do(ask_for_all, who, incident_id=case.incident_id, kind=KIND, step=step))
            return True
    return False


def serve(settings: Settings, case: WideCase) -> None:
    """Press whatever button is next, until killed."""
    ledger = open_ledger(settings)
    jobs = Jobs(ledger)
    while True:
        press(ledger, jobs, case)
        time.sleep(0.02)


def work(settings: Settings) -> None:
    """Be a worker, until killed."""
    Jobs(open_ledger(settings)).run()


def how_far(ledger: Ledger, case: WideCase) -> str:
    """Return what a batch looks like now."""
    batch = ledger.ask(batch_of, case.writer, case.incident_id, KIND)
    return str([(row.status, row.version) for row in batch.rows])


class Round:
    """Two workers and a server, from their start to their death."""

    def __init__(self, settings: Settings, case: WideCase) -> None:
        # A server that knows the program already forks them: three interpreters would need longer than a round.
        set_forkserver_preload([__name__])
        context = multiprocessing.get_context("forkserver")
        self._processes: list[ForkServerProcess] = [
            context.Process(target=serve, args=(settings, case), daemon=True),
            *(context.Process(target=work, args=(settings,), daemon=True) for _ in range(WORKERS)),
        ]
        for process in self._processes:
            process.start()

    def killed(self, ledger: Ledger, case: WideCase, dice: random.Random, seconds: float) -> None:
        """Kill them all, in any order, at random moments within `seconds` after they did something."""
        before, until = how_far(ledger, case), time.monotonic() + PATIENCE
        while how_far(ledger, case) == before:
            assert time.monotonic() < until, "the workers do nothing"
            time.sleep(0.01)
        dice.shuffle(self._processes)
        for process in self._processes:
            time.sleep(dice.uniform(0, seconds / len(self._processes)))
            process.kill()
        for process in self._processes:
            process.join()
            assert process.exitcode == -signal.SIGKILL

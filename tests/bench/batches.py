"""A batch of letters from the first press to the last issued letter: two worker processes against one."""

import multiprocessing
import time
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.forkserver import set_forkserver_preload
from multiprocessing.synchronize import Semaphore

from ledger.config import Settings
from ledger.kernel.queue import prepare_queue
from ledger.letters.batches import progress_of
from ledger.letters.pdf import render_letter
from ledger.letters.prefill import prefill
from ledger.work import Ledger, open_ledger
from ledger.worker.jobs import Jobs
from tests.bench.figures import Figure
from tests.bench.ground import DATABASES, Ground
from tests.factories import a_provider
from tests.letters.factories import final_facts
from tests.letters.killed_workers import KIND, press
from tests.letters.steps import WideCase, a_wide_case, a_wide_incident
from tests.support.databases import APPLICATION

CLIENTS = 60
SCALES = 1.8
"""On PostgreSQL two workers are to be at least so many times as quick as one.

That needs a processor for each and one for the database: where two processors do everything, 1.35 is all there is.
"""


def measure(ground: Ground) -> Iterator[Figure]:
    """Take a batch through on each database, with one worker and with two."""
    for database in DATABASES:
        ledger = ground.ledger(database, "batches")
        if not ledger.database.is_sqlite:
            prepare_queue(ledger.settings.migration_url, APPLICATION)
        a_provider(ledger)
        case = a_wide_case(ledger, CLIENTS)
        again = a_wide_incident(ledger, case.writer, case.leader, case.codes)
        with workers(ledger.settings, 1):
            one = _seconds(ledger, case)
        with workers(ledger.settings, 2):
            two = _seconds(ledger, again)
        note = f"{one / two:.2f} times as quick; {two / CLIENTS * 1000:.0f} ms a letter"
        what = f"{CLIENTS} letters drafted to issued, two workers, {database}"
        # SQLite lets one write at a time, and a step reads what it decides on under that lock: no limit is set there.
        most = None if ledger.database.is_sqlite else 1 / SCALES
        yield Figure(what, "one worker", two, one, most, note)


def _seconds(ledger: Ledger, case: WideCase) -> float:
    """Press each button as soon as it is there, and return the seconds until all letters are issued."""
    jobs = Jobs(ledger)
    began = time.perf_counter()
    for step in ("draft", "submit", "approve", "issue"):
        press(ledger, jobs, case)
        # A look costs three thousandths of a second: looking all the time took a quarter of a worker from them.
        while (progress := ledger.ask(progress_of, case.writer, case.incident_id, KIND)) and progress.is_running:
            time.sleep(0.2)
        assert progress is not None
        assert (progress.step, progress.refused) == (step, 0)
    return time.perf_counter() - began


@contextmanager
def workers(settings: Settings, many: int) -> Iterator[None]:
    """Have so many worker processes at work, each after it has drawn a first letter."""
    set_forkserver_preload([__name__])
    context = multiprocessing.get_context("forkserver")
    ready = context.Semaphore(0)
    processes = [context.Process(target=_work, args=(settings, ready), daemon=True) for _ in range(many)]
    for process in processes:
        process.start()
    for _ in processes:
        ready.acquire()
    try:
        yield
    finally:
        for process in processes:
            process.terminate()
        for process in processes:
            process.join()


def _work(settings: Settings, ready: Semaphore) -> None:
    facts = final_facts()
    render_letter(facts, prefill(facts))
    ready.release()
    Jobs(open_ledger(settings)).run()

"""Background jobs. A job is only a hint: the truth is a row's state, which the sweep reads every minute.

The queue is an SQLite file of its own beside an embedded database, or tables of the same PostgreSQL; jobs in it are
signed, so that nobody who can write there can have anything run.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict
from functools import cached_property
from typing import Any

import structlog
from huey import Huey, crontab

from ledger.audit.packing import forget_packed, pack
from ledger.audit.reporting import draw_report, draw_reports
from ledger.courier.delivering import deliver_all, mailer_of
from ledger.courier.reminding import remind
from ledger.courier.repeats import tell_repeats
from ledger.duties.operations.outbox import forget_reminders
from ledger.kernel.queue import open_queue
from ledger.kernel.runs import Run, keep_run, last_runs
from ledger.letters.batches import waiting_tasks
from ledger.letters.letter_files import to_draw, unfinished
from ledger.letters.letter_signing import letter_signer
from ledger.letters.operations.batches import forget_tasks
from ledger.letters.operations.issuing import finish_issue
from ledger.letters.pdf import render_letter
from ledger.notary.erasing import replay_erasures
from ledger.notary.letter_batches import work_on
from ledger.notary.mailing import mail_all
from ledger.notary.signing import sign_all
from ledger.notary.stored_files import sweep_files
from ledger.notary.verifying import verify
from ledger.people.actor import SYSTEM
from ledger.people.operations.idempotency import sweep_keys
from ledger.people.operations.readings import forget_readings
from ledger.trends.operations.keeping_facts import Compared, rebuild
from ledger.work import Ledger

log = structlog.get_logger()

AT_ONCE = 4
"""Letters of a batch in one job: few, so that several workers share them evenly."""
URGENT = 10
"""One letter for which somebody waits goes before the next part of a batch."""
PATIENT = -10
"""A mail server may be slow: mail goes when nothing is to be drawn."""


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
    compared = ledger.do(rebuild, SYSTEM)
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
    finished = sum(bool(_guarded("sweep", finish_letter, ledger, letter_id)) for letter_id in left)
    return finished + do_letter_tasks(ledger, ledger.ask(waiting_tasks, SYSTEM))


def do_letter_tasks(ledger: Ledger, task_ids: Iterable[str]) -> int:
    """Do steps that were asked for many letters at once, and return how many letters were issued by it."""
    issued = 0
    for task_id in task_ids:
        letter_id = _guarded("letter_tasks", work_on, ledger, task_id)
        if isinstance(letter_id, str):
            issued += bool(_guarded("finish_letter", finish_letter, ledger, letter_id))
    return issued


MINUTELY: tuple[Regular, ...] = (sweep, tell_repeats, draw_reports, deliver_all)
"""What is looked at every minute, beside reminders, which are not to wait for it."""
REGULAR = tuple(job.__qualname__ for job in (*MINUTELY, remind, *NIGHTLY))
"""Jobs that come by themselves."""


class Jobs:
    """The queue of one ledger; `immediate` (tests) does each job at once, in the caller's own thread."""

    def __init__(self, ledger: Ledger, *, immediate: bool = False) -> None:
        self.ledger = ledger
        self.immediate = immediate

    def finish_letter(self, letter_id: str) -> None:
        """Ask for a letter's file to be drawn soon."""
        if self.immediate:
            finish_letter(self.ledger, letter_id)
            self.deliver(letter_id)
        else:
            self._hint("finish_letter", letter_id)

    @cached_property
    def queue(self) -> Huey:
        """The queue, opened at its first use."""
        return open_queue(self.ledger.settings)

    @cached_property
    def tasks(self) -> dict[str, Callable[..., Any]]:
        """The jobs by name, as the queue takes them."""
        ledger, every = self.ledger, self.queue.periodic_task

        def draw(letter_id: str) -> None:
            if _guarded("finish_letter", finish_letter, ledger, letter_id):
                self.deliver(letter_id)

        def tasks_of_letters(task_ids: list[str]) -> None:
            if _guarded("letter_tasks", do_letter_tasks, ledger, task_ids):
                self.deliver()

        return {
            "finish_letter": self.queue.task(name="finish_letter", priority=URGENT)(draw),
            "letter_tasks": self.queue.task(name="letter_tasks")(tasks_of_letters),
            "deliver": self.queue.task(name="deliver", priority=PATIENT)(_job("deliver", deliver_all, ledger)),
            **{name: self.queue.task(name=name)(_job(name, job, ledger)) for name, job in SINGLE.items()},
            "sweep": every(crontab(minute="*"), name="sweep")(self._regularly(MINUTELY)),
            "remind": every(crontab(minute="*"), name="remind")(self._regularly((remind,))),
            "nightly": every(crontab(minute="10", hour="2"), name="nightly")(self.nightly),
        }

    def soon(self, name: str, thing: str) -> None:
        """Ask for one of `SINGLE` to be done soon with a thing, by its id."""
        if self.immediate:
            SINGLE[name](self.ledger, thing)
        else:
            self._hint(name, thing)

    def letter_tasks(self, task_ids: Sequence[str]) -> None:
        """Ask for steps of many letters to be done, in parts that several workers share."""
        if self.immediate:
            do_letter_tasks(self.ledger, task_ids)
            return
        for start in range(0, len(task_ids), AT_ONCE):
            self._hint("letter_tasks", list(task_ids[start : start + AT_ONCE]))

    def deliver(self, letter_id: str | None = None) -> None:
        """Ask for mail to be sent soon, where there is mail: of one letter, or all that waits."""
        if not mailer_of(self.ledger).is_on:
            return
        if self.immediate:
            deliver_all(self.ledger, letter_id)
        else:
            self._hint("deliver", letter_id)

    def _hint(self, name: str, *args: object) -> None:
        """Put a job into the queue; a queue that does not answer loses a hint and nothing else, for the sweep looks."""
        _guarded(f"queue {name}", self.tasks[name], *args)

    def nightly(self) -> None:
        """Do the night's work."""
        self._regularly(NIGHTLY)()

    def _regularly(self, regular: Sequence[Regular]) -> Callable[[], None]:
        """Return what does these jobs one after the other and keeps when each ended, and how."""

        def all_of_them() -> None:
            for job in regular:
                name = job.__qualname__
                _, fault = _tried(name, job, self.ledger)
                _guarded("keep_run", keep_run, self.queue, name, fault)

        return all_of_them

    def last_runs(self) -> dict[str, Run]:
        """Return the last run of each job that comes by itself, as far as it ever ran; none of a queue that is away."""
        found = _guarded("last_runs", last_runs, self.queue, REGULAR)
        return found if isinstance(found, dict) else {}

    def close(self) -> None:
        """Let go of the queue's connection."""
        if "queue" in self.__dict__:
            self.queue.storage.close()

    def run(self) -> None:
        """Work until told to stop (SIGTERM, SIGINT): first what was left over, then the queue."""
        names = ", ".join(self.tasks)
        sweep(self.ledger)
        self.deliver()
        log.info("worker started", jobs=names)
        self.queue.create_consumer(workers=2, max_delay=0.3, graceful_signal="TERM", shutdown_timeout=20).run()


SINGLE: Mapping[str, Callable[[Ledger, str], object]] = {
    "pack_sample": lambda ledger, sample_id: pack(ledger, SYSTEM, sample_id),
    "draw_report": draw_report,
}
"""Jobs that each do one thing to one thing."""


def _job(name: str, job: Callable[..., object], *first: object) -> Callable[..., None]:
    """Return a job for the queue: guarded, with its first arguments given."""

    def run(*args: object) -> None:
        _guarded(name, job, *first, *args)

    return run


def _guarded(name: str, job: Callable[..., object], *args: object) -> object:
    """Run a job and return what it gave, nothing where it failed. The sweep tries again."""
    return _tried(name, job, *args)[0]


def _tried(name: str, job: Callable[..., object], *args: object) -> tuple[object, str]:
    """Run a job; return what it gave, and the kind of fault: it is logged with its place, its words may be sealed."""
    try:
        return job(*args), ""
    except Exception as fault:  # noqa: BLE001 a job must not end the worker
        trace = fault.__traceback__
        while trace is not None and trace.tb_next is not None:
            trace = trace.tb_next
        place = f"{trace.tb_frame.f_code.co_name}:{trace.tb_lineno}" if trace else "unknown"
        log.error("job failed", job=name, kind=type(fault).__name__, place=place)  # noqa: TRY400 a traceback quotes what was sealed
        return None, type(fault).__name__

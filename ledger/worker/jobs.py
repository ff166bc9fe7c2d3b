"""The queue of one ledger: what can be asked for soon, what comes each minute, each hour and each night."""

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from threading import Lock
from typing import Any

import structlog
from huey import Huey, crontab

from ledger.audit.packing import pack
from ledger.audit.reporting import draw_report, draw_reports
from ledger.courier.delivering import deliver_all, mailer_of
from ledger.courier.reminding import remind
from ledger.kernel.queue import open_queue
from ledger.kernel.runs import Run, keep_run, last_runs
from ledger.people.actor import SYSTEM
from ledger.trends.operations.rebuilding import count_what_is_new
from ledger.work import Ledger
from ledger.worker.letters import do_letter_tasks, finish_letter, let_approvals_fall, look_at_all_approvals, sweep
from ledger.worker.nightly import NIGHTLY, Regular, rebuild_facts
from ledger.worker.trying import guarded, tried

log = structlog.get_logger()

AT_ONCE = 4
"""Letters of a batch in one job: few, so that several workers share them evenly."""
URGENT = 10
"""One letter for which somebody waits goes before the next part of a batch."""
PATIENT = -10
"""A mail server may be slow: mail goes when nothing is to be drawn."""

MINUTELY: tuple[Regular, ...] = (sweep, let_approvals_fall, draw_reports, deliver_all)
"""What is looked at every minute, beside reminders, which are not to wait for it."""


def count_settled(ledger: Ledger) -> None:
    """Count the facts of trends that have settled since the last time, so that pages read few one by one."""
    count_what_is_new(ledger, SYSTEM)


def count_anew(ledger: Ledger, _what: str) -> None:
    """Count as each hour does, soon: what counts may have moved, as with another zone."""
    count_what_is_new(ledger, SYSTEM)


COUNTING: tuple[Callable[..., object], ...] = (count_settled, count_anew, rebuild_facts)
"""What counts facts of trends: of a large ledger perhaps for many minutes, and never both workers at once."""

HOURLY: tuple[Regular, ...] = (count_settled, look_at_all_approvals)

REGULAR = tuple(job.__qualname__ for job in (*MINUTELY, remind, *HOURLY, *NIGHTLY))
"""Jobs that come by themselves."""


class Jobs:
    """The queue of one ledger; `immediate` (tests) does each job at once, in the caller's own thread."""

    def __init__(self, ledger: Ledger, *, immediate: bool = False) -> None:
        self.ledger = ledger
        self.immediate = immediate
        self._counting = Lock()

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
            if guarded("finish_letter", finish_letter, ledger, letter_id):
                self.deliver(letter_id)

        def tasks_of_letters(task_ids: list[str]) -> None:
            if guarded("letter_tasks", do_letter_tasks, ledger, task_ids):
                self.deliver()

        return {
            "finish_letter": self.queue.task(name="finish_letter", priority=URGENT)(draw),
            "letter_tasks": self.queue.task(name="letter_tasks")(tasks_of_letters),
            "deliver": self.queue.task(name="deliver", priority=PATIENT)(_job("deliver", deliver_all, ledger)),
            **{name: self.queue.task(name=name)(_job(name, self._alone(job), ledger)) for name, job in SINGLE.items()},
            "sweep": every(crontab(minute="*"), name="sweep")(self._regularly(MINUTELY)),
            "remind": every(crontab(minute="*"), name="remind")(self._regularly((remind,))),
            "count": every(crontab(minute="5"), name="count")(self._regularly(HOURLY)),
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
        guarded(f"queue {name}", self.tasks[name], *args)

    def nightly(self) -> None:
        """Do the night's work."""
        self._regularly(NIGHTLY)()

    def _regularly(self, regular: Sequence[Regular]) -> Callable[[], None]:
        """Return what does these jobs one after the other and keeps when each ended, and how."""

        def all_of_them() -> None:
            for job in regular:
                name = job.__qualname__
                _, fault = tried(name, self._alone(job), self.ledger)
                guarded("keep_run", keep_run, self.queue, name, fault)

        return all_of_them

    def _alone(self, job: Callable[..., object]) -> Callable[..., object]:
        """Return a job that is let be where it would count what the other worker counts already: letters go on then."""
        if job not in COUNTING:
            return job

        def unless_counting(*args: object) -> None:
            if not self._counting.acquire(blocking=False):
                log.info("counted already", job=job.__qualname__)
                return
            try:
                job(*args)
            finally:
                self._counting.release()

        return unless_counting

    def last_runs(self) -> dict[str, Run]:
        """Return the last run of each job that comes by itself, as far as it ever ran; none of a queue that is away."""
        found = guarded("last_runs", last_runs, self.queue, REGULAR)
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
    "count_anew": count_anew,
}
"""Jobs that each do one thing to one thing."""


def _job(name: str, job: Callable[..., object], *first: object) -> Callable[..., None]:
    """Return a job for the queue: guarded, with its first arguments given."""

    def run(*args: object) -> None:
        guarded(name, job, *first, *args)

    return run

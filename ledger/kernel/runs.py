"""When each background job ran last and whether it failed, kept with the queue: a quiet minute writes no ledger."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from huey import Huey

from ledger.kernel.clock import now


@dataclass(frozen=True)
class Run:
    """The last run of a job; `fault` is the kind of error it ended with, empty where all was well."""

    job: str
    ended_at: datetime
    fault: str


def keep_run(queue: Huey, job: str, fault: str) -> None:
    """Keep that a job has just ended."""
    queue.put(_key(job), (now().isoformat(), fault))


def last_runs(queue: Huey, jobs: Iterable[str]) -> dict[str, Run]:
    """Return the last run of each of these jobs that ever ran."""
    found = ((job, queue.get(_key(job), peek=True)) for job in jobs)
    return {job: Run(job, datetime.fromisoformat(kept[0]), kept[1]) for job, kept in found if kept}


def _key(job: str) -> str:
    return f"last run of {job}"

"""What is stuck, as a sentence each, with what to do: plain rules on counts, times and the last runs of jobs."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from ledger.audit.backlog_counts import Backlog, Waiting
from ledger.kernel.counting import counted
from ledger.kernel.runs import Run

WORKER_RESTS = timedelta(minutes=5)
"""The worker looks each minute; after so long without a look it has stopped, or hangs."""
STANDS_STILL = timedelta(minutes=15)
"""What waits for longer is stuck: a letter is drawn in a second, and mail is tried each minute."""
NOT_VERIFIED = timedelta(hours=26)
"""Everything is verified each night."""
SWEEP = "sweep"


@dataclass(frozen=True)
class Trouble:
    """One thing that is stuck: a name for machines, what it is, and what to do."""

    name: str
    sentence: str
    advice: str


def troubles(found: Backlog, runs: Mapping[str, Run], at: datetime) -> tuple[Trouble, ...]:
    """Return what is stuck at `at`, the gravest first; none is all well."""
    return tuple(_troubles(found, runs, at))


def _troubles(found: Backlog, runs: Mapping[str, Run], at: datetime) -> Iterator[Trouble]:
    if found.findings:
        told = counted(found.findings, "thing is", "things are")
        yield Trouble("verification", f"{told} not as recorded.", "Read what and what to do on the record's findings.")
    yield from _worker(runs, at)
    for name, waiting, one, many in (
        ("letters", found.letters, "letter is issued and not drawn", "letters are issued and not drawn"),
        ("batches", found.steps, "step of a batch waits", "steps of a batch wait"),
        ("letter_mail", found.letter_mail, "letter waits to be mailed", "letters wait to be mailed"),
        ("reminders", found.reminders, "reminder waits to be sent", "reminders wait to be sent"),
        ("reports", found.reports, "report is asked for and not drawn", "reports are asked for and not drawn"),
    ):
        if _is_late(waiting, at):
            sentence = f"{counted(waiting.count, one, many)}, the first for {_span(waiting.since, at)}."
            yield Trouble(name, sentence, "Look into the worker's log; what waits is taken up again each minute.")
    if found.letter_mail_failed:
        told = counted(found.letter_mail_failed, "letter", "letters")
        yield Trouble(
            "letter_mail_failed", f"{told} could not be mailed or came back.", "Send them again from their pages."
        )
    if found.reminders_failed:
        told = counted(found.reminders_failed, "reminder", "reminders")
        yield Trouble(
            "reminders_failed", f"{told} could not be sent in the last seven days.", "See Reminders and webhooks."
        )
    if found.verified_at is None or at - found.verified_at > NOT_VERIFIED:
        last = f"for {_span(found.verified_at, at)}" if found.verified_at else "yet"
        yield Trouble(
            "not_verified", f"Nothing was verified {last}.", "Run amends verify; the worker does it each night."
        )


def _worker(runs: Mapping[str, Run], at: datetime) -> Iterator[Trouble]:
    swept = runs.get(SWEEP)
    if swept is None or at - swept.ended_at > WORKER_RESTS:
        last = f"has not worked for {_span(swept.ended_at, at)}" if swept else "has never worked"
        yield Trouble("worker", f"The background worker {last}.", "Start it: amends serve, or amends worker.")
    for run in runs.values():
        if run.fault:
            sentence = f"The job {run.job} failed at its last run ({run.fault})."
            yield Trouble("job", sentence, "The log has the place; it runs again at its next time.")


def _is_late(waiting: Waiting, at: datetime) -> bool:
    return waiting.since is not None and at - waiting.since > STANDS_STILL


def _span(since: datetime | None, at: datetime) -> str:
    minutes = int((at - (since or at)).total_seconds() // 60)
    if minutes < 120:  # noqa: PLR2004 two hours
        return counted(minutes, "minute", "minutes")
    hours = minutes // 60
    return f"{hours} hours" if hours < 48 else f"{hours // 24} days"  # noqa: PLR2004 two days

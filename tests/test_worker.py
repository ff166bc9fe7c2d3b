"""Background jobs: hints that may be lost or doubled, and a log that quotes nothing sealed."""

import json
import logging
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog
from huey.exceptions import HueyException

from ledger.cli.logs import without_words
from ledger.kernel.queue import prepare_queue
from ledger.letters.operations.issuing import begin_issue
from ledger.work import Ledger
from ledger.worker import jobs, letters, nightly
from ledger.worker.jobs import Jobs
from ledger.worker.letters import sweep
from ledger.worker.nightly import rebuild_facts
from tests.letters.steps import a_case, an_approved_letter, letter
from tests.support.databases import APPLICATION, Place

SEALED = "a sentence that nobody may read in a log"


@pytest.fixture
def queue(own_ledger: Ledger, own_place: Place) -> Iterator[Jobs]:
    """The queue of a ledger with real commits, with its tables where it needs them."""
    if not own_ledger.database.is_sqlite:
        prepare_queue(own_place.owner_url, APPLICATION)
    found = Jobs(own_ledger)
    yield found
    found.close()


def test_a_job_draws_the_letter_at_once_where_it_is_told_to(ledger: Ledger) -> None:
    case = a_case(ledger)
    letter_id = an_approved_letter(ledger, case, kind="final")
    ledger.do(begin_issue, case.writer, letter_id=letter_id)
    Jobs(ledger, immediate=True).finish_letter(letter_id)
    Jobs(ledger, immediate=True).finish_letter(letter_id)
    assert letter(ledger, letter_id).status == "issued"


def test_the_queue_carries_a_job_from_one_process_to_another(own_ledger: Ledger, queue: Jobs) -> None:
    case = a_case(own_ledger)
    letter_id = an_approved_letter(own_ledger, case, kind="final")
    own_ledger.do(begin_issue, case.writer, letter_id=letter_id)
    queue.finish_letter(letter_id)
    once = {"count_anew", "deliver", "draw_report", "finish_letter", "letter_tasks", "pack_sample"}
    assert set(queue.tasks) == once | {"sweep", "remind", "count", "nightly"}
    task = queue.queue.dequeue()
    assert task is not None
    queue.queue.execute(task)
    assert letter(own_ledger, letter_id).status == "issued"
    assert queue.queue.dequeue() is None


def test_a_job_that_nobody_signed_is_not_run(queue: Jobs) -> None:
    queue.queue.storage.enqueue(b"nobody signed this")
    with pytest.raises((ValueError, HueyException)):
        queue.queue.dequeue()


def test_a_queue_that_does_not_answer_loses_a_hint_and_nothing_else(ledger: Ledger) -> None:
    def away(*_: object) -> None:
        raise OSError(SEALED)

    found = Jobs(ledger)
    found.__dict__["tasks"] = {"finish_letter": away}
    with structlog.testing.capture_logs() as logs:
        found.finish_letter("one")
    assert (logs[0]["job"], logs[0]["kind"]) == ("queue finish_letter", "OSError")


def test_one_letter_that_cannot_be_drawn_does_not_keep_the_others(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn = []

    def draw(_ledger: Ledger, letter_id: str) -> bool:
        if letter_id == "bad":
            raise RuntimeError(SEALED)
        drawn.append(letter_id)
        return True

    monkeypatch.setattr(letters, "finish_letter", draw)
    monkeypatch.setattr(letters, "unfinished", lambda *_: ["bad", "good"])
    with structlog.testing.capture_logs() as logs:
        assert sweep(ledger) == 1
    assert drawn == ["good"]
    assert logs[0]["kind"] == "RuntimeError"
    assert SEALED not in json.dumps(logs, default=str)


def test_a_fault_is_logged_by_kind_and_place_without_its_words() -> None:
    try:
        raise ValueError(SEALED)  # noqa: TRY301 it is what is logged
    except ValueError:
        event = without_words(None, "error", {"event": "failed", "exc_info": True})
        record = logging.LogRecord("x", 40, "p", 1, "failed", (), sys.exc_info())
        foreign = without_words(None, "error", {"event": "failed", "exc_info": sys.exc_info(), "_record": record})
    assert (event["kind"], foreign["kind"]) == ("ValueError", "ValueError")
    assert SEALED not in str(event)
    assert SEALED not in str({**foreign, "_record": None})
    assert record.exc_info is None
    assert str(event["place"]).startswith("test_a_fault")


def test_the_worker_takes_a_job_and_ends_when_it_is_told_to(own_ledger: Ledger, queue: Jobs) -> None:
    case = a_case(own_ledger)
    letter_id = an_approved_letter(own_ledger, case, kind="final")
    own_ledger.do(begin_issue, case.writer, letter_id=letter_id)
    queue.finish_letter(letter_id)
    consumer = queue.queue.create_consumer(workers=1, max_delay=0.2, check_worker_health=False)
    (_, thread), *_ = consumer.worker_threads
    consumer.scheduler.start()
    thread.start()
    until = time.monotonic() + 20
    while letter(own_ledger, letter_id).status != "issued" and time.monotonic() < until:
        time.sleep(0.1)
    consumer.stop(graceful=True)
    assert letter(own_ledger, letter_id).status == "issued"
    assert not thread.is_alive()


def test_one_worker_counts_and_the_other_goes_on_with_letters(queue: Jobs, monkeypatch: pytest.MonkeyPatch) -> None:
    counted: list[str] = []

    def count(name: str) -> None:
        counted.append(name)
        if len(counted) < 5:
            for other in ("count", "count_anew", "nightly"):
                queue.tasks[other].call_local(*["provider"] * (other == "count_anew"))  # type: ignore[attr-defined] # huey's task

    monkeypatch.setattr(jobs, "NIGHTLY", (rebuild_facts,))
    monkeypatch.setattr(jobs, "count_what_is_new", lambda *_: count("new"))
    monkeypatch.setattr(nightly, "rebuild", lambda *_: count("all"))
    queue.soon("count_anew", "provider")
    task = queue.queue.dequeue()
    assert task is not None
    queue.queue.execute(task)
    assert counted == ["new"]
    queue.nightly()
    assert counted == ["new", "all"], "and it is free again after that"


def test_an_embedded_queue_lies_in_the_ledgers_own_folder(own_ledger: Ledger, queue: Jobs) -> None:
    assert queue.queue.pending() == []
    assert Path(own_ledger.settings.home / "jobs.sqlite").is_file() is own_ledger.database.is_sqlite

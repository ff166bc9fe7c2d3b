"""What is stuck is said in a sentence with what to do; what is well is not mentioned."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from ledger.audit.backlog import backlog
from ledger.audit.backlog_counts import Backlog, Waiting
from ledger.audit.troubles import troubles
from ledger.kernel.clock import now, pretended
from ledger.kernel.runs import Run
from ledger.letters.operations.issuing import begin_issue
from ledger.notary.verifying import verify
from ledger.people.actor import SYSTEM
from ledger.trends.months import last_quarters
from ledger.trends.operations.reports import ask_report
from ledger.trends.scope import Scope
from ledger.work import Ledger
from tests.factories import a_provider, an_actor
from tests.letters.steps import a_case, an_approved_letter

AT = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
NONE = Waiting(0, None)
WELL = Backlog(NONE, NONE, NONE, NONE, NONE, 0, 0, 0, AT - timedelta(hours=10))
RUNS = {"sweep": Run("sweep", AT - timedelta(seconds=40), "")}


def names(found: Backlog, runs: dict[str, Run] = RUNS) -> list[str]:
    return [one.name for one in troubles(found, runs, AT)]


def test_where_all_is_well_nothing_is_said() -> None:
    assert names(WELL) == []
    assert names(replace(WELL, letters=Waiting(3, AT - timedelta(minutes=2)))) == []


def test_each_thing_that_stands_still_is_named() -> None:
    late = Waiting(2, AT - timedelta(hours=3))
    found = Backlog(late, late, late, late, late, 1, 2, 4, AT - timedelta(days=3))
    runs = {"sweep": Run("sweep", AT - timedelta(minutes=50), ""), "mail_all": Run("mail_all", AT, "TimeoutError")}
    assert [one.sentence for one in troubles(found, runs, AT)] == [
        "4 things are not as recorded.",
        "The background worker has not worked for 50 minutes.",
        "The job mail_all failed at its last run (TimeoutError).",
        "2 letters are issued and not drawn, the first for 3 hours.",
        "2 steps of a batch wait, the first for 3 hours.",
        "2 letters wait to be mailed, the first for 3 hours.",
        "2 reminders wait to be sent, the first for 3 hours.",
        "2 reports are asked for and not drawn, the first for 3 hours.",
        "1 letter could not be mailed or came back.",
        "2 reminders could not be sent in the last seven days.",
        "Nothing was verified for 3 days.",
    ]


def test_a_worker_that_never_worked_and_a_ledger_that_was_never_verified_are_said() -> None:
    assert names(replace(WELL, verified_at=None), {}) == ["worker", "not_verified"]


def test_a_report_that_is_asked_for_and_not_drawn_is_counted(ledger: Ledger) -> None:
    a_provider(ledger)
    began = now()
    quarter = last_quarters(began, Scope(began, "Europe/London").tz, 2)[0]
    with pretended(began):
        ledger.do(ask_report, an_actor(ledger, "leadership"), quarter=quarter)
    assert ledger.ask(backlog, SYSTEM).reports == Waiting(1, began)


def test_a_letter_that_is_issued_and_not_drawn_is_counted(ledger: Ledger) -> None:
    case = a_case(ledger)
    letter_id = an_approved_letter(ledger, case, kind="final")
    assert ledger.ask(backlog, SYSTEM).letters == NONE
    began = now()
    with pretended(began):
        ledger.do(begin_issue, case.writer, letter_id=letter_id)
    found = ledger.ask(backlog, SYSTEM)
    assert found.letters == Waiting(1, began)
    assert found.verified_at is None
    verify(ledger, SYSTEM)
    assert ledger.ask(backlog, SYSTEM).verified_at is not None

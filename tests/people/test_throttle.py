"""Throttling: the rule on plain numbers, and the counting in the database."""

from datetime import timedelta

import pytest
import time_machine

from ledger.kernel.clock import now
from ledger.people.actor import SYSTEM
from ledger.people.models import SignInAttempt
from ledger.people.operations.attempts import door_opened, try_door
from ledger.people.throttle import (
    CHECKING,
    CHECKS,
    PER_ACCOUNT,
    PER_ACCOUNT_HERE,
    PER_ADDRESS,
    WINDOW,
    Failures,
    may_try,
)
from ledger.work import Ledger


@pytest.mark.parametrize(
    ("failures", "allowed"),
    [
        (Failures(0, 0, 0), True),
        (Failures(PER_ACCOUNT_HERE - 1, PER_ACCOUNT - 1, PER_ADDRESS - 1), True),
        (Failures(PER_ACCOUNT_HERE, PER_ACCOUNT_HERE, PER_ACCOUNT_HERE), False),
        (Failures(0, PER_ACCOUNT, 0), False),
        (Failures(0, 0, PER_ADDRESS), False),
    ],
)
def test_the_rule(failures: Failures, allowed: bool) -> None:  # noqa: FBT001 a table's cell
    assert may_try(failures) is allowed


def test_a_folder_of_papers_may_be_checked_at_once_and_no_more_than_that() -> None:
    assert may_try(Failures(CHECKS - 1, CHECKS - 1, CHECKS - 1), CHECKING)
    assert not may_try(Failures(CHECKS, CHECKS, CHECKS), CHECKING)


def tried(
    ledger: Ledger, account: str = "ada@tidewater.example", address: str = "192.0.2.1", **more: str
) -> str | None:
    return ledger.do(
        try_door, SYSTEM, door=more.get("door", "password"), account=account, address=address, throttled=True
    )


def test_after_ten_failures_the_door_stays_shut_for_that_account_from_that_address(ledger: Ledger) -> None:
    assert all(tried(ledger) for _ in range(PER_ACCOUNT_HERE))
    assert tried(ledger) is None
    assert tried(ledger, account="ADA@tidewater.example ") is None, "case and space make no other account"
    assert tried(ledger, account="other@tidewater.example")
    assert tried(ledger, address="192.0.2.2")
    assert tried(ledger, door="code")


def test_a_quarter_of_an_hour_later_one_may_try_again(ledger: Ledger) -> None:
    for _ in range(PER_ACCOUNT_HERE):
        tried(ledger)
    with time_machine.travel(now() + WINDOW + timedelta(seconds=1), tick=False):
        assert tried(ledger)


def test_tries_that_worked_do_not_count(ledger: Ledger) -> None:
    for _ in range(PER_ACCOUNT_HERE + 2):
        attempt = tried(ledger)
        assert attempt is not None
        ledger.do(door_opened, SYSTEM, attempt, user_id=None)


def test_checking_files_shuts_nobody_out_of_signing_in(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ledger.people.throttle.PER_ADDRESS", 3)
    for _ in range(4):
        assert tried(ledger, account="192.0.2.1", door=CHECKING)
    assert tried(ledger)


def test_what_was_typed_as_account_is_not_kept(ledger: Ledger) -> None:
    tried(ledger, account="a password typed into the wrong field")
    with ledger.database.read() as session:
        row = session.query(SignInAttempt).one()
    assert "password typed" not in str(vars(row))

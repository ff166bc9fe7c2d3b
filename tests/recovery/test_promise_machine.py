"""No sequence of steps lets a promise look better kept than it was: a state machine over promises on a real ledger."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from ledger.kernel.clock import pretended
from ledger.kernel.errors import AmendsError
from ledger.recovery.models import Promise
from ledger.recovery.operations.own_promises import agree_to_own_date, release_own_promise
from ledger.recovery.operations.promises import (
    break_promise,
    keep_promise,
    make_promise,
    release_promise,
)
from ledger.recovery.operations.redating import redate_promise
from ledger.work import Ledger
from tests.recovery.factories import Case, a_case

BEGUN_AT = datetime(2031, 3, 3, 9, 0, tzinfo=UTC)
_HOURS = st.integers(1, 200)


class Promises(RuleBasedStateMachine):
    """One promise, and what a person with a notebook would know of it."""

    ledger: Ledger
    case: Case

    def __init__(self) -> None:
        super().__init__()
        self.at = BEGUN_AT
        with pretended(self.at):
            row = self.ledger.do(
                make_promise, self.case.nia, client_code="HFO", text="Ring you back", due_at=self.at + timedelta(days=2)
            )
        self.id, self.original, self.judged_by = row.id, row.due_at, row.due_at
        self.due, self.ended = row.due_at, ""
        self.stands = self._read()

    def _read(self) -> tuple[Any, ...]:
        with self.ledger.database.read() as session:
            row = session.get_one(Promise, self.id)
            return row.status, row.original_due_at, row.due_at, row.kept_at, row.version

    def _try(self, verb: Any, actor: Any, **said: Any) -> bool:
        with pretended(self.at):
            try:
                self.ledger.do(verb, actor, promise_id=self.id, **said)
            except AmendsError:
                return False
        return True

    @rule(hours=_HOURS)
    def time_passes(self, hours: int) -> None:
        self.at += timedelta(hours=hours / 8)

    @rule(hours=_HOURS, agreed=st.booleans())
    def redate(self, hours: int, *, agreed: bool) -> None:
        due_at = self.at + timedelta(hours=hours)
        words = "Ms Okafor: fine" if agreed else ""
        done = self._try(redate_promise, self.case.nia, due_at=due_at, reason="Later", client_words=words)
        assert done == (not self.ended)
        if done:
            self.due = due_at
            if agreed and self.at <= self.original:
                self.judged_by = max(self.original, due_at)

    @rule()
    def the_client_agrees(self) -> None:
        done = self._try(agree_to_own_date, self.case.theirs)
        assert done == (not self.ended and self.due > self.original and self.at <= self.original)
        if done:
            self.judged_by = self.due

    @rule(by=st.sampled_from(["nia", "lead"]))
    def nobody_of_ours_releases(self, by: str) -> None:
        assert not self._try(release_own_promise, getattr(self.case, by), words="We would rather not")
        assert not self._try(release_promise, self.case.nia, client_words=" ", proof="a mail")
        assert not self._try(release_promise, self.case.nia, client_words="Ms Okafor: no need", proof=" ")

    @precondition(lambda self: self.at > BEGUN_AT + timedelta(days=1))
    @rule(how=st.sampled_from(["kept", "released", "recorded", "broken"]))
    def end(self, how: str) -> None:
        verb, actor, said = {
            "kept": (keep_promise, self.case.nia, {}),
            "released": (release_own_promise, self.case.theirs, {"words": "No need"}),
            "recorded": (release_promise, self.case.nia, {"client_words": "Ms Okafor: no need", "proof": "Her mail"}),
            "broken": (break_promise, self.case.nia, {"reason": "We forgot"}),
        }[how]
        done = self._try(verb, actor, **said)
        assert done == (not self.ended)
        if done:
            self.ended = "kept" if how == "kept" and self.at <= self.judged_by else {"kept": "late"}.get(how, how)

    @invariant()
    def it_is_what_the_notebook_says(self) -> None:
        status, original, due, *_ = found = self._read()
        assert (original, due) == (self.original, self.due)
        assert status == ({"recorded": "released"}.get(self.ended, self.ended) or "open")
        if self.stands[0] != "open":
            assert found == self.stands
        self.stands = found


@pytest.mark.parametrize("rounds", [12])
def test_no_sequence_of_steps_makes_a_promise_look_better_kept_than_it_was(ledger: Ledger, rounds: int) -> None:
    Promises.ledger, Promises.case = ledger, a_case(ledger)
    run_state_machine_as_test(
        Promises,
        settings=settings(
            max_examples=rounds, stateful_step_count=14, deadline=None, database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )  # fmt: skip

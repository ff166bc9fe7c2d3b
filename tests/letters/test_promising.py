"""A date in a sent letter becomes a promise with one press."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from ledger.kernel.errors import Conflict, Invalid, NotFound
from ledger.letters.dated_sentences import dated_sentences
from ledger.letters.operations.approving import approve_letter, submit_letter
from ledger.letters.operations.drafting import draft_letter, edit_letter
from ledger.letters.operations.issuing import begin_issue
from ledger.letters.operations.promising import promise_from_letter
from ledger.letters.promised import promised_in
from ledger.recovery.queries import promise_of
from ledger.work import Ledger
from ledger.worker.letters import finish_letter
from tests.letters.steps import Case, a_case, an_issued_letter, letter

SENTENCE = "We ring you by 31 January 2099."


def _written(ledger: Ledger, case: Case, sentence: str = SENTENCE) -> str:
    """Draft a letter whose text says when we ring, and return its id."""
    letter_id = ledger.do(draft_letter, case.writer, impact_id=case.impact_id, kind="final")
    row = letter(ledger, letter_id)
    said: dict[str, Any] = {
        "subject_line": row.subject_line,
        "sections": {"changes": f"{row.sections['changes']}\n\n{sentence}"},
    }
    ledger.do(edit_letter, case.writer, letter_id=letter_id, version=row.version, said=None, **said)
    return letter_id


def _sent(ledger: Ledger, case: Case, letter_id: str) -> None:
    ledger.do(submit_letter, case.writer, letter_id=letter_id, version=letter(ledger, letter_id).version)
    seen = letter(ledger, letter_id).version
    # The record knows no such day before it is promised: the approver says why it may stand.
    ledger.do(approve_letter, case.leader, letter_id=letter_id, version=seen, waiving="We promise it once it is out.")
    ledger.do(begin_issue, case.writer, letter_id=letter_id)
    finish_letter(ledger, letter_id)


def test_a_day_in_a_sent_letter_is_promised_once_from_the_day_it_was_sent(ledger: Ledger) -> None:
    case = a_case(ledger)
    letter_id = _written(ledger, case)
    _sent(ledger, case, letter_id)
    (line,) = [one for one in ledger.ask(promised_in, case.writer, letter_id) if one.text == SENTENCE]
    assert (line.day, line.promise_id, line.due("UTC")) == (date(2099, 1, 31), None, "31 Jan 2099")
    said: dict[str, Any] = {"letter_id": letter_id, "text": SENTENCE, "due_on": line.day, "kind": line.kind}
    made = ledger.do(promise_from_letter, case.writer, **said)
    shown = ledger.ask(promise_of, case.writer, made.id)
    assert (shown.letter_id, shown.incident_id, shown.kind) == (letter_id, case.incident_id, "callback")
    assert shown.promised_at == letter(ledger, letter_id).issued_at
    again = [one for one in ledger.ask(promised_in, case.writer, letter_id) if one.text == SENTENCE]
    assert [one.promise_id for one in again] == [made.id]
    with pytest.raises(Conflict, match="promise already"):
        ledger.do(promise_from_letter, case.writer, **said)
    with pytest.raises(Conflict, match="promise already"):
        ledger.do(promise_from_letter, case.writer, **(said | {"text": SENTENCE.replace(" by ", " by\n  ")}))
    with pytest.raises(Invalid, match="do not stand in the letter") as refused:
        ledger.do(promise_from_letter, case.writer, **(said | {"text": "We made this up"}))
    assert set(refused.value.fields) == {"text"}


def test_a_sentence_copied_over_a_line_end_is_promised_on_one_line_and_keeps_its_time(ledger: Ledger) -> None:
    case = a_case(ledger)
    timed = "We ring you by 31 January 2099 at 16:30."
    letter_id = _written(ledger, case, timed)
    _sent(ledger, case, letter_id)
    copied = timed.replace(" at ", "\nat  ")
    made = ledger.do(promise_from_letter, case.writer, letter_id=letter_id, text=copied, due_on=date(2099, 1, 31))
    (line,) = [one for one in ledger.ask(promised_in, case.writer, letter_id) if one.text == timed]
    assert (made.text, made.due_at, line.promise_id) == (timed, line.at, made.id)


def test_a_letter_that_nobody_has_read_promises_nothing_yet(ledger: Ledger) -> None:
    case = a_case(ledger)
    letter_id = _written(ledger, case)
    said: dict[str, Any] = {"text": SENTENCE, "due_on": date(2099, 1, 31)}
    assert ledger.ask(promised_in, case.writer, letter_id) == []
    with pytest.raises(Conflict, match="once it is issued"):
        ledger.do(promise_from_letter, case.writer, letter_id=letter_id, **said)
    with pytest.raises(NotFound):
        ledger.do(promise_from_letter, case.writer, letter_id="none", **said)


def test_what_is_owed_already_is_not_offered_as_a_promise_once_more(ledger: Ledger) -> None:
    case = a_case(ledger)
    letter_id = an_issued_letter(ledger, case, kind="final")
    offered = [one for one in ledger.ask(promised_in, case.writer, letter_id) if one.promise_id is None]
    assert offered == [], "the letter says what the record holds: an action, a remedy, a promised letter"


@pytest.mark.parametrize(
    ("said_on", "text", "ahead"),
    [
        (datetime(2026, 11, 22, 9, tzinfo=UTC), "You told us on 30 October.", False),
        (datetime(2026, 11, 22, 9, tzinfo=UTC), "We ring you on 3 December.", True),
        (datetime(2026, 11, 22, 9, tzinfo=UTC), "We ring you on 4 January.", True),
        (datetime(2026, 1, 10, 9, tzinfo=UTC), "You told us on 28 December.", False),
        (datetime(2026, 1, 10, 9, tzinfo=UTC), "We ring you on 3 March.", True),
        (datetime(2026, 1, 10, 9, tzinfo=UTC), "We ring you on 29 February.", False),
    ],
)
def test_a_day_without_a_year_is_the_nearest_one(said_on: datetime, text: str, *, ahead: bool) -> None:
    assert bool(dated_sentences({"": text}, "UTC", said_on)) is ahead

"""Who may approve, which letter comes next, and which clocks a letter stops."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger.incidents.models import ClockRow
from ledger.incidents.operations.clocks import start_clock, stop_clock
from ledger.kernel.clock import now
from ledger.letters.batches import batch_of
from ledger.letters.listing import letters_of
from ledger.letters.operations.drafting import discard_letter, draft_letter
from ledger.letters.operations.issuing import stopped_by
from ledger.letters.review import next_kind, offered_kinds, signs, why_not_approve, why_not_now
from ledger.people.actor import Actor
from ledger.work import Ledger
from tests.letters.factories import final_facts
from tests.letters.steps import Case, a_case, an_issued_letter, letter


@pytest.mark.parametrize(
    ("role", "signs_up_to", "severity", "may"),
    [
        ("service_manager", None, "S3", True),
        ("service_manager", "S2", "S2", False),
        ("leadership", None, "S2", True),
        ("leadership", None, "S1", False),
        ("leadership", "S2", "S1", False),
        ("leadership", "S1", "S1", True),
        ("admin", None, "S3", False),
        ("auditor", None, "S3", False),
    ],
)
def test_who_may_approve(role: str, signs_up_to: str | None, severity: str, *, may: bool) -> None:
    actor = Actor("b", "B", role, signs_up_to=signs_up_to)
    assert (why_not_approve(actor, "a", "a", severity) == "") is may
    assert why_not_approve(actor, "b", "a", severity)
    assert why_not_approve(actor, "a", "b", severity)


def test_who_signs_for_the_gravest_signs_for_all() -> None:
    assert [signs("S1", severity) for severity in ("S1", "S2", "S3")] == [True, True, True]
    assert [signs("S3", severity) for severity in ("S1", "S2", "S3")] == [False, False, True]
    assert not signs(None, "S3")


def test_the_next_letter_is_the_one_that_is_owed() -> None:
    assert next_kind("S1", frozenset()) == "first_notice"
    assert next_kind("S3", frozenset()) == "final"
    assert next_kind("S2", frozenset({"first_notice"})) == "final"
    assert next_kind("S2", frozenset({"first_notice", "final"})) == "follow_up"


@pytest.mark.parametrize(
    ("severity", "sent", "writing", "is_over", "offered"),
    [
        ("S4", "", "", False, ("", ())),
        ("S1", "", "", False, ("first_notice", ())),
        ("S1", "", "first_notice", False, ("", ())),
        ("S1", "first_notice", "", False, ("interim", ("final",))),
        ("S1", "first_notice", "interim", False, ("", ("final",))),
        ("S2", "first_notice", "", True, ("final", ("interim",))),
        ("S3", "", "", True, ("final", ())),
        ("S2", "final", "", True, ("follow_up", ("final",))),
        ("S2", "final follow_up", "", True, ("", ("final",))),
    ],
)
def test_each_kind_that_may_be_written_is_offered_and_news_comes_before_the_end(
    severity: str, sent: str, writing: str, *, is_over: bool, offered: tuple[str, tuple[str, ...]]
) -> None:
    kinds = frozenset(sent.split()), frozenset(writing.split())
    assert offered_kinds(severity, *kinds, is_over=is_over, is_result_awaited=False) == offered


@pytest.mark.parametrize(
    ("kind", "sent", "is_over", "said"),
    [
        ("follow_up", {"first_notice"}, True, "follows a final letter"),
        ("first_notice", {"final"}, False, "no first notice"),
        ("interim", {"final"}, True, "further final letter"),
        ("interim", {"final"}, False, ""),
        ("interim", {"first_notice"}, True, ""),
        ("final", {"final"}, True, ""),
        ("follow_up", {"final"}, True, ""),
        ("correction", {"final"}, True, ""),
    ],
)
def test_a_kind_whose_time_is_over_or_has_not_come_is_refused(
    kind: str, sent: set[str], *, is_over: bool, said: str
) -> None:
    told = why_not_now(kind, frozenset(sent), is_over=is_over)
    assert (said in told, bool(told)) == (True, bool(said))


def test_an_incident_shows_each_impacts_letters_and_what_comes_next(ledger: Ledger) -> None:
    case = a_case(ledger)
    (before,) = ledger.ask(letters_of, case.writer, case.incident_id)
    assert (before.letters, before.next_kind) == ((), "first_notice")
    letter_id = ledger.do(draft_letter, case.writer, impact_id=case.impact_id)
    (after,) = ledger.ask(letters_of, case.writer, case.incident_id)
    assert [row.id for row in after.letters] == [letter_id]
    assert after.next_kind == ""


def test_a_letter_stops_its_clocks_when_it_is_frozen(ledger: Ledger) -> None:
    case = a_case(ledger)
    kinds = ("first_letter", "final_letter", "effectiveness")

    def start(session: Session, actor: Actor) -> None:
        for kind in kinds:
            start_clock(session, actor, case.impact_id, kind, now() - timedelta(hours=4))

    ledger.do(start, case.writer)
    letter_id = an_issued_letter(ledger, case, kind="final")
    stopped = stopped_clocks(ledger, case, *kinds)
    issued_at = letter(ledger, letter_id).issued_at
    assert stopped == {"first_letter": issued_at, "final_letter": issued_at, "effectiveness": None}


def stopped_clocks(ledger: Ledger, case: Case, *kinds: str) -> dict[str, datetime | None]:
    with ledger.database.read() as session:
        rows = session.scalars(select(ClockRow).where(ClockRow.impact_id == case.impact_id, ClockRow.kind.in_(kinds)))
        return {row.kind: row.stopped_at for row in rows}


def test_a_follow_up_without_any_result_leaves_its_clock_running(ledger: Ledger) -> None:
    case = a_case(ledger)
    ledger.do(lambda session, actor: start_clock(session, actor, case.impact_id, "effectiveness", now()), case.writer)
    an_issued_letter(ledger, case, kind="final")
    an_issued_letter(ledger, case, kind="follow_up")
    assert stopped_clocks(ledger, case, "effectiveness") == {"effectiveness": None}
    assert follow_ups_on_offer(ledger, case) == ("follow_up", 1)
    again = ledger.do(draft_letter, case.writer, impact_id=case.impact_id, kind="follow_up")
    assert follow_ups_on_offer(ledger, case) == ("", 0)
    ledger.do(discard_letter, case.writer, letter_id=again, version=1)
    ledger.do(lambda session, actor: stop_clock(session, actor, case.impact_id, "effectiveness", now()), case.writer)
    assert follow_ups_on_offer(ledger, case) == ("", 0)


def follow_ups_on_offer(ledger: Ledger, case: Case) -> tuple[str, int]:
    """Return what the incident's page offers next, and how many follow-ups its batch would draft."""
    (shown,) = ledger.ask(letters_of, case.writer, case.incident_id)
    return shown.next_kind, len(ledger.ask(batch_of, case.writer, case.incident_id, "follow_up").of_step("draft"))


def test_a_letter_stops_the_clocks_of_its_kind_and_a_follow_up_only_with_a_result() -> None:
    unknown = final_facts(kind="follow_up")
    works = replace(unknown.actions[0], effective=False, evidence="It failed at the first change")
    assert stopped_by(unknown) == ()
    assert stopped_by(replace(unknown, actions=(works, unknown.actions[1]))) == ("effectiveness",)
    assert stopped_by(replace(unknown, actions=())) == ("effectiveness",)
    assert stopped_by(final_facts()) == ("first_letter", "final_letter")

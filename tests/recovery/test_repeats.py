"""A mistake that comes back turns its action round by itself."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine

from ledger.duties.asking import Asked
from ledger.duties.owed import owed
from ledger.incidents.operations.editing import edit_incident
from ledger.incidents.operations.impacts import add_impact
from ledger.kernel.clock import now
from ledger.record.models import PROVIDER_LOG
from ledger.recovery.action_page import action_page
from ledger.recovery.operations.action_doing import resume_action
from ledger.recovery.queries import action_of
from ledger.work import Ledger
from tests.factories import a_client, an_incident
from tests.recovery.factories import FAR, a_watched_action, an_action, an_effective_action
from tests.recovery.repeating import FAMILY, a_case_of_a_family, another, state
from tests.support.events import log_events


def test_a_like_mistake_in_the_window_makes_the_action_not_effective_by_itself(ledger: Ledger) -> None:
    case = a_case_of_a_family(ledger)
    row = a_watched_action(ledger, case)
    filed = another(ledger, case, 5)
    page = ledger.ask(action_page, case.lead, row.id)
    assert page.action.status == "not_effective"
    assert [(one.verb, one.by) for one in page.steps[:1]] == [("not_effective", "Amends")]
    assert [one.incident_reference for one in page.repeats] == [filed.reference]
    (mine,) = [one for one in ledger.ask(owed, case.nia, Asked(person=case.nia.user_id)) if one.kind == "action"]
    assert (mine.id, mine.detail) == (row.id, "not_effective")
    with ledger.database.read() as session:
        types = [event.type for event in log_events(session, PROVIDER_LOG)]
    assert types[-2:] == ["action.not_effective", "action.repeat_found"]


@pytest.mark.parametrize(("days", "expected"), [(61 + 364, "reopened"), (61 + 366, "effective")])
def test_an_effective_action_reopens_within_a_year_and_no_longer(ledger: Ledger, days: int, expected: str) -> None:
    case = a_case_of_a_family(ledger)
    row = an_effective_action(ledger, case, days=61)
    another(ledger, case, days)
    assert state(ledger, case, row) == expected


@pytest.mark.parametrize(
    ("known", "code", "expected"),
    [
        ({"cause_family": "Telephones"}, "HFO", "watching"),
        ({}, "ORC", "watching"),
        ({"service": "Backups"}, "ORC", "not_effective"),
        ({"service": "Mail"}, "ORC", "watching"),
    ],
)
def test_it_is_the_same_cause_and_the_same_client_or_service_that_counts(
    ledger: Ledger, known: dict[str, str], code: str, expected: str
) -> None:
    case = a_case_of_a_family(ledger)
    a_client(ledger, "ORC", "Orchard Clinic")
    row = a_watched_action(ledger, case)
    another(ledger, case, 5, code, **known)
    assert state(ledger, case, row) == expected


def test_what_is_learnt_later_counts_too(ledger: Ledger) -> None:
    case = a_case_of_a_family(ledger)
    a_client(ledger, "ORC", "Orchard Clinic")
    row = a_watched_action(ledger, case)
    filed = another(ledger, case, 5, "ORC")
    assert state(ledger, case, row) == "watching"
    with time_machine.travel(now() + timedelta(days=6), tick=False):
        ledger.do(add_impact, case.nia, incident_id=filed.id, client_code="HFO", statement="No mail")
    assert state(ledger, case, row) == "not_effective"


def test_what_began_before_the_window_is_no_repeat(ledger: Ledger) -> None:
    case = a_case_of_a_family(ledger)
    row = a_watched_action(ledger, case)
    filed = an_incident(ledger, case.nia, impact_started_at=now() - timedelta(days=2))
    ledger.do(edit_incident, case.nia, incident_id=filed.id, cause_family=FAMILY)
    assert state(ledger, case, row) == "watching"


def test_what_is_not_watched_yet_is_left_alone(ledger: Ledger) -> None:
    case = a_case_of_a_family(ledger)
    row = an_action(ledger, case)
    another(ledger, case, 5)
    assert state(ledger, case, row) == "in_progress"


def test_taken_up_again_it_needs_everything_anew(ledger: Ledger) -> None:
    case = a_case_of_a_family(ledger)
    row = a_watched_action(ledger, case)
    another(ledger, case, 5)
    ledger.do(resume_action, case.nia, action_id=row.id, due_on=FAR, reason="We try it on a bad day")
    shown = ledger.ask(action_of, case.lead, row.id)
    assert (shown.status, shown.verifier, shown.evidence, shown.window_ends_at) == ("in_progress", "", "", None)
    assert shown.missing


@pytest.mark.parametrize(("days", "expected"), [(30, 30), (3, 40)])
def test_taken_up_again_the_first_date_stays_while_it_lies_ahead(ledger: Ledger, days: int, expected: int) -> None:
    case = a_case_of_a_family(ledger)
    today = now().date()
    row = a_watched_action(ledger, case, due_on=today + timedelta(days=days))
    another(ledger, case, 5)
    with time_machine.travel(now() + timedelta(days=6), tick=False):
        again: dict[str, Any] = {"due_on": today + timedelta(days=40), "reason": "We try it on a bad day"}
        ledger.do(resume_action, case.nia, action_id=row.id, **again)
    shown = ledger.ask(action_of, case.lead, row.id)
    assert (shown.due_at - shown.original_due_at).days == 40 - expected

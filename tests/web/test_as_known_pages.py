"""The incident and the portal's case at a moment; both times of an entry, and what was corrected, on today's pages."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from ledger.incidents.operations.corrections import correct_entry
from ledger.incidents.operations.editing import edit_incident
from ledger.incidents.operations.impacts import edit_impact
from ledger.kernel.clock import now, pretended
from ledger.people.models import User
from ledger.work import Ledger
from tests.factories import a_user
from tests.incidents.answering import Case, a_case
from tests.support.web import StrictClient

LONDON = ZoneInfo("Europe/London")


@pytest.fixture
def case(ledger: Ledger) -> Case:
    """A case with an update that is corrected two hours from now, and a title and statement that change then."""
    case = a_case(ledger)
    wrong = case.say("update", "The mail server is down.", occurred_at=case.aware_at + timedelta(minutes=1))
    with pretended(now() + timedelta(hours=2)):
        ledger.do(correct_entry, case.manager, entry_id=wrong.id, text="The gateway is down.", reason="A wrong name.")
        ledger.do(edit_incident, case.manager, incident_id=case.id, title="Gateway stopped")
        ledger.do(edit_impact, case.manager, impact_id=case.impact_id(), statement="No mail came in.")
    return case


@pytest.fixture
def clients_user(ledger: Ledger, case: Case) -> User:
    """One of Harbour Foods' people."""
    return a_user(ledger, "client", client_id=case.harbour.id, email="ada@hfo.example")


def typed(instant: datetime) -> str:
    return f"{instant.astimezone(LONDON):%Y-%m-%dT%H:%M}"


def manager(ledger: Ledger, case: Case) -> User:
    with ledger.database.read() as session:
        return session.get_one(User, case.manager.user_id)


def reference(case: Case, code: str = "HFO") -> str:
    return next(one.client_reference for one in case.page().impacts if one.client_code == code)


def test_an_entry_shows_both_times_and_the_corrected_one_who_when_and_why(
    web: StrictClient, ledger: Ledger, case: Case
) -> None:
    page = web.sign_in(manager(ledger, case)).get(f"/incidents/{case.reference}").text
    assert "written down" in page
    assert "h later" in page
    assert "entry-superseded" in page
    assert ": A wrong name.</p>" in page
    assert "by Nadia Okafor, " in page
    assert "What was changed" in page
    assert '<s><span class="typed">Mail stopped</span></s>' in page


def test_a_client_reads_the_corrected_entry_struck_through_and_nobody_of_ours_by_name(
    web: StrictClient, case: Case, clients_user: User
) -> None:
    page = web.sign_in(clients_user).get(f"/portal/incidents/{reference(case)}").text
    assert "The mail server is down." in page
    assert "entry-superseded" in page
    assert "by us, " in page
    assert "A wrong name." in page
    assert "No mail came in." in page
    assert "What it did to you" in page
    assert "Okafor" not in page


def test_the_page_goes_back_to_a_moment(web: StrictClient, ledger: Ledger, case: Case) -> None:
    web.sign_in(manager(ledger, case))
    moment = now() + timedelta(hours=1)
    page = web.get(f"/incidents/{case.reference}?as_known_at={typed(moment)}").text
    assert "As known at" in page
    assert "<h1>Mail stopped</h1>" in page
    assert "The mail server is down." in page
    assert "The gateway is down." not in page
    assert "entry-superseded" not in page
    assert 'method="post"' not in page.partition("<main")[2].partition("</main>")[0]
    assert f'href="/incidents/{case.reference}"' in page


def test_the_portal_goes_back_to_a_moment(web: StrictClient, case: Case, clients_user: User) -> None:
    web.sign_in(clients_user)
    moment = now() + timedelta(hours=1)
    page = web.get(f"/portal/incidents/{reference(case)}?as_known_at={typed(moment)}").text
    assert "<h1>Mail stopped</h1>" in page
    assert "The mail server is down." in page
    assert "The gateway is down." not in page
    assert "No mail came in." not in page
    assert web.get(f"/portal/incidents/{reference(case, 'ORC')}?as_known_at={typed(moment)}").status_code == 404


def test_a_moment_before_the_first_entry_says_so(web: StrictClient, ledger: Ledger, case: Case) -> None:
    web.sign_in(manager(ledger, case))
    page = web.get(f"/incidents/{case.reference}?as_known_at=2020-01-01T00:00").text
    assert "Nothing was recorded yet" in page


def test_what_is_no_time_is_said_beside_the_control(web: StrictClient, ledger: Ledger, case: Case) -> None:
    web.sign_in(manager(ledger, case))
    answer = web.get(f"/incidents/{case.reference}?as_known_at=yesterday")
    assert answer.status_code == 422
    page = answer.text
    assert "Write a time with its zone" in page
    assert 'value="yesterday"' in page
    assert "Gateway stopped" in page


def test_what_is_no_time_is_refused_in_the_portal_too(web: StrictClient, case: Case, clients_user: User) -> None:
    web.sign_in(clients_user)
    answer = web.get(f"/portal/incidents/{reference(case)}?as_known_at=yesterday")
    assert (answer.status_code, "Write a time with its zone" in answer.text) == (422, True)

"""Filing and finding incidents in the browser and by the API."""

from ledger.work import Ledger
from tests.factories import a_client, a_provider, a_user
from tests.support.web import StrictClient


def test_filing_by_the_form_shows_the_reference(web: StrictClient, ledger: Ledger) -> None:
    a_provider(ledger)
    a_client(ledger)
    web.sign_in(a_user(ledger))
    assert web.get("/incidents/new").status_code == 200
    answer = web.post(
        "/incidents/new",
        data={"clients": "HFO", "title": "Mail stopped", "severity": "S1", "found_by": "client"},
        follow_redirects=True,
    )
    assert answer.status_code == 200
    assert "Filed as INC-" in answer.text


def test_a_refused_form_keeps_what_was_typed_and_says_why_beside_the_field(web: StrictClient, ledger: Ledger) -> None:
    a_provider(ledger)
    a_client(ledger)
    web.sign_in(a_user(ledger))
    answer = web.post("/incidents/new", data={"title": "Mail <b>stopped</b>", "impact_started_at": "2999-01-01T10:00"})
    assert answer.status_code == 422
    assert "Mail &lt;b&gt;stopped&lt;/b&gt;" in answer.text
    assert "This is needed." in answer.text


def test_the_api_wants_a_token_and_says_so(web: StrictClient, ledger: Ledger) -> None:
    a_provider(ledger)
    answer = web.get("/api/v1/incidents")
    assert answer.status_code == 401
    assert answer.content_type == "application/problem+json"
    assert answer.get_json()["detail"].startswith("Send a personal token")

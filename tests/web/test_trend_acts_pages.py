"""Deciding about measures, reports and trust reviews on their pages, over the API, and in the client's portal."""

import io
from datetime import timedelta

import pytest

from ledger.clients.models import Client
from ledger.kernel.clock import now
from ledger.people.models import User
from ledger.people.queries import actor_of
from ledger.trends.months import last_quarters
from ledger.trends.operations.reviews import begin_review, offer_review, write_review
from ledger.trends.scope import Scope
from ledger.work import Ledger
from tests.factories import a_client, a_provider, a_user, an_incident
from tests.support.web import StrictClient

SHA = "ab" * 32
BEFORE, RUNNING = last_quarters(now(), Scope(now(), "Europe/London").tz, 2)


@pytest.fixture
def lead(ledger: Ledger) -> User:
    """Leadership of a provider with two clients and an incident."""
    a_provider(ledger)
    a_client(ledger)
    a_client(ledger, "ORC", "Orchard Care")
    lead = a_user(ledger, "leadership")
    an_incident(ledger, actor_of(lead, "Europe/London"), impact_started_at=now() - timedelta(hours=1))
    return lead


def user_of(ledger: Ledger, code: str) -> User:
    """Return somebody of a client's."""
    with ledger.database.read() as session:
        client_id = session.query(Client.id).where(Client.code == code).scalar()
    return a_user(ledger, "client", name=f"Ida {code}", email=f"{code.lower()}@client.example", client_id=client_id)


def an_offered_review(ledger: Ledger, lead: User) -> str:
    """Return a review that waits for the client; its file is not drawn here."""
    actor = actor_of(lead, "Europe/London")
    review_id = ledger.do(begin_review, actor, client_code="HFO", quarter=BEFORE)
    ledger.do(write_review, actor, review_id=review_id, version=1, our_part="We watch <the> backups")
    pdf_sha256 = ledger.files.keep(b"%PDF-1.7 a file")
    ledger.do(
        offer_review, actor, review_id=review_id, version=2, content="{}", content_sha256=SHA, pdf_sha256=pdf_sha256,
        signed_at=now(),
    )  # fmt: skip
    return review_id


def test_a_target_is_set_on_the_measures_page_and_taken_back_there(web: StrictClient, lead: User) -> None:
    web.sign_in(lead)
    address = "/trends/measures/promises_kept"
    refused = web.post(f"{address}/target", data={"percent": "101", "from_month": "2026-13", "reason": ""})
    assert refused.status_code == 422
    for sentence in ("Write a whole number from 0 to 100.", "Write a month such as 2026-05.", "This is needed."):
        assert sentence in refused.text
    said = {"percent": "97", "from_month": f"{now():%Y-%m}", "reason": "New contracts"}
    assert web.post(f"{address}/target", data=said).status_code == 302
    page = web.get(address).text
    assert "New contracts" in page
    assert "at least 97%" in page
    target_id = page.split(f"{address}/targets/")[1].split("/")[0]
    assert web.post(f"{address}/targets/{target_id}/undo", data={"reason": "Mistyped"}).status_code == 302
    assert "at least 90%" in web.get(address).text
    few = web.post(f"{address}/rebase", data={"from_month": "2026-01", "reason": "One desk"})
    assert few.status_code == 422
    assert "too rare to have limits by month" in few.text


def test_a_report_is_asked_for_drawn_and_handed_out_on_its_page(web: StrictClient, ledger: Ledger, lead: User) -> None:
    web.sign_in(lead)
    assert web.post("/trends/reports", data={"quarter": RUNNING}).status_code == 422
    assert web.post("/trends/reports", data={"quarter": BEFORE}).status_code == 302
    page = web.get("/trends/reports").text
    report_id = page.split("/trends/reports/")[1].split(".pdf")[0]
    assert web.get(f"/trends/reports/{report_id}.pdf").data.startswith(b"%PDF")
    assert web.get(f"/trends/reports/{report_id}.json").json["quarter"] == BEFORE  # type: ignore[index] # it is an object
    alone = web.post(f"/trends/reports/{report_id}/sign", data={"confirmed": "1"})
    assert "A second person has to sign a report off" in alone.text
    web.sign_in(a_user(ledger, "leadership", name="Una Second"))
    web.post(f"/trends/reports/{report_id}/sign", data={"confirmed": "1", "words": "Read in full"})
    assert "Una Second" in web.get("/trends/reports").text


def test_a_client_signs_its_review_in_the_portal_and_nobody_else_finds_it(
    web: StrictClient, ledger: Ledger, lead: User
) -> None:
    review_id = an_offered_review(ledger, lead)
    web.sign_in(user_of(ledger, "ORC"))
    for address in ("", ".pdf"):
        assert web.get(f"/portal/reviews/{review_id}{address}").status_code == 404
    assert web.post(f"/portal/reviews/{review_id}/sign", data={"confirmed": "1"}).status_code == 404
    assert "HFO" not in web.get("/portal/reviews").text
    web.sign_in(user_of(ledger, "HFO"))
    assert f"HFO-{BEFORE}" in web.get("/portal/reviews").text
    page = web.get(f"/portal/reviews/{review_id}").text
    assert "We watch &lt;the&gt; backups" in page
    assert "What you do" in page
    assert web.get(f"/portal/reviews/{review_id}.pdf").data == b"%PDF-1.7 a file"
    assert web.post(f"/portal/reviews/{review_id}/back", data={"words": ""}).status_code == 422
    web.post(f"/portal/reviews/{review_id}/sign", data={"confirmed": "1", "words": "Fair"})
    assert "Ida HFO" in web.get(f"/portal/reviews/{review_id}").text


def test_a_signature_on_paper_is_recorded_on_the_reviews_page_with_its_scan(
    web: StrictClient, ledger: Ledger, lead: User
) -> None:
    review_id = an_offered_review(ledger, lead)
    address = f"/trends/reviews/{review_id}"
    web.sign_in(a_user(ledger, name="Mia Manager"))
    scan = (io.BytesIO(b"%PDF-1.7 a scan"), "signed.pdf")
    said = {"by_name": "Bo Marsh", "proof": "Signed on <3> May", "confirmed": "1"}
    refused = web.post(f"{address}/agreement", data={"by_name": "Bo Marsh", "proof": "", "confirmed": "1"})
    assert (refused.status_code, "This is needed." in refused.text) == (422, True)
    strange = web.post(f"{address}/agreement", data=said | {"file": (io.BytesIO(b"MZ"), "signed.exe")})
    assert (strange.status_code, "Attach a file of one of these kinds" in strange.text) == (422, True)
    assert web.post(f"{address}/agreement", data=said | {"file": scan}).status_code == 302
    page = web.get(address).text
    for words in ("Bo Marsh", "written down by Mia Manager", "Signed on &lt;3&gt; May", "signed.pdf"):
        assert words in page
    answer = web.get(f"{address}/proof")
    assert (answer.data, answer.mimetype) == (b"%PDF-1.7 a scan", "application/pdf")
    web.sign_in(user_of(ledger, "HFO"))
    theirs = web.get(f"/portal/reviews/{review_id}").text
    assert "Bo Marsh" in theirs
    assert not [words for words in ("Mia Manager", "Signed on", "signed.pdf") if words in theirs]
    assert web.get(f"{address}/proof").status_code in {403, 404}


def test_our_people_begin_write_and_read_reviews(web: StrictClient, ledger: Ledger, lead: User) -> None:
    web.sign_in(a_user(ledger, name="Mia Manager"))
    begun = web.post("/trends/reviews", data={"client_code": "HFO", "quarter": BEFORE})
    assert begun.status_code == 302
    address = begun.headers["Location"]
    first = web.get(address).text
    assert "Sign it for us" not in first
    assert f"Leadership signs it for us: show {lead.name} this page" in first
    assert "0 incidents in the year, 0 still open; they chased us 0 times; 0 promises open." in " ".join(first.split())
    assert "Nothing happened in the quarter itself" in first, "what happened today is of the next one"
    written = {"our_part": "We call first", "renewal": "renewed", "recommends": "yes", "version": "1"}
    assert web.post(address, data=written).status_code == 302
    stale = web.post(address, data=written | {"our_part": "We call later"})
    assert stale.status_code == 412
    assert "What you typed, and what stands there now" in stale.text
    assert web.get(f"{address}.pdf").status_code == 409
    web.sign_in(lead)
    page = web.get(address).text
    assert "Sign it for us" in page
    assert "We call first" in page
    assert f"HFO-{BEFORE}" in web.get("/trends/reviews").text

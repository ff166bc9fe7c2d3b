"""A trust review: written by us, frozen when leadership signs, signed or sent back by the client, nobody else's."""

import hashlib
import io
import json
from dataclasses import replace
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import page
import pytest
from pypdf import PdfReader
from sqlalchemy import select

from ledger.audit.exceptions import Filters, exceptions
from ledger.audit.reporting import sign_review
from ledger.clients.models import Client
from ledger.clients.operations.contacts import add_contact
from ledger.incidents.operations.milestones import set_milestones
from ledger.kernel.clock import now
from ledger.kernel.errors import Conflict, Invalid, NotFound, Refused, Stale
from ledger.kernel.files import KeptFile
from ledger.notary.stored_files import files_named
from ledger.people.actor import SYSTEM, Actor
from ledger.record.models import PROVIDER_LOG, LogEntry
from ledger.recovery.operations.promises import keep_promise, make_promise
from ledger.trends.client_deadlines import deadline_in
from ledger.trends.months import first_instant, last_instant, last_quarters
from ledger.trends.operations.reviews import (
    agree_review,
    begin_review,
    record_agreement,
    send_review_back,
    write_review,
)
from ledger.trends.review_content import Agreement, Answered, ReviewContent, content_of
from ledger.trends.review_models import TrustReview
from ledger.trends.reviews import review_by_id, review_proof, reviews
from ledger.trends.scope import Scope
from ledger.trends.scorecard_shown import card_shown
from ledger.work import Ledger
from tests.factories import a_client, a_provider, an_actor, an_incident

QUARTER = last_quarters(now(), Scope(now(), "Europe/London").tz, 1)[0]
OURS = "We watch the backups each morning"


@pytest.fixture
def lead(ledger: Ledger) -> Actor:
    """Leadership of a provider with two clients, one of which had an incident."""
    a_provider(ledger)
    a_client(ledger)
    a_client(ledger, "ORC", "Orchard Care")
    lead = an_actor(ledger, "leadership")
    an_incident(ledger, lead)
    return lead


def user_of(ledger: Ledger, code: str) -> Actor:
    """Return somebody of a client's."""
    with ledger.database.read() as session:
        client_id = session.scalars(select(Client.id).where(Client.code == code)).one()
    mail = f"{code.lower()}@client.example"
    return an_actor(ledger, "client", name=f"Ida {code}", email=mail, client_id=client_id)


def begun(ledger: Ledger, lead: Actor) -> str:
    """Return a review that is written and not signed."""
    review_id = ledger.do(begin_review, lead, client_code="HFO", quarter=QUARTER)
    ledger.do(
        write_review, lead, review_id=review_id, version=1, our_part=OURS, client_part="You tell us of moves",
        renewal="renewed", recommends="yes",
    )  # fmt: skip
    return review_id


def words_of(pdf: bytes) -> str:
    """Return the words of a PDF, spaces made one."""
    return " ".join(" ".join(sheet.extract_text() for sheet in PdfReader(io.BytesIO(pdf)).pages).split())


def test_a_review_is_frozen_when_we_sign_and_agreed_when_the_client_does(ledger: Ledger, lead: Actor) -> None:
    client, review_id = user_of(ledger, "HFO"), begun(ledger, lead)
    assert ledger.ask(reviews, client) == [], "a draft is ours"
    with pytest.raises(NotFound):
        ledger.do(agree_review, client, review_id=review_id)
    sign_review(ledger, lead, review_id, 2)
    row = ledger.ask(review_by_id, client, review_id)
    pdf = ledger.files.read(row.pdf_sha256)
    for profile in ("ua1", "3a"):
        assert [failure.rule_id for failure in page.validate_pdf_bytes(pdf, profile=profile).failures] == []
    said = words_of(pdf)
    assert [one for one in (OURS, "You tell us of moves", row.content_sha256, "Harbour Foods") if one not in said] == []
    assert "Orchard" not in said
    with ledger.database.read() as session:
        content = session.scalars(select(TrustReview.content)).one()
        assert files_named(session)[row.pdf_sha256] == f"trust review HFO-{QUARTER}"
    assert hashlib.sha256(content.encode()).hexdigest() == row.content_sha256
    frozen = json.loads(content)
    assert frozen["agreement"]["our_part"] == OURS
    assert frozen["charged"] in said, "what the paper says is under the fingerprint"
    with pytest.raises(Conflict):
        ledger.do(write_review, lead, review_id=review_id, version=2, our_part="Something else")
    ledger.do(agree_review, client, review_id=review_id, words="Fair")
    done = ledger.ask(review_by_id, lead, review_id)
    assert (done.status, done.agreed_by, done.client_words) == ("agreed", "Ida HFO", "Fair")
    with pytest.raises(Conflict):
        ledger.do(send_review_back, client, review_id=review_id, words="Too late")
    with ledger.database.read() as session:
        entry = session.scalars(select(LogEntry).where(LogEntry.type == "review.agreed")).one()
    assert json.loads(entry.body)["data"]["pdf_sha256"] == row.pdf_sha256, "what was signed is named"


def test_a_review_sent_back_is_a_draft_again_and_has_to_be_signed_anew(ledger: Ledger, lead: Actor) -> None:
    client, review_id = user_of(ledger, "HFO"), begun(ledger, lead)
    sign_review(ledger, lead, review_id, 2)
    with pytest.raises(Invalid):
        ledger.do(send_review_back, client, review_id=review_id, words=" ")
    ledger.do(send_review_back, client, review_id=review_id, words="The call of May is missing")
    row = ledger.ask(review_by_id, lead, review_id)
    assert (row.status, row.pdf_sha256, row.client_words, row.version) == ("draft", "", "The call of May is missing", 3)
    with pytest.raises(Stale):
        sign_review(ledger, lead, review_id, 2)
    sign_review(ledger, lead, review_id, 3)
    assert ledger.ask(review_by_id, client, review_id).status == "offered"


def test_another_clients_user_finds_nothing_and_a_manager_does_not_sign(ledger: Ledger, lead: Actor) -> None:
    stranger, review_id = user_of(ledger, "ORC"), begun(ledger, lead)
    sign_review(ledger, lead, review_id, 2)
    assert ledger.ask(reviews, stranger) == []
    for verb in (agree_review, send_review_back):
        with pytest.raises(NotFound):
            ledger.do(verb, stranger, review_id=review_id, words="Mine")
    with pytest.raises(Refused):
        sign_review(ledger, replace(lead, role="service_manager"), review_id, 2)
    with pytest.raises(Invalid):
        ledger.do(begin_review, lead, client_code="HFO", quarter=QUARTER)


def test_a_review_that_names_another_client_is_neither_kept_nor_signed(ledger: Ledger, lead: Actor) -> None:
    client, review_id = user_of(ledger, "HFO"), begun(ledger, lead)
    for part in ("our_part", "client_part", "changed_terms"):
        with pytest.raises(Invalid) as fault:
            ledger.do(
                write_review, lead, review_id=review_id, version=2, **{part: "As agreed with Orchard Care; ORC-2026-03"}
            )
        assert set(fault.value.fields) == {part}
    whitlow = {"name": "Ann Whitlow", "mail": "ann@orchard.example", "salutation": "Ms Whitlow"}
    ledger.do(add_contact, SYSTEM, client_code="ORC", **whitlow)
    for words in ("As said, Orchard had the same.", "Orchard told us first.", "Ms Whitlow rang us"):
        with pytest.raises(Invalid, match="which may be Orchard Care"):
            ledger.do(write_review, lead, review_id=review_id, version=2, our_part=words)
    said = {"our_part": "We move your archive as we did for Northwind Bikes"}
    ledger.do(write_review, lead, review_id=review_id, version=2, **said)
    a_client(ledger, "NWB", "Northwind Bikes")
    with pytest.raises(Invalid, match="Northwind Bikes"):
        sign_review(ledger, lead, review_id, 3)
    ledger.do(write_review, lead, review_id=review_id, version=3, our_part="We move your archive as for Fenway Hire")
    sign_review(ledger, lead, review_id, 4)
    a_client(ledger, "FEN", "Fenway Hire")
    ledger.do(agree_review, client, review_id=review_id)  # what it was told before they came it may sign


def test_what_a_client_was_told_may_be_signed_again_though_it_may_be_somebody_by_now(
    ledger: Ledger, lead: Actor
) -> None:
    client, review_id = user_of(ledger, "HFO"), begun(ledger, lead)
    ledger.do(write_review, lead, review_id=review_id, version=2, our_part="Ms Whitlow of yours rings us")
    sign_review(ledger, lead, review_id, 3)
    ledger.do(send_review_back, client, review_id=review_id, words="The call of May is missing")
    whitlow = {"name": "Ann Whitlow", "mail": "ann@orchard.example", "salutation": "Ms Whitlow"}
    ledger.do(add_contact, SYSTEM, client_code="ORC", **whitlow)
    with pytest.raises(Invalid, match="which may be"):
        ledger.do(write_review, lead, review_id=review_id, version=4, our_part="Ms Whitlow rings us")
    sign_review(ledger, lead, review_id, 4)


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("You send us the list by 1 December 2026.", "1 December 2026"),
        ("You answer within five working days", "within five working days"),
        ("You move out before the end of next month, please", "before the end of next month"),
        ("You name somebody by Friday", "by Friday"),
        ("You tell us of night shifts a week ahead, and may ring on Mondays before any change.", None),
        ("You keep the 12 readers we lent you in 2025", None),
        ("Somebody may 3 times a year ask, and stays with 1.2.24 until then; 3 may ring at night", None),
        ("You tell us on Friday evenings of next month's shifts, once in two weeks", None),
        ("You answer in ten days", "in ten days"),
        ("You ring us on Friday.", "on Friday"),
        ("You send it next week", "next week"),
        ("You send it on 1.12.26", "on 1.12.26"),
        ("You send it by 3 may", "by 3 may"),
        ("Yours on 3 may 2027", "3 may 2027"),
    ],
)
def test_the_clients_part_sets_no_date(said: str, found: str | None) -> None:
    assert deadline_in(said) == found


def test_a_date_in_the_clients_part_is_refused_with_what_to_leave_out(ledger: Ledger, lead: Actor) -> None:
    review_id = begun(ledger, lead)
    with pytest.raises(Invalid, match="leave “1 December 2026” out") as fault:
        ledger.do(
            write_review, lead, review_id=review_id, version=2, our_part="We ring by 1 December 2026",
            client_part="You send us the list by 1 December 2026",
        )  # fmt: skip
    assert set(fault.value.fields) == {"client_part"}


def test_a_signature_on_paper_is_written_down_with_its_proof_by_another_than_who_signed_for_us(
    ledger: Ledger, lead: Actor
) -> None:
    manager, client = an_actor(ledger, name="Mo Reed"), user_of(ledger, "HFO")
    review_id = begun(ledger, lead)
    said: dict[str, Any] = {
        "review_id": review_id,
        "by_name": "Bo Marsh",
        "proof": "On paper, in our safe",
    }
    with pytest.raises(Conflict):
        ledger.do(record_agreement, manager, **said)
    sign_review(ledger, lead, review_id, 2)
    with pytest.raises(Refused, match="second person"):
        ledger.do(record_agreement, lead, **said)
    with pytest.raises(Refused):
        ledger.do(record_agreement, client, **said)
    with pytest.raises(Invalid) as fault:
        ledger.do(record_agreement, manager, review_id=review_id, by_name=" ", proof="")
    assert set(fault.value.fields) == {"by_name", "proof"}
    scan = KeptFile(ledger.files.keep(b"%PDF-1.7 a scan"), "signed.pdf", "application/pdf", 15)
    ledger.do(record_agreement, manager, **said, words="Fair", file=scan)
    row, theirs = ledger.ask(review_by_id, lead, review_id), ledger.ask(review_by_id, client, review_id)
    assert (row.status, row.agreed_by, row.recorded_by, row.proof_name) == (
        "agreed", "Bo Marsh", "Mo Reed", "signed.pdf",
    )  # fmt: skip
    assert (theirs.agreed_by, theirs.client_words) == ("Bo Marsh", "Fair")
    assert (theirs.recorded_by, theirs.proof, theirs.proof_name) == ("", "", ""), "a client reads no names of ours"
    assert ledger.ask(review_proof, lead, review_id).sha256 == scan.sha256
    with pytest.raises(Refused):
        ledger.ask(review_proof, client, review_id)
    with ledger.database.read() as session:
        assert files_named(session)[scan.sha256] == f"signature on trust review HFO-{QUARTER}"
        agreed = session.scalars(select(LogEntry).where(LogEntry.type == "review.agreed")).one()
        proof = session.scalars(select(LogEntry).where(LogEntry.type == "review.signing_proof")).one()
    assert json.loads(agreed.body)["data"]["recorded_by_us"] is True
    assert proof.log_id == PROVIDER_LOG, "how we know is ours"
    (exceptional,) = ledger.ask(exceptions, lead, filters=Filters(kind="for_client"))
    assert exceptional.reason == said["proof"]


def test_satisfaction_is_said_as_how_many_of_how_many_are_content() -> None:
    answers = (Answered("HFO-2026-01", (5, 4, 3, 1)), Answered("HFO-2026-02", (4, 2, 5, 1)))
    content = ReviewContent("x", QUARTER, 1, None, answers, Agreement("", "", "", "", ""))  # type: ignore[arg-type] # no card is looked at
    assert [(k, n) for _, k, n in content.satisfaction] == [(2, 2), (1, 2), (1, 2), (0, 2)]


def test_a_review_is_of_its_quarter_and_the_year_to_its_end(ledger: Ledger, lead: Actor) -> None:
    zone = ZoneInfo("Europe/London")
    before, this = last_quarters(now(), zone, 2)
    in_it = first_instant(before, zone) + timedelta(days=20)
    filed = an_incident(ledger, lead, impact_started_at=in_it, aware_at=in_it)
    ledger.do(set_milestones, lead, incident_id=filed.id, times={"resolved_at": now()})
    told: dict[str, Any] = {"client_code": "HFO", "incident_id": filed.id, "kind": "other"}
    for text, at in (("Made then", in_it), ("Made since", now() - timedelta(minutes=1))):
        made = ledger.do(make_promise, lead, text=text, promised_at=at, due_at=now() + timedelta(days=1), **told)
        ledger.do(keep_promise, lead, promise_id=made.id)
    review_id = ledger.do(begin_review, lead, client_code="HFO", quarter=before)
    with ledger.database.read() as session:
        content = content_of(session, lead, session.get_one(TrustReview, review_id), "HFO")
    assert content.card.as_of == last_instant(before, zone)
    assert [(one.at, one.ended_at) for one in content.card.happened] == [(in_it, None)], "as it stood then"
    assert [one.text for one in content.card.owed] == ["Made then"]
    assert content.in_quarter == "In the quarter itself 1 incident: 1 still open, 1 with a late first notice."
    lines = {line.measure.key: (line.n, line.beside) for line in content.card.lines}
    assert lines["first_notice"] == lines["told_first"] == (1, ""), "what happened since is none of its figures"
    assert lines["promises_kept"] == (0, "1 not due yet"), "the promise that was open then"
    assert "1 of the incidents we wrote down only after" in card_shown(content.card)["words"].caption
    running = ledger.do(begin_review, lead, client_code="HFO", quarter=this)
    with ledger.database.read() as session:
        content = content_of(session, lead, session.get_one(TrustReview, running), "HFO")
    assert content.card.as_of <= now()
    assert len(content.card.happened) == 2

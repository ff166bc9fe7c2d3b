"""The scorecard: one client's year, on our page, in its portal and as a PDF, without a word of any other client."""

import io
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from pypdf import PdfReader
from sqlalchemy import event

from ledger.incidents.operations.timeline import add_entry
from ledger.kernel.clock import now
from ledger.people.models import User
from ledger.people.queries import actor_of
from ledger.recovery.operations.promises import make_promise
from ledger.trends.operations.targets import set_target
from ledger.trends.scorecard import scorecard
from ledger.trends.scorecard_shown import card_shown
from ledger.work import Ledger
from tests.factories import a_client, a_provider, a_user, an_incident
from tests.support.notices import a_notice, brought_in, file_of
from tests.support.web import StrictClient

OTHERS = ("ORC", "Orchard", "Their scanner", "orchard")


@pytest.fixture
def people(ledger: Ledger) -> tuple[User, User]:
    """A leader, and a user of Harbour Foods; both clients were touched by the same incidents."""
    a_provider(ledger)
    mine = a_client(ledger)
    a_client(ledger, "ORC", "Orchard Clinic")
    leader = a_user(ledger, "leadership")
    actor = actor_of(leader, "Europe/London")
    began = now() - timedelta(days=3)
    shared = an_incident(ledger, actor, ("HFO", "ORC"), impact_started_at=began, aware_at=began)
    an_incident(ledger, actor, ("ORC",), title="Their scanner")
    ledger.do(
        add_entry, actor, incident_id=shared.id, kind="client_contact", text="Where are we?", channel="phone",
        outcome="they_chased_us", client_code="HFO",
    )  # fmt: skip
    for code, text in (("HFO", "Call Harbour back"), ("ORC", "Call Orchard back")):
        ledger.do(make_promise, actor, client_code=code, text=text, due_at=now() + timedelta(days=1))
    return leader, a_user(ledger, "client", name="Ada Client", client_id=mine.id)


def test_a_client_reads_its_own_year_and_no_word_of_another(web: StrictClient, people: tuple[User, User]) -> None:
    web.sign_in(people[1])
    page = web.get("/portal/scorecard")
    assert page.status_code == 200
    assert "Call Harbour back" in page.text
    assert "1 incident, 1 still open; first notice was late for 1 of them; you had to chase us once." in page.text
    assert not [word for word in OTHERS if word in page.text]
    assert web.get("/trends/clients/HFO").status_code in {403, 404}
    assert web.get("/trends/clients/ORC").status_code in {403, 404}


def test_our_people_see_the_same_with_a_name_on_it(web: StrictClient, people: tuple[User, User]) -> None:
    web.sign_in(people[0])
    page = web.get("/trends/clients/HFO")
    assert "you had to chase us once" in page.text
    assert not [word for word in OTHERS if word in page.text]
    assert web.get("/trends/clients/NOPE").status_code == 404


def test_the_pdf_says_the_same_and_carries_no_name_in_its_metadata(
    web: StrictClient, people: tuple[User, User]
) -> None:
    web.sign_in(people[1])
    answer = web.get("/portal/scorecard.pdf")
    assert answer.mimetype == "application/pdf"
    read = PdfReader(io.BytesIO(answer.data))
    text = " ".join(page.extract_text() for page in read.pages)
    assert "Call Harbour back" in text
    assert not [word for word in OTHERS if word in text]
    assert read.metadata is not None
    assert read.metadata.title == "Scorecard HFO"


def test_first_notices_without_a_promised_time_are_never_called_in_time(
    ledger: Ledger, people: tuple[User, User]
) -> None:
    leader = actor_of(people[0], "Europe/London")
    an_incident(ledger, leader, severity="S4", title="A near miss")
    an_incident(ledger, leader, severity="S1", title="Just now")
    brought_in(ledger, leader, file_of(a_notice()))
    card = ledger.ask(scorecard, leader, "HFO", now())
    assert Counter(one.noticed for one in card.happened) == Counter(
        {"late": 1, "near miss": 1, "not due yet": 1, "no time was promised": 1}
    )
    assert "first notice was late for 1 of them; " in card_shown(card)["words"].caption
    beside = {line.measure.key: (line.n, line.beside) for line in card.lines}
    assert beside["told_first"] == (2, "1 near miss and 1 without a date not counted")
    assert beside["first_notice"] == (1, "1 not due yet")
    only = replace(card, happened=tuple(one for one in card.happened if one.notice != "late"))
    assert "no first notice was due by a clock" in card_shown(only)["words"].caption


def test_a_promise_that_the_client_is_not_shown_counts_in_none_of_its_figures(
    ledger: Ledger, people: tuple[User, User]
) -> None:
    leader = actor_of(people[0], "Europe/London")
    said: dict[str, Any] = {"client_code": "HFO", "text": "Among us", "visible_to_client": False}
    ledger.do(make_promise, leader, due_at=now() + timedelta(days=1), **said)
    card = ledger.ask(scorecard, leader, "HFO", now())
    (line,) = (line for line in card.lines if line.measure.key == "promises_kept")
    assert (line.n, line.waiting, len(card.owed)) == (0, 1, 1)


def test_the_aim_is_that_of_the_clients_own_month(ledger: Ledger, people: tuple[User, User]) -> None:
    leader = actor_of(people[0], "Europe/London")
    late_on_the_last = datetime(2026, 11, 1, 2, tzinfo=UTC)
    a_client(ledger, "NYC", "Hudson Bakers", zone="America/New_York")
    ledger.do(set_target, leader, measure="told_first", percent=95, from_month="2026-11", reason="We can do it by now")
    card = ledger.ask(scorecard, leader, "NYC", late_on_the_last)
    assert card.lines[0].measure.target == pytest.approx(0.8), "in New York it is still October"
    assert ledger.ask(scorecard, leader, "ORC", late_on_the_last).lines[0].measure.target == pytest.approx(0.95)


def test_another_clients_late_update_is_nothing_in_this_ones_figures(ledger: Ledger, people: tuple[User, User]) -> None:
    leader = actor_of(people[0], "Europe/London")
    found = {line.measure.key: (line.k, line.n) for line in ledger.ask(scorecard, leader, "HFO", now()).lines}
    others = {line.measure.key: (line.k, line.n) for line in ledger.ask(scorecard, leader, "ORC", now()).lines}
    assert found["told_first"] == (0, 1)
    assert others["told_first"] == (0, 2)
    assert found["updates_on_cadence"][1] <= 1


def test_a_years_incidents_are_read_by_their_keys_however_many_facts_there_are(
    ledger: Ledger, people: tuple[User, User]
) -> None:
    if not ledger.database.is_sqlite:
        return  # the planner of PostgreSQL goes by how much there is, and here is little
    plans: list[str] = []

    def explained(connection: Any, _cursor: object, statement: str, said: Any, *_more: object) -> None:
        if "client_reference" in statement and "trend_fact" in statement and not statement.startswith("EXPLAIN"):
            plans.extend(row[-1] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", said))

    event.listen(ledger.database.engine, "before_cursor_execute", explained)
    ledger.ask(scorecard, actor_of(people[0], "Europe/London"), "HFO", now())
    event.remove(ledger.database.engine, "before_cursor_execute", explained)
    (facts,) = [plan for plan in plans if "trend_fact" in plan]
    assert "(id=?)" in facts

"""The list of incidents in the browser, as a sheet, as text and over the API."""

import csv
import io
import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from ledger.incidents.exporting import HEADER
from ledger.incidents.operations.timeline import add_entry
from ledger.kernel.clock import now
from ledger.people.actor import Actor
from ledger.people.queries import actor_of
from ledger.work import Ledger
from tests.factories import a_client, a_provider, a_user, an_incident
from tests.support.programs import Program
from tests.support.queries import counted
from tests.support.web import StrictClient

BEGAN_AT = datetime(2026, 3, 28, 22, 30, tzinfo=UTC)


@pytest.fixture
def actor(ledger: Ledger, web: StrictClient) -> Actor:
    """A service manager who is signed in, with two clients."""
    a_provider(ledger)
    a_client(ledger)
    a_client(ledger, "ORC", "Orchard Clinic")
    user = a_user(ledger)
    web.sign_in(user)
    return actor_of(user, "Europe/London")


def sheet(web: StrictClient, query: str = "") -> list[list[str]]:
    """Return the cells of the CSV, without its header."""
    answer = web.get(f"/incidents.csv{query}")
    assert answer.status_code == 200
    text = answer.get_data(as_text=True)
    assert text.startswith("\ufeffReference,Severity,")
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")))[1:]


def test_an_empty_ledger_and_a_list_that_matches_nothing_say_different_things(
    web: StrictClient, ledger: Ledger, actor: Actor
) -> None:
    assert "No incident yet" in web.get("/incidents").text
    an_incident(ledger, actor)
    answer = web.get("/incidents?q=xyzzy&severity=S1")
    assert "No incident matches" in answer.text
    assert "No incident yet" not in answer.text


def test_each_filter_that_is_set_can_be_taken_away_alone(web: StrictClient, ledger: Ledger, actor: Actor) -> None:
    an_incident(ledger, actor, severity="S1")
    answer = web.get("/incidents?q=mail&severity=S1&from=2026-01-01")
    chips = re.search(r'<ul class="chips".*?</ul>', answer.text, re.DOTALL)
    assert chips
    assert 'href="/incidents?severity=S1&amp;from=2026-01-01"' in chips[0]
    assert 'href="/incidents?q=mail&amp;from=2026-01-01"' in chips[0]
    assert 'href="/incidents?q=mail&amp;severity=S1"' in chips[0]
    assert 'href="/incidents.csv?q=mail&amp;severity=S1&amp;from=2026-01-01"' in answer.text


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("from=yesterday", "Write a day such as 2026-10-06."),
        ("from=0001-01-01", "Write a day such as 2026-10-06."),
        ("from=2026-10-06&to=2026-10-05", "This day lies before the first one."),
        ("severity=S9", "Choose one of: S1, S2, S3, S4."),
        ("colour=red", "This field is not known here."),
        ("after=zzzz", "This is not a cursor of ours"),
        ("limit=100000", "Ask for 1 to 200."),
    ],
)
def test_a_filter_that_cannot_be_is_named_and_the_list_is_not_lost(
    web: StrictClient, ledger: Ledger, actor: Actor, query: str, sentence: str
) -> None:
    an_incident(ledger, actor, title="Mail stopped at the quay")
    an_incident(ledger, actor, title="Payroll ran late")
    answer = web.get(f"/incidents?q=quay&{query}")
    assert answer.status_code == 422
    assert sentence in answer.text
    assert "Mail stopped at the quay" in answer.text
    assert "Payroll ran late" not in answer.text
    refused = web.get(f"/incidents.csv?q=quay&{query}") if "after" not in query else None
    assert refused is None or refused.status_code == 422


def test_days_are_those_of_the_reader(web: StrictClient, ledger: Ledger, actor: Actor) -> None:
    """22:30 UTC on 28 March is that evening in London (no summer time yet), and already the 29th in Tallinn."""
    an_incident(ledger, actor, title="Just before midnight", impact_started_at=BEGAN_AT)
    assert "Just before midnight" in web.get("/incidents?from=2026-03-28&to=2026-03-28").text
    assert "Just before midnight" not in web.get("/incidents?from=2026-03-29").text
    web.sign_in(a_user(ledger, name="Mari Tamm", zone="Europe/Tallinn"))
    assert "Just before midnight" in web.get("/incidents?from=2026-03-29&to=2026-03-29").text
    assert "Sun 29 Mar 2026, 00:30 EET" in web.get("/incidents").text


def test_older_pages_follow_and_lead_back(web: StrictClient, ledger: Ledger, actor: Actor) -> None:
    for number in range(5):
        an_incident(ledger, actor, title=f"Mail stopped, case {number}")
    seen: list[str] = []
    address: str | None = "/incidents?q=mail&limit=2"
    while address:
        page = web.get(address).text
        seen += re.findall(r"Mail stopped, case (\d)", page)
        found = re.search(r'href="([^"]+)" rel="next"', page)
        address = found[1].replace("&amp;", "&") if found else None
        assert bool(re.search(r'href="/incidents\?q=mail" rel="prev"', page)) == (len(seen) > 2)
    assert seen == ["4", "3", "2", "1", "0"]


@pytest.mark.parametrize("query", ["", "?severity=S1", "?q=payroll", "?client=ORC&status=open"])
def test_the_sheet_has_what_the_list_has_in_its_order(
    web: StrictClient, ledger: Ledger, actor: Actor, query: str
) -> None:
    an_incident(ledger, actor, severity="S1")
    an_incident(ledger, actor, ("HFO", "ORC"), title="Payroll ran late")
    an_incident(ledger, actor, ("ORC",), title="Payroll stopped", severity="S1")
    shown = re.findall(r'href="/incidents/(INC-\d{4}-\d{4})"', web.get(f"/incidents{query}").text)
    assert shown
    assert [row[0] for row in sheet(web, query)] == shown


def test_the_sheet_names_its_zone_and_runs_no_formula(web: StrictClient, ledger: Ledger, actor: Actor) -> None:
    an_incident(
        ledger, actor, ("HFO", "ORC"), title="=HYPERLINK(1)", impact_started_at=datetime(2026, 6, 9, 6, tzinfo=UTC)
    )
    (row,) = sheet(web)
    cells = dict(zip(HEADER, row, strict=True))
    assert cells["What stopped"] == "'=HYPERLINK(1)"
    assert cells["Began"] == "2026-06-09T07:00:00+01:00"
    assert cells["Time zone"] == "Europe/London"
    assert cells["Clients"] == "HFO Harbour Foods; ORC Orchard Clinic"
    assert cells["Next due"].startswith("First notice for HFO and 1 more")
    answer = web.get("/incidents.csv")
    assert answer.content_type == "text/csv; charset=utf-8"
    assert "attachment" in answer.headers["Content-Disposition"]


def test_a_sheet_longer_than_a_batch_has_every_line_once(
    web: StrictClient, ledger: Ledger, actor: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ledger.incidents.exporting.BATCH", 2)
    filed = [an_incident(ledger, actor).reference for _ in range(5)]
    assert [row[0] for row in sheet(web)] == filed[::-1]


def test_plain_text_has_every_time_with_its_zone(web: StrictClient, ledger: Ledger, actor: Actor) -> None:
    filed = an_incident(ledger, actor, ("HFO", "ORC"), impact_started_at=now() - timedelta(hours=2))
    ledger.do(add_entry, actor, incident_id=filed.id, kind="action", text="Restarted\nthe server")
    ledger.do(add_entry, actor, incident_id=filed.id, kind="update", text="We are still at it.", client_code="ORC")
    answer = web.get(f"/incidents/{filed.reference}.txt")
    assert answer.content_type == "text/plain; charset=utf-8"
    assert answer.text.startswith(f"{filed.reference}: Mail stopped\nInternal: ")
    assert f"CLIENT HFO ({filed.client_references[0]})" in answer.text
    assert "[action, internal] Restarted\n  the server (Service Manager)" in answer.text
    assert "[update, seen by ORC] We are still at it." in answer.text
    times = re.findall(r"\d\d:\d\d(.{4})", answer.text)
    assert len(times) > 8
    assert set(times) <= {" GMT", " BST"}
    assert web.get("/incidents/INC-1999-0001.txt").status_code == 404


@pytest.mark.parametrize("role", ["admin", "client"])
def test_who_may_not_read_cases_gets_neither_list_nor_sheet_nor_text(
    web: StrictClient, ledger: Ledger, actor: Actor, role: str
) -> None:
    filed = an_incident(ledger, actor)
    client = a_client(ledger, "PVT", "Pennine Vets")
    more: dict[str, Any] = {"client_id": client.id} if role == "client" else {}
    web.sign_in(a_user(ledger, role, **more))
    for path in ("/incidents", "/board", "/incidents.csv", f"/incidents/{filed.reference}.txt"):
        answer = web.get(path)
        assert answer.status_code == 403
        assert "Mail stopped" not in answer.text


def test_a_page_of_the_list_and_the_board_take_a_bounded_number_of_queries(
    web: StrictClient, ledger: Ledger, actor: Actor
) -> None:
    numbers = []
    for filed in (2, 20):
        for _ in range(filed):
            an_incident(ledger, actor, ("HFO", "ORC"))
        for path in ("/incidents", "/board"):
            with counted(ledger) as sent:
                assert web.get(path).status_code == 200
            numbers.append(len(sent))
    assert numbers[:2] == numbers[2:]
    # The board says how much is owed: one query for each kind of it, of which open points are the newest.
    assert max(numbers) <= 25


def test_the_board_shows_what_is_due_with_rule_words_and_time(web: StrictClient, ledger: Ledger, actor: Actor) -> None:
    assert "Nothing is open" in web.get("/board").text
    an_incident(ledger, actor, severity="S1", aware_at=now() - timedelta(hours=3))
    page = web.get("/board").text
    assert "late by 2 h" in page
    assert "First notice within 60 minutes of awareness (S1, standard plan)" in page or "Next update within" in page
    assert re.search(r'<time datetime="[^"]+">\w{3} \d+ \w{3} \d{4}, \d\d:\d\d (GMT|BST)</time>', page)
    web.sign_in(a_user(ledger, name="Noor Haddad"))
    assert "Nothing open is yours" in web.get("/board?mine=true").text


def test_the_api_lists_with_the_filters_of_the_page(program: Program) -> None:
    program.file(severity="S1", title="Mail stopped")
    program.file(severity="S2", title="Payroll ran late")
    found = program("GET", "/api/v1/incidents?q=payroll&limit=1").get_json()
    assert [one["title"] for one in found["items"]] == ["Payroll ran late"]
    assert found["items"][0]["clients"][0]["code"] == "HFO"
    assert found["items"][0]["next_clock"]["state"] == "due"
    first = program("GET", "/api/v1/incidents?limit=1").get_json()
    assert program("GET", f"/api/v1/incidents?limit=1&after={first['next']}").get_json()["next"] is None
    assert program("GET", "/api/v1/incidents?colour=red").status_code == 422
    assert program("GET", "/api/v1/incidents?from=soon").status_code == 422


def test_the_api_answers_an_incident_from_first_entry_to_put_right(program: Program) -> None:
    address = f"/api/v1/incidents/{program.file().get_json()['reference']}"
    entry = {"kind": "action", "text": "Restarted the server", "external_id": "T-1"}
    written = [program("POST", f"{address}/entries", {"Idempotency-Key": "one"}, json=entry) for _ in range(2)]
    assert [one.status_code for one in written] == [201, 201]
    assert written[0].get_json() == written[1].get_json()
    moved = program("POST", f"{address}/milestones", json={"resolved_at": now().isoformat()})
    assert (moved.status_code, moved.get_json()["status"]) == (200, "resolved")
    whole = program("GET", address)
    shown = whole.get_json()
    assert [one["external_id"] for one in shown["entries"] if one["kind"] == "action"] == ["T-1"]
    assert {clock["kind"] for clock in shown["clocks"]} >= {"first_notice"}
    assert program("PATCH", address, json={"service": "Mail"}).status_code == 428
    said = {"service": "Mail", "cause_family": "Changes"}
    changed = program("PATCH", address, {"If-Match": whole.headers["ETag"]}, json=said)
    assert (changed.get_json()["service"], changed.get_json()["cause_family"]) == ("Mail", "Changes")
    assert changed.get_json()["title"] == "Mail stopped"
    assert program("PATCH", address, {"If-Match": whole.headers["ETag"]}, json=said).status_code == 412


def test_the_api_changes_what_it_did_to_one_client(program: Program) -> None:
    address = f"/api/v1/incidents/{program.file().get_json()['reference']}/impacts/HFO"
    seen = program("GET", address)
    said = {"people_affected": 4, "people_total": 20, "data_effect": "none"}
    changed = program("PATCH", address, {"If-Match": seen.headers["ETag"]}, json=said)
    assert changed.status_code == 200
    assert changed.get_json() | said == changed.get_json()
    assert changed.get_json()["statement"] == "Mail stopped"
    assert changed.headers["ETag"] != seen.headers["ETag"]
    assert program("GET", address.replace("HFO", "NONE")).status_code == 404

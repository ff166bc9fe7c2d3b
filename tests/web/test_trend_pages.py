"""The leadership page: its figures, its filters, and the cases behind each mark."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import event

from ledger.incidents.operations.timeline import add_entry
from ledger.kernel.clock import now
from ledger.kernel.money import Money
from ledger.people.models import User
from ledger.people.queries import actor_of
from ledger.recovery.operations.spending import book_cost
from ledger.trends.catalogue import MEASURES
from ledger.trends.leadership import leadership
from ledger.trends.months import period_label, quarter_key
from ledger.trends.scope import Scope
from ledger.web.pages import trends as trend_pages
from ledger.work import Ledger
from tests.factories import a_client, a_provider, a_user, an_incident
from tests.support.web import StrictClient


def _some_cases(ledger: Ledger, count: int = 6) -> User:
    a_provider(ledger)
    a_client(ledger)
    a_client(ledger, "ORC", "Orchard Clinic")
    leader = a_user(ledger, "leadership")
    actor = actor_of(leader, "Europe/London")
    for number in range(count):
        code = ("HFO", "ORC")[number % 2]
        filed = an_incident(ledger, actor, (code,), severity=("S1", "S2", "S3")[number % 3], service="Mail")
        if number % 2:
            ledger.do(
                add_entry, actor, incident_id=filed.id, kind="client_notice", text="We told them.", channel="phone"
            )
    return leader


def test_the_page_says_k_of_n_and_links_to_exactly_the_cases_behind_it(web: StrictClient, ledger: Ledger) -> None:
    web.sign_in(_some_cases(ledger))
    page = web.get("/trends")
    assert page.status_code == 200
    assert "3 of 6" in page.text
    links = {link.replace("&amp;", "&") for link in re.findall(r'href="(/trends/cases[^"]+)"', page.text)}
    assert any("measure=severities" in link for link in links)
    for link in links:
        assert web.get(link).status_code == 200, link
    cases = web.get("/trends/cases?measure=told_first")
    assert "3 of 6" in cases.text
    assert cases.text.count("<tr>") == 7


def test_filters_are_part_of_the_address(web: StrictClient, ledger: Ledger) -> None:
    web.sign_in(_some_cases(ledger))
    assert "0 of 3" in web.get("/trends?client=HFO").text
    assert "3 of 3" in web.get("/trends?client=ORC&service=Mail&months=6").text
    assert web.get("/trends?severity=S9").status_code == 422


def test_of_one_client_the_page_says_what_nobody_can_say_whose_it_was(web: StrictClient, ledger: Ledger) -> None:
    leader = _some_cases(ledger, 0)
    actor = actor_of(leader, "Europe/London")
    filed = an_incident(ledger, actor, ("HFO", "ORC"))
    ledger.do(book_cost, actor, incident_id=filed.id, kind="parts", text="A switch", net=Money(7_000, "GBP"))
    web.sign_in(leader)
    said = "and 70.00 GBP for incidents that touched other clients too"
    assert said in web.get("/trends?client=HFO").text
    assert "for incidents that touched other clients too" not in web.get("/trends").text


def test_the_number_of_queries_does_not_grow_with_the_cases(web: StrictClient, ledger: Ledger) -> None:
    web.sign_in(_some_cases(ledger, 2))
    few = _queries(web, ledger, "/trends")
    leader = web.get("/trends")
    assert leader.status_code == 200
    with ledger.database.read() as session:
        actor = actor_of(session.query(User).filter_by(role="leadership").one(), "Europe/London")
    for _ in range(8):
        an_incident(ledger, actor, ("HFO", "ORC"), impact_started_at=now() - timedelta(hours=1))
    assert _queries(web, ledger, "/trends") == few <= 26


def test_every_measure_has_a_page_with_its_meaning_and_its_files(web: StrictClient, ledger: Ledger) -> None:
    web.sign_in(_some_cases(ledger))
    for key in MEASURES:
        page = web.get(f"/trends/measures/{key}")
        assert page.status_code == 200, key
        assert "What it means" in page.text
    for kind in ("csv", "xlsx"):
        for address in ("/trends", "/trends/measures/told_first", "/trends/cases"):
            answer = web.get(
                f"{address}.{kind}?measure=told_first&client=HFO" if "cases" in address else f"{address}.{kind}"
            )
            assert answer.status_code == 200, address
            assert answer.data.startswith(b"PK" if kind == "xlsx" else b"\xef\xbb\xbf")
    assert "client HFO" in web.get("/trends/measures/told_first.csv?client=HFO").text


def test_an_address_that_names_nothing_is_not_found(web: StrictClient, ledger: Ledger) -> None:
    web.sign_in(_some_cases(ledger))
    for address in ("/trends?client=NOPE", "/trends/measures/nope", "/trends/measures/told_first?client=NOPE"):
        assert web.get(address).status_code == 404, address


def test_an_address_that_cannot_be_says_which_word_of_it_is_wrong(web: StrictClient, ledger: Ledger) -> None:
    web.sign_in(_some_cases(ledger))
    assert "months: Choose one of" in web.get("/trends?months=7").text
    assert "utm source: This field is not known here." in web.get("/trends?utm_source=mail").text


def test_a_part_or_period_that_cannot_be_is_refused_and_a_quarter_holds_the_cases_of_its_months(
    web: StrictClient, ledger: Ledger
) -> None:
    web.sign_in(_some_cases(ledger))
    cases = "/trends/cases?measure="
    for part in ("severities&series=S9", "action_ageing&series=old", "told_first&series=worst"):
        assert web.get(cases + part).status_code == 404, part
    for period in ("9999-Q4", "0001-01", "2026-13"):
        assert web.get(f"{cases}told_first&period={period}").status_code == 422, period
    quarter = quarter_key(now(), Scope(now(), "Europe/London").tz)
    assert web.get(f"{cases}severities&period={quarter}").text.count("<tr>") == 7


def test_the_file_of_costs_says_how_much_each_was(web: StrictClient, ledger: Ledger) -> None:
    leader = _some_cases(ledger, 1)
    actor = actor_of(leader, "Europe/London")
    case = an_incident(ledger, actor)
    ledger.do(book_cost, actor, incident_id=case.id, kind="parts", text="A switch", net=Money(41_290, "GBP"))
    web.sign_in(leader)
    said = web.get("/trends/cases.csv?measure=cost&series=GBP").text
    assert "When,Met,Amount,Currency" in said
    assert "412.90,GBP" in said


def test_costs_are_shown_to_leadership_and_not_to_a_service_manager(web: StrictClient, ledger: Ledger) -> None:
    _some_cases(ledger)
    web.sign_in(a_user(ledger, name="Mia Manager"))
    assert "What recovery costs us is shown to leadership" in web.get("/trends").text
    assert web.get("/trends/cases?measure=cost&series=GBP").status_code == 404


def test_a_long_list_shows_its_beginning_and_says_how_many_more(
    web: StrictClient, ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    web.sign_in(_some_cases(ledger))
    monkeypatch.setattr(trend_pages, "LISTED", 2)
    page = web.get("/trends/cases?measure=severities").text
    assert page.count("<tr>") == 3
    assert "6 incidents" in page
    assert "4 more are not listed here" in page
    assert web.get("/trends/cases.csv?measure=severities").text.count("\r\n") == 8
    monkeypatch.setattr(trend_pages, "IN_A_FILE", 5)
    assert "1 more is not in this file" in web.get("/trends/cases.csv?measure=severities").text


def test_money_has_its_rows_among_all_measures_and_in_their_file(web: StrictClient, ledger: Ledger) -> None:
    leader = _some_cases(ledger, 1)
    actor = actor_of(leader, "Europe/London")
    long_ago = now() - timedelta(days=120)
    case = an_incident(ledger, actor, aware_at=long_ago, impact_started_at=long_ago)
    ledger.do(book_cost, actor, incident_id=case.id, kind="parts", text="A switch", net=Money(41_290, "GBP"))
    web.sign_in(leader)
    page = web.get("/trends").text
    for words in ("M8 Cost of recovery", "M9 Who funded it", "nothing by a client: reached"):
        assert words in page
    file = web.get("/trends.csv").text
    quarter = quarter_key(long_ago, Scope(now(), "Europe/London").tz)
    assert f"M8,Cost of recovery,{quarter},,1,,yes,,,,,412.90,GBP,yes" in file
    assert ",0.00,GBP,yes" in file
    web.sign_in(a_user(ledger, name="Mia Manager"))
    assert "M8" not in web.get("/trends.csv").text


def test_where_a_gate_is_bad_every_row_says_read_with_care(web: StrictClient, ledger: Ledger) -> None:
    leader = _some_cases(ledger, 2)
    web.sign_in(leader)
    assert "read with care" not in web.get("/trends").text
    long_ago = now() - timedelta(days=60)
    for _ in range(8):
        an_incident(ledger, actor_of(leader, "Europe/London"), aware_at=long_ago, impact_started_at=long_ago)
    page = web.get("/trends").text
    assert page.count("; read with care") == page.count('data-label="Change"') > 12
    assert re.search(r"Read with care: only \d+ of \d+ incidents were filed within 24 hours\.", page)
    assert "Read with care: only" in web.get("/trends/measures/told_first").text
    assert web.get("/trends/measures/told_first.csv").text.count(",yes\r\n") == 48


def test_years_long_over_can_be_looked_at_and_are_part_of_every_address(web: StrictClient, ledger: Ledger) -> None:
    leader = _some_cases(ledger, 2)
    long_ago = datetime(2016, 3, 5, 9, tzinfo=UTC)
    an_incident(ledger, actor_of(leader, "Europe/London"), impact_started_at=long_ago, aware_at=long_ago)
    web.sign_in(leader)
    page = web.get("/trends?until=2016-12&months=12").text
    assert '<option value="2016-12" selected>December 2016</option>' in page
    assert "0 of 1" in page
    links = {link.replace("&amp;", "&") for link in re.findall(r'href="(/trends/cases[^"]+)"', page)}
    assert links
    assert all("until=2016-12" in link for link in links)
    cases = web.get("/trends/cases?measure=severities&until=2016-12&months=12").text
    assert cases.count("<tr>") == 2
    assert "2016-12" in web.get("/trends").text, "the ends of years that incidents are of are offered"
    assert "January 2016 to December 2016, calendar months in" in page
    scope = Scope(now(), "Europe/London", 12, ends_with="2016-12")
    found = ledger.ask(leadership, actor_of(leader, "Europe/London"), scope)
    assert [one.name for one in found.lasting] == ["2016 Q4", "four quarters before"], "not this quarter"
    for until in ("2031-03", "2016-11"):
        assert web.get(f"/trends?until={until}").status_code == 422, "not begun; in the middle of a quarter"
    assert web.get("/trends.csv?until=2016-12").text.count("2016") > 12


def test_an_empty_ledger_says_so(web: StrictClient, ledger: Ledger) -> None:
    a_provider(ledger)
    web.sign_in(a_user(ledger, "auditor"))
    assert "Nothing to count" in web.get("/trends").text


def _queries(web: StrictClient, ledger: Ledger, address: str) -> int:
    seen: list[str] = []

    def count(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        if statement.lstrip().upper().startswith("SELECT"):
            seen.append(statement)

    event.listen(ledger.database.engine, "before_cursor_execute", count)
    web.get(address)
    event.remove(ledger.database.engine, "before_cursor_execute", count)
    return len(seen)


def test_what_it_cost_says_of_which_quarters(web: StrictClient, ledger: Ledger) -> None:
    user = _some_cases(ledger)
    leader = actor_of(user, "Europe/London")
    web.sign_in(user)
    scope = Scope(now(), "Europe/London")
    before = web.get("/trends").text
    assert "was booked for these quarters" in before
    case = an_incident(ledger, leader, ("HFO",))
    ledger.do(book_cost, leader, incident_id=case.id, kind="parts", text="A switch", net=Money(4_000, "GBP"))
    spans = [period_label(scope.quarter_keys[place]) for place in (0, -1)]
    page = web.get("/trends").text
    assert f"for incidents detected from {spans[0]} to {spans[1]} so far, all of it paid by us" in page
    assert "in GBP, by quarter of booking" in page

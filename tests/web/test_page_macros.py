"""The macros that draw pages: signs and words for states, times with their zone, tables, timelines, filters."""

from datetime import UTC, datetime

import pytest

from ledger.kernel.money import Money
from tests.support.macros import draw, one, words

START = datetime(2026, 10, 6, 8, 2, tzinfo=UTC)


@pytest.mark.parametrize(("state", "said"), [("S1", "service stopped"), ("S4", "near miss")])
def test_a_severity_says_its_meaning_also_to_a_screen_reader(state: str, said: str) -> None:
    assert words(draw("{{ page.severity(value) }}", value=state)).startswith(f"{state} {said}")


def test_a_state_is_words_with_a_sign_and_clients_read_plain_words() -> None:
    staff = draw("{{ page.status('watching') }}")
    assert words(staff) == "put right, watching"
    assert one(staff, ".//{*}svg").get("aria-hidden") == "true"
    assert words(draw("{{ page.status('open', client=true) }}")) == "working on it"
    assert words(draw("{{ page.state('something_new') }}")) == "something new"


def test_states_of_one_kind_differ_in_their_sign_not_only_in_colour() -> None:
    kinds = (
        ("open", "contained", "resolved", "watching", "closed"),
        ("running", "overdue", "missed", "met", "paused"),
        ("kept", "late", "broken"),
    )
    for kind in kinds:
        drawn = [one(draw("{{ page.state(value) }}", value=value), ".//{*}svg") for value in kind]
        assert len({tuple((part.tag, *part.attrib.values()) for part in svg) for svg in drawn}) == len(kind)


def test_a_time_shows_its_zone_and_a_missing_one_says_so() -> None:
    source = "{{ page.time(instant, 'Europe/London') }}"
    drawn = one(draw(source, instant=START), ".//time")
    assert drawn.get("datetime") == "2026-10-06T08:02:00+00:00"
    assert words(drawn) == "Tue 6 Oct 2026, 09:02 BST"
    assert words(draw(source, instant=None)) == "not recorded"


def test_money_is_written_with_its_currency() -> None:
    assert words(draw("{{ page.money(value) }}", value=Money(368000, "GBP"))) == "£3,680.00"


def test_an_empty_state_says_what_to_do_next() -> None:
    body = draw("{{ page.empty_state('No promise is open', 'Write one down.', ('Make a promise', '/p')) }}")
    assert words(one(body, ".//h2")) == "No promise is open"
    assert one(body, ".//a").get("href") == "/p"


def test_a_cell_repeats_its_columns_name_for_narrow_screens() -> None:
    source = """{% call page.table('Incidents', ['Reference', ('Paid', 'num')]) %}
      <tr>{{ page.row_head('INC-1', '/i') }}{{ page.cell('Paid', '0.00', 'num') }}</tr>{% endcall %}"""
    body = draw(source)
    assert [head.get("scope") for head in body.findall(".//th")] == ["col", "col", "row"]
    assert one(body, ".//td").get("data-label") == "Paid"
    assert words(one(body, ".//caption")) == "Incidents"


def test_the_timeline_is_a_list_that_shows_who_sees_each_entry() -> None:
    source = """{% call page.timeline() %}
      {{ page.entry(at, 'UTC', 'client_notice', '<b>Told</b> them', 'Ada', 'one_client', client='Harbour Foods') }}
      {{ page.entry(at, 'UTC', 'action', 'Stopped it', visibility='internal', superseded=true) }}{% endcall %}"""
    entries = draw(source, at=START).findall(".//ol/li")
    assert "client notice" in words(entries[0])
    assert "Harbour Foods" in words(entries[0])
    assert "<b>Told</b> them" in words(entries[0])
    assert "internal" in words(entries[1])
    assert "superseded" in words(entries[1])


def test_a_pager_is_drawn_only_where_there_is_another_page() -> None:
    assert not draw("{{ page.pager(none, none) }}").findall(".//nav")
    assert one(draw("{{ page.pager('/older', none) }}"), ".//a").get("rel") == "next"


def test_filters_are_an_address() -> None:
    source = """{% call page.filters('/incidents', presets=[('Open', '/incidents?s=open', true)], active=1) %}
      {{ page.filter_select('s', 'Status', [('open', 'open')], 'open') }}{% endcall %}"""
    body = draw(source)
    assert one(body, ".//form").get("method") == "get"
    assert "open" in one(body, ".//details").attrib
    assert one(body, ".//nav//a").get("aria-current") == "true"
    assert one(body, ".//option[@selected]").get("value") == "open"

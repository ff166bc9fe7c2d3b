"""A real audit log, read from the shared folder beside the checkout; nothing of it is kept here.

What the trend pages count of it is worked out again here from the file alone, with other code.
"""

import csv
import io
import os
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from ledger.incidents.event_log import Written, parse_event_log
from ledger.incidents.models import Incident
from ledger.incidents.operations.importing import apply_file
from ledger.kernel.clock import pretended
from ledger.trends.models import TrendFact
from ledger.work import Ledger
from tests.factories import a_client, a_provider, a_user, an_actor
from tests.support.web import StrictClient

FILE = Path(__file__).parents[3] / "shared/data/itsm-servicenow-event-log/dev_first_2500_incidents.csv"
LONDON = ZoneInfo("Europe/London")
CUT = datetime(2017, 3, 1, tzinfo=UTC) if os.environ.get("AMENDS_SOAK") else datetime(2016, 3, 2, 12, tzinfo=UTC)
"""The log as it stood then: tickets that were open are open. Later in the long rounds, for all 2,500 take a minute."""

pytestmark = [
    pytest.mark.skipif(not FILE.is_file(), reason="the shared real incident data (../shared/data) is not here"),
    pytest.mark.parametrize("database_kind", ["sqlite"]),
]
Line = dict[str, str]


def at(text: str) -> datetime:
    """Read a time of the file: day, month, year, as a clock in London showed it."""
    return datetime.strptime(text, "%d/%m/%Y %H:%M").replace(tzinfo=LONDON).astimezone(UTC)


def lines() -> Iterator[Line]:
    with FILE.open(encoding="utf-8", newline="") as opened:
        yield from (line for line in csv.DictReader(opened) if at(line["sys_updated_at"]) <= CUT)


def as_it_stood() -> dict[str, list[Line]]:
    """Return each ticket's lines in the order of their times.

    The file gives the last time of the end on all lines: whoever was resolved then and again later has it in a future.
    """
    found: dict[str, list[Line]] = {}
    for line in lines():
        found.setdefault(line["number"], []).append(line)
    stood = {number: sorted(of, key=lambda line: at(line["sys_updated_at"])) for number, of in found.items()}
    spans = {number: took(of) or timedelta() for number, of in stood.items()}
    return {number: of for number, of in stood.items() if at(of[-1]["opened_at"]) + spans[number] <= CUT}


def took(of: list[Line]) -> timedelta | None:
    """Return how long a ticket was open; none where it still is."""
    ended = {"Resolved", "Closed"}
    if of[-1]["incident_state"] not in ended:
        return None
    if of[-1]["resolved_at"] != "?":
        return at(of[-1]["resolved_at"]) - at(of[-1]["opened_at"])
    open_still = [place for place, line in enumerate(of) if line["incident_state"] not in ended]
    return at(of[open_still[-1] + 1 if open_still else 0]["sys_updated_at"]) - at(of[-1]["opened_at"])


@pytest.fixture
def imported(ledger: Ledger) -> Ledger:
    a_provider(ledger)
    a_client(ledger)
    boss = an_actor(ledger, "leadership")
    text = io.StringIO()
    all_lines = list(lines())
    writer = csv.DictWriter(text, all_lines[0].keys())
    writer.writeheader()
    writer.writerows(all_lines)
    parsed = parse_event_log(text.getvalue().encode(), Written(LONDON), {"title": "category"})
    assert parsed.skipped == ()
    with pretended(CUT):
        done = ledger.do(apply_file, boss, parsed=parsed, client_code="HFO")
    assert done.created == len(as_it_stood())
    assert done.skipped == len({line["number"] for line in all_lines}) - done.created
    return ledger


def test_counts_open_tickets_and_durations_are_those_of_the_file(imported: Ledger, web: StrictClient) -> None:
    tickets = as_it_stood()
    with imported.database.read() as session:
        rows = {str(row.external_id): row for row in session.scalars(select(Incident))}
        facts = list(session.scalars(select(TrendFact).where(TrendFact.measure == "resolved_in_time")))
        told = select(TrendFact.left_out).where(TrendFact.measure == "told_first").distinct()
        assert session.scalars(told).all() == ["not_recorded"], "no line of the file says whom we told"
    ours = {
        number: (row.resolved_at - row.detected_at if row.resolved_at and row.detected_at else None)
        for number, row in rows.items()
    }
    assert ours == {number: took(of) for number, of in tickets.items()}
    assert sum(one is None for one in ours.values()) == sum(row.status == "open" for row in rows.values()) > 0
    months = Counter(f"{at(of[0]['opened_at']).astimezone(LONDON):%Y-%m}" for of in tickets.values())
    assert Counter(fact.month for fact in facts) == months
    within = {number for number, of in tickets.items() if (span := took(of)) is not None and span <= timedelta(hours=8)}
    assert sum(fact.met_at is not None for fact in facts) == len(within) > 0
    with pretended(CUT + timedelta(days=1)):
        sheet = (
            web.sign_in(a_user(imported, "leadership", email="lead@tidewater.example"))
            .get("/trends/measures/resolved_in_time.csv?months=24")
            .text
        )
    cells = [row for row in csv.reader(io.StringIO(sheet)) if len(row) > 4 and row[4].isdigit()]
    by_month = {row[2]: (int(row[3]), int(row[4])) for row in cells}
    assert sum(n for _, n in by_month.values()) == len(tickets)
    assert sum(k for k, _ in by_month.values()) == len(within)

"""Reports, reviews and scorecards are the same bytes with our stand-ins for WeasyPrint's parts and without."""

from collections.abc import Callable

import pytest

from ledger.kernel.clock import now
from ledger.people.actor import SYSTEM
from ledger.trends.report_content import report_content
from ledger.trends.report_pdf import Imprint, render_report
from ledger.trends.review_content import Agreement, ReviewContent
from ledger.trends.review_pdf import Signature, render_review
from ledger.trends.scope import Scope
from ledger.trends.scorecard import scorecard
from ledger.work import Ledger
from tests.support.drawing import is_drawn_alike

pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"])
ZONE = "Europe/London"


def a_report(ledger: Ledger) -> Callable[[], bytes]:
    content = ledger.ask(report_content, SYSTEM, Scope(now(), ZONE).quarter_keys[-1], now(), ZONE)
    imprint = Imprint("Northgate", "A. Leader", now(), "0" * 64, "https://northgate.example")
    return lambda: render_report(content, imprint)


def a_review(ledger: Ledger) -> Callable[[], bytes]:
    card = ledger.ask(scorecard, SYSTEM, "HFO", now())
    content = ReviewContent(
        "HFO-2026-Q3", "2026-Q3", 1, card, (), Agreement("Twice the hours", "We call.", "", "", "yes")
    )
    signature = Signature("A. Leader", "Director", now())  # once: a minute later it would print another time
    return lambda: render_review(content, "Northgate", signature, "0" * 64)


@pytest.mark.parametrize("made", [a_report, a_review])
@pytest.mark.usefixtures("seeded")
def test_a_paper_is_the_same_with_the_parts_and_without(
    made: Callable[[Ledger], Callable[[], bytes]], ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert is_drawn_alike(made(ledger), monkeypatch)

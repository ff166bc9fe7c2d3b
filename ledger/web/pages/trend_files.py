"""Every table of the trends' pages as CSV and XLSX: figures, decisions, leaks, reports, reviews and scorecards."""

from collections.abc import Iterable
from typing import Any

from flask import Blueprint, Response

from ledger.kernel.clock import now, zoned
from ledger.kernel.errors import NotFound
from ledger.trends.leadership import leadership
from ledger.trends.measure_page import measure_page
from ledger.trends.money_page import is_money, money_page
from ledger.trends.months import period_label
from ledger.trends.page_figures import figures, money_figures, page_figures
from ledger.trends.reports import reports
from ledger.trends.review_content import RECOMMENDS, RENEWAL
from ledger.trends.reviews import reviews
from ledger.trends.scorecard import Scorecard, scorecard
from ledger.web.session import actor, ledger, needs, provider_zone
from ledger.web.trend_rows import REPORTS, REVIEWS, Titled, aims, decided, happened, leaks, owed
from ledger.web.trend_scope import asked_scope
from ledger.web.trend_sheets import Cells, Sheet, handed_out, of_view, table_rows

pages = Blueprint("trend_files", __name__)


@pages.get("/trends/figures/<figure>.<any(csv, xlsx):kind>")
@needs("read_trends")
def figure(figure: str, kind: str) -> Response:
    """Hand out the table under one figure of the leadership page."""
    scope = asked_scope()
    found = ledger().ask(leadership, actor(), scope)
    title, listed = _of_figure(figures(found, scope, _nowhere), figure)
    return handed_out(of_view(figure, listed, scope, title), kind)


@pages.get("/trends/measures/<key>/<table>.<any(csv, xlsx):kind>")
@needs("read_trends")
def of_measure(key: str, table: str, kind: str) -> Response:
    """Hand out one table of a measure's page: under a figure, or of what was decided, or of what still leaks."""
    scope = asked_scope()
    if is_money(key):
        money = ledger().ask(money_page, actor(), scope, key)
        known = leaks(money, scope.zone)
        title, listed = known.get(table) or _of_figure(money_figures(money, scope, _nowhere), table)
    else:
        found = ledger().ask(measure_page, actor(), scope, key)
        title, listed = decided(found, scope).get(table) or _of_figure(page_figures(found, scope, _nowhere), table)
    return handed_out(of_view(f"{key.replace('_', '-')}-{table}", listed, scope, title), kind)


@pages.get("/trends/reports.<any(csv, xlsx):kind>")
@needs("read_all_costs")
def of_reports(kind: str) -> Response:
    """Hand out the list of accountability reports."""
    zone = provider_zone()
    rows: list[Cells] = [
        (
            period_label(one.quarter), zoned(one.asked_at, zone), one.asked_by, one.figures_sha256, one.pdf_sha256,
            one.signed_by, zoned(one.signed_at, zone) if one.signed_at else "", one.signed_words,
        )
        for one in ledger().ask(reports, actor())
    ]  # fmt: skip
    return handed_out(Sheet("accountability-reports", "Accountability reports", (REPORTS, rows), now(), zone), kind)


@pages.get("/trends/reviews.<any(csv, xlsx):kind>")
@needs("read_cases")
def of_reviews(kind: str) -> Response:
    """Hand out the list of trust reviews."""
    zone = provider_zone()
    rows: list[Cells] = [
        (
            one.reference, one.client_name, period_label(one.quarter), one.stands, one.signed_by,
            zoned(one.signed_at, one.zone) if one.signed_at else "", one.agreed_by,
            zoned(one.agreed_at, one.zone) if one.agreed_at else "", RENEWAL[one.renewal], RECOMMENDS[one.recommends],
        )
        for one in ledger().ask(reviews, actor())
    ]  # fmt: skip
    return handed_out(Sheet("trust-reviews", "Trust reviews", (REVIEWS, rows), now(), zone), kind)


@pages.get("/trends/clients/<code>/<any(happened, measures, promises):table>.<any(csv, xlsx):kind>")
@needs("read_trends")
def of_card(code: str, table: str, kind: str) -> Response:
    """Hand out one table of a client's scorecard to our people."""
    return _card_file(ledger().ask(scorecard, actor(), code, now()), table, kind)


@pages.get("/portal/scorecard/<any(happened, measures, promises):table>.<any(csv, xlsx):kind>")
@needs("read_own_case")
def of_own_card(table: str, kind: str) -> Response:
    """Hand out one table of a client's own scorecard."""
    return _card_file(ledger().ask(scorecard, actor(), None, now()), table, kind)


def _card_file(card: Scorecard, table: str, kind: str) -> Response:
    listed = {"happened": happened, "measures": aims, "promises": owed}[table](card)
    about = f"{card.name}, 12 months to {zoned(card.as_of, card.zone)}; days of {card.zone}"
    return handed_out(Sheet(f"scorecard-{card.code}-{table}", about, listed, card.as_of, card.zone), kind)


def _of_figure(drawn: Iterable[Any], name: str) -> Titled:
    """Return the table under the figure of this id; raise `NotFound` where there is none or nothing to draw."""
    for one in drawn:
        if one.id == name and one.kind != "empty":
            return one.title, (one.table.heads, list(table_rows(one.table)))
    sentence = f"There is no table called {name} here."
    raise NotFound(sentence)


def _nowhere(*_what: object, **_more: object) -> str:
    """Link to nothing: a file has no links."""
    return ""

"""Every table of the trends' pages as CSV and XLSX: figures, decisions, leaks, reports, reviews and scorecards."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from flask import Blueprint, Response

from ledger.kernel.clock import day_in, now, zoned
from ledger.kernel.errors import NotFound
from ledger.trends.leadership import leadership
from ledger.trends.measure_page import MeasurePage, measure_page
from ledger.trends.money_page import MoneyPage, is_money, money_page
from ledger.trends.months import period_label
from ledger.trends.page_figures import figures, money_figures, page_figures
from ledger.trends.reports import reports
from ledger.trends.review_content import RECOMMENDS, RENEWAL
from ledger.trends.reviews import reviews
from ledger.trends.scope import Scope
from ledger.trends.scorecard import Scorecard, scorecard
from ledger.trends.scorecard_shown import card_shown
from ledger.web.session import actor, ledger, needs, provider_zone
from ledger.web.trend_scope import asked_scope
from ledger.web.trend_sheets import Cells, Listed, Sheet, handed_out, of_view, table_rows

pages = Blueprint("trend_files", __name__)
TARGETS = ("From", "Target in percent", "Why", "Set by", "Set at", "Taken back by", "Taken back at", "Why taken back")
REBASES = (
    "From", "What was changed", "Proposed by", "Proposed at", "Decision", "Decided by", "Decided at", "Words",
    "Taken back by", "Taken back at", "Why taken back",
)  # fmt: skip
LEAKS = ("Time entry", "Incident", "Person", "Began", "Hours", "Cost to us", "Currency")
REPORTS = (
    "Quarter", "As of", "Asked for by", "SHA-256 of the figures", "SHA-256 of the file", "Signed off by",
    "Signed off at", "Words",
)  # fmt: skip
REVIEWS = (
    "Review", "Client", "Quarter", "Stands", "Signed for us by", "Signed for us at", "Signed by the client",
    "Signed at", "Renewal", "Would recommend",
)  # fmt: skip
HAPPENED = ("Incident", "Severity", "On", "Put right", "First notice")
AIMS = ("Measure", "Done", "Out of", "Aim in percent", "Reading")
OWED = ("Promise", "By")
Titled = tuple[str, Listed]


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
        known = _leaks(money, scope.zone)
        title, listed = known.get(table) or _of_figure(money_figures(money, scope, _nowhere), table)
    else:
        found = ledger().ask(measure_page, actor(), scope, key)
        decided = _decided(found, scope)
        title, listed = decided.get(table) or _of_figure(page_figures(found, scope, _nowhere), table)
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
    listed = {"happened": _happened, "measures": _aims, "promises": _owed}[table](card)
    about = f"{card.name}, 12 months to {zoned(card.as_of, card.zone)}; days of {card.zone}"
    return handed_out(Sheet(f"scorecard-{card.code}-{table}", about, listed, card.as_of, card.zone), kind)


def _happened(card: Scorecard) -> Listed:
    return HAPPENED, [
        (
            one.reference, one.severity, day_in(one.at, card.zone),
            day_in(one.ended_at, card.zone) if one.ended_at else "still open",
            one.noticed,
        )
        for one in card.happened
    ]  # fmt: skip


def _aims(card: Scorecard) -> Listed:
    rows = [(row["name"], row["line"], row["verdict"]) for row in card_shown(card)["rows"]]
    return AIMS, [
        (name, line.k, line.n, "" if line.measure.target is None else round(100 * line.measure.target), verdict)
        for name, line, verdict in rows
    ]


def _owed(card: Scorecard) -> Listed:
    return OWED, [(one.text, one.said(card.zone)) for one in card.owed]


def _of_figure(drawn: Iterable[Any], name: str) -> Titled:
    """Return the table under the figure of this id; raise `NotFound` where there is none or nothing to draw."""
    for one in drawn:
        if one.id == name and one.kind != "empty":
            return one.title, (one.table.heads, list(table_rows(one.table)))
    sentence = f"There is no table called {name} here."
    raise NotFound(sentence)


def _decided(found: MeasurePage, scope: Scope) -> dict[str, Titled]:
    def at(moment: Any) -> str:
        return zoned(moment, scope.zone) if moment else ""

    targets: list[Cells] = [
        (
            period_label(one.from_month), "none" if one.percent is None else one.percent, one.reason, one.set_by,
            at(one.set_at), one.undone_by, at(one.undone_at), one.undone_reason,
        )
        for one in found.acts.targets
    ]  # fmt: skip
    rebases: list[Cells] = [
        (
            period_label(one.from_month), one.reason, one.proposed_by, at(one.proposed_at), one.decision,
            one.decided_by, at(one.decided_at), one.decided_words, one.undone_by, at(one.undone_at),
            one.undone_reason,
        )
        for one in found.acts.rebases
    ]  # fmt: skip
    name = found.measure.name
    return {
        "targets": (f"Targets of {name}", (TARGETS, targets)),
        "rebases": (f"Rebases of {name}", (REBASES, rebases)),
    }


def _leaks(found: MoneyPage, zone: str) -> dict[str, Titled]:
    if found.measure.key != "who_funded":
        return {}
    rows: list[Cells] = [
        (
            one.external_id, one.incident_reference, one.person, zoned(one.started_at, zone), one.hours,
            Decimal(one.cost.decimal()), one.cost.currency,
        )
        for one in found.leaks
    ]  # fmt: skip
    return {"leaks": ("Still billable to a client", (LEAKS, rows))}


def _nowhere(*_what: object, **_more: object) -> str:
    """Link to nothing: a file has no links."""
    return ""

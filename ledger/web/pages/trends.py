"""The leadership page, one page a measure, and the cases behind each mark; every view is an address."""

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from typing import Any
from urllib.parse import quote_plus

from flask import Blueprint, Response, g, render_template, request, url_for

from ledger.clients.queries import client_options
from ledger.kernel.clock import zoned
from ledger.kernel.counting import counted
from ledger.kernel.errors import NotFound
from ledger.trends.cases import MONEY, Point, cases
from ledger.trends.catalogue import GATES, MEASURES
from ledger.trends.charting.layout import span_label
from ledger.trends.leadership import leadership
from ledger.trends.measure_page import measure_page
from ledger.trends.money_lines import money_lines
from ledger.trends.money_page import is_money, money_page
from ledger.trends.months import month_key, period_label, quarter_months
from ledger.trends.page_figures import figures, money_figures, page_figures
from ledger.trends.queries import first_month, services
from ledger.trends.scope import Scope
from ledger.web.forms import form, load
from ledger.web.schemas.trend_acts import DecideRebase, ProposeRebase, SetTarget, TakeBack
from ledger.web.schemas.trends import SEVERITY, SPANS, TrendPoint, TrendView
from ledger.web.session import actor, ledger, needs
from ledger.web.trend_scope import asked_scope, files_in, given, narrowed, scope_of
from ledger.web.trend_sheets import (
    MEASURE_HEAD,
    MONEY_HEAD,
    case_rows,
    handed_out,
    measure_rows,
    money_measure_rows,
    money_rows,
    of_view,
)
from ledger.web.trend_words import add_trend_words

pages = Blueprint("trends", __name__)
pages.record_once(add_trend_words)
LISTED, IN_A_FILE = 500, 100_000
"""So many cases stand on a page and in a file; of more it says how many."""
QUARTERS = 5
"""Of so many quarters, the running one among them, the ends are offered; before that of years."""
FILTERS = ("months", "until", "client", "service", "severity")


@pages.get("/trends")
@needs("read_trends")
def index() -> str:
    """Show what has really changed, the headline rows, all measures and the figures."""
    said = load(TrendView(), given())
    scope = scope_of(said)
    found = ledger().ask(leadership, actor(), scope)
    rows = [one for key, one in found.measures.items() if key not in GATES and not one.measure.under]
    return render_template(
        "trends/index.html",
        found=found,
        rows=sorted(rows, key=_order),
        money=money_lines(found),
        gates=[found.measures[key] for key in GATES],
        figures=figures(found, scope, _link),
        tables_at=_tables_at(said),
        link=_link,
        shown=_shown(said, scope),
    )


@pages.get("/trends/figures/<figure>/table")
@needs("read_trends")
def figure_table(figure: str) -> str:
    """Show the table of one of the page's figures; the page fetches it from here when it is opened."""
    said = load(TrendView(), given())
    scope = scope_of(said)
    drawn = figures(ledger().ask(leadership, actor(), scope), scope, _link)
    found = next((one for one in drawn if one.id == figure and one.kind != "empty"), None)
    if found is None:
        sentence = "This view has no such table."
        raise NotFound(sentence)
    files = files_in(f"{url_for('trends.index')}/figures", _kept(said))
    return render_template("trends/figure_table.html", figure=found, files=files(figure), back=_index(said))


@pages.get("/trends.<any(csv, xlsx):kind>")
@needs("read_trends")
def table(kind: str) -> Response:
    """Hand out every measure by month as a file."""
    scope = asked_scope()
    found = ledger().ask(leadership, actor(), scope)
    rows = [*measure_rows(found.measures, found.care), *money_measure_rows(found)]
    return handed_out(of_view("trends", (MEASURE_HEAD, rows), scope), kind)


@pages.get("/trends/measures/<key>")
@needs("read_trends")
def measure(key: str) -> str:
    """Show one measure: its chart, what it means, what it leaves out, and the way to each list."""
    return shown_measure(key)


def shown_measure(key: str) -> str:
    """Return one measure's page as this request's address narrows it."""
    said = load(TrendView(), given())
    scope = scope_of(said)
    files = files_in(url_for("trends.measure", key=key), _kept(said))
    if is_money(key):
        money = ledger().ask(money_page, actor(), scope, key)
        drawn = money_figures(money, scope, _link)
        return render_template(
            "trends/money.html",
            found=money,
            figures=drawn,
            files=files,
            back=_index(said),
            shown=_shown(said, scope),
        )
    found = ledger().ask(measure_page, actor(), scope, key)
    return render_template(
        "trends/measure.html",
        found=found,
        figures=page_figures(found, scope, _link),
        files=files,
        link=_link,
        back=_index(said),
        target_form=form(SetTarget()),
        rebase_form=form(ProposeRebase()),
        decide_form=form(DecideRebase()),
        undo_form=form(TakeBack()),
        shown=_shown(said, scope),
    )


@pages.get("/trends/measures/<key>.<any(csv, xlsx):kind>")
@needs("read_trends")
def measure_table(key: str, kind: str) -> Response:
    """Hand out one measure by month as a file."""
    scope, name = asked_scope(), key.replace("_", "-")
    if is_money(key):
        money = ledger().ask(money_page, actor(), scope, key)
        return handed_out(of_view(name, (MONEY_HEAD, list(money_rows(money))), scope), kind)
    found = ledger().ask(measure_page, actor(), scope, key)
    by_key = {one.measure.key: one for one in found.measures}
    return handed_out(of_view(name, (MEASURE_HEAD, list(measure_rows(by_key, found.care))), scope), kind)


@pages.get("/trends/cases")
@needs("read_trends")
def behind() -> str:
    """Show the cases behind one mark."""
    said = load(TrendPoint(), given())
    point = Point(said["measure"], said.get("period"), said.get("series"))
    scope = scope_of(said)
    found = ledger().ask(cases, actor(), scope, point, LISTED)
    return render_template(
        "trends/cases.html",
        found=found,
        is_money=point.measure in MONEY,
        back=_index(said),
        asked=given(),
        as_of=zoned(scope.as_of, scope.zone),
        reporting_zone=scope.zone,
    )


@pages.get("/trends/cases.<any(csv, xlsx):kind>")
@needs("read_trends")
def behind_table(kind: str) -> Response:
    """Hand out the cases behind one mark as a file."""
    said = load(TrendPoint(), given())
    scope = scope_of(said)
    point = Point(said["measure"], said.get("period"), said.get("series"))
    found = ledger().ask(cases, actor(), scope, point, IN_A_FILE)
    more = f"; {counted(found.more, 'more is', 'more are')} not in this file" if found.more else ""
    return handed_out(of_view("cases", case_rows(found), scope, f"{found.title}: {found.lead}{more}"), kind)


def _order(one: Any) -> tuple[int, int]:
    """Put concern first, then what will keep missing, then what improves, then the rest by number."""
    place = {"concern": 0, "improvement": 2}.get(one.tone, 3)
    return (1 if place == 3 and one.sign.startswith("missed") else place), list(MEASURES).index(one.measure.key)  # noqa: PLR2004 the rest


def _link(measure: str, period: str | None = None, series: str | None = None, client: str | None = None) -> str:
    """Return the address of the cases behind a mark, narrowed as this request is; a page asks for hundreds of them."""
    if "trend_link" not in g:
        g.trend_link = _links(url_for("trends.behind"), {name: request.args.get(name, "") for name in FILTERS})
    found: str = g.trend_link(measure, period, series, client)
    return found


def _links(address: str, filters: dict[str, str]) -> Callable[[str, str | None, str | None, str | None], str]:
    """Return what writes addresses within these filters; a figure and its table ask for the same."""
    within = narrowed(filters)
    quoted = cache(quote_plus)

    @cache
    def link(measure: str, period: str | None, series: str | None, client: str | None) -> str:
        asked = {"measure": measure, "period": period, "series": series, "client": client}
        said = {name: f"{name}={quoted(text)}" for name, text in asked.items() if text}
        return f"{address}?{'&'.join((within | said).values())}"

    return link


def _tables_at(said: dict[str, Any]) -> Callable[[str], str]:
    """Return what says where the table of a figure is, within these filters."""
    folder, asked = f"{url_for('trends.index')}/figures", "&".join(narrowed(_kept(said)).values())
    return lambda figure: f"{folder}/{figure}/table?{asked}"


def _index(said: dict[str, Any]) -> str:
    return url_for("trends.index", **_kept(said))


def _kept(said: dict[str, Any]) -> dict[str, Any]:
    return {name: said.get(name) for name in FILTERS}


def _ends(until: str | None, scope: Scope) -> list[tuple[str, str]]:
    """Offer the ends of the newest quarters and of the years that incidents are of, and the month asked for."""
    first = ledger().ask(first_month, actor()) or ""
    this_year = int(month_key(scope.as_of, scope.tz)[:4])
    years = range(int(first[:4]), this_year) if first else ()
    newest = replace(scope, ends_with=None).last_quarter_keys(QUARTERS)[:-1]
    over = {quarter_months(quarter)[-1] for quarter in newest}
    known = {month for month in over if month >= first} if first else set()
    ends = sorted({f"{year}-12" for year in years} | known | ({until} if until else set()), reverse=True)
    return [(month, period_label(month)) for month in ends]


def _shown(said: dict[str, Any], scope: Scope) -> dict[str, Any]:
    """Return what `trends/_view.html` asks for: what this view is narrowed to, and to what it could be."""
    return {
        "said": said,
        "kept": _kept(said),
        "months": SPANS,
        "span": span_label(scope.month_keys),
        "judged": span_label(scope.judged.month_keys),
        "ends": _ends(said.get("until"), scope),
        "severities": SEVERITY,
        "clients": ledger().ask(client_options, actor()),
        "services": [(name, name) for name in ledger().ask(services, actor())],
        "zone": scope.zone,
        "as_of": zoned(scope.as_of, scope.zone),
    }

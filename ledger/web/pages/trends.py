"""The leadership page and the cases behind each of its marks; every view is an address."""

from typing import Any

from flask import Blueprint, render_template, request, url_for

from ledger.clients.queries import client_options
from ledger.kernel.clock import zoned
from ledger.trends.cases import Point, cases
from ledger.trends.leadership import leadership
from ledger.trends.queries import services
from ledger.trends.scope import Scope
from ledger.web.forms import load
from ledger.web.schemas.trends import SEVERITY, SPANS, TrendPoint, TrendView
from ledger.web.session import actor, ledger, needs
from ledger.web.trend_figures import figures
from ledger.web.trend_scope import scope_of

pages = Blueprint("trends", __name__)
FILTERS = ("months", "client", "service", "severity")


@pages.get("/trends")
@needs("read_trends")
def index() -> str:
    """Show the headline measures with the cases behind them."""
    said = load(TrendView(), _given())
    scope = scope_of(said)
    found = ledger().ask(leadership, actor(), scope)
    return render_template(
        "trends/index.html", found=found, figures=figures(found, scope, _link), **_words(scope), **_choices(said)
    )


@pages.get("/trends/cases")
@needs("read_trends")
def behind() -> str:
    """Show the cases behind one mark."""
    said = load(TrendPoint(), _given())
    point = Point(said["measure"], said.get("period"), said.get("series"))
    scope = scope_of(said)
    found = ledger().ask(cases, actor(), scope, point)
    kept: dict[str, Any] = {name: said.get(name) for name in FILTERS}
    back = url_for("trends.index", **kept)
    return render_template("trends/cases.html", found=found, point=point, back=back, said=said, **_words(scope))


def _given() -> dict[str, str]:
    return {name: text for name, text in request.args.items() if text.strip()}


def _link(measure: str, period: str | None = None, series: str | None = None) -> str:
    kept: dict[str, Any] = {name: request.args.get(name) or None for name in FILTERS}
    return url_for("trends.behind", measure=measure, period=period, series=series, **kept)


def _words(scope: Scope) -> dict[str, str]:
    return {"as_of": zoned(scope.as_of, scope.zone), "reporting_zone": scope.zone}


def _choices(said: dict[str, Any]) -> dict[str, Any]:
    return {
        "said": said,
        "spans": SPANS,
        "severities": SEVERITY,
        "client_choices": ledger().ask(client_options, actor()),
        "service_choices": [(name, name) for name in ledger().ask(services, actor())],
    }

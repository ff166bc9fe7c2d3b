"""One client's page: facts, whom we may tell, its clocks, and its whole history."""

from collections.abc import Sequence
from typing import Any
from zoneinfo import ZoneInfo

from flask import Blueprint, g, render_template, url_for

from ledger.clients.queries import ClientPage, client_by_code, plan_overrides
from ledger.incidents.of_clients import NOTHING_OPEN, first_began_at, open_work
from ledger.kernel.clock import now
from ledger.people.permissions import may
from ledger.recovery.of_clients import given_to, promises_due
from ledger.recovery.queries import open_promises_to
from ledger.trends.charting.sparkline import sparkline
from ledger.trends.client_trend import client_trend
from ledger.trends.scope import Scope
from ledger.web.client_history import history
from ledger.web.filters import Asked, read_filters
from ledger.web.forms import form
from ledger.web.pages.incident import answering
from ledger.web.paging import one_page, position
from ledger.web.schemas.clients import KINDS, HistoryFilters
from ledger.web.schemas.plans import clock_sentences
from ledger.web.schemas.promises import MakePromise
from ledger.web.session import actor, ledger, needs, provider_zone

pages = Blueprint("client_page", __name__)


@pages.get("/clients/<code>")
@needs("read_cases")
def show(code: str) -> Any:
    """Show a client with everything that happened with it, newest first."""
    asked = read_filters(HistoryFilters())
    client = ledger().ask(client_by_code, actor(), code)
    size, after = asked.said["limit"], position(asked.said.get("after"))
    lines = history(client.id, kind=asked.said.get("kind"), year=asked.said.get("year"), after=after, limit=size + 1)
    shown, following = one_page(lines, size, lambda line: (line.at, line.id))
    page = render_template(
        "clients/show.html",
        client=client,
        asked=asked,
        lines=shown,
        presets=_presets(client, asked),
        more=_address(client, asked, after=following) if following else None,
        start=_address(client, asked) if after else None,
        **_standing(client),
    )
    return page, 422 if asked.errors else 200


def _standing(client: ClientPage) -> dict[str, Any]:
    """Return what stands above the history: what is open, what is due, the last twelve months, what was given."""
    work = ledger().ask(open_work, actor(), [client.id]).get(client.id, NOTHING_OPEN)
    promised = ledger().ask(promises_due, actor(), [client.id]).get(client.id)
    trend = ledger().ask(client_trend, actor(), Scope(now(), provider_zone(), client=client.code))
    return {
        "work": work,
        "due_at": min((at for at in (work.next_due_at, promised) if at), default=None),
        "trend": trend,
        "told_line": sparkline(trend.told.shares),
        "kept_line": sparkline(trend.promises.shares),
        "promises": ledger().ask(open_promises_to, actor(), client.id),
        "promise_form": form(MakePromise(), client_code=client.code, owner_id=actor().user_id, visible_to_client=True),
        "people": answering() if may(actor(), "promise") else [],
        "given": ledger().ask(given_to, actor(), client.id),
        "clocks": clock_sentences(ledger().ask(plan_overrides, actor(), client.id)),
        "years": _years(client),
        "hours": (g.provider.opens, g.provider.closes) if g.provider else None,
    }


def _years(client: ClientPage) -> Sequence[tuple[str, str]]:
    first = ledger().ask(first_began_at, actor(), client.id)
    this_year = now().astimezone(ZoneInfo(provider_zone())).year
    oldest = first.astimezone(ZoneInfo(provider_zone())).year if first else this_year
    return [(str(year), str(year)) for year in range(this_year, oldest - 1, -1)]


def _presets(client: ClientPage, asked: Asked) -> list[tuple[str, str, bool]]:
    kept = {name: text for name, text in asked.kept.items() if name != "kind"}
    chosen = asked.said.get("kind")
    everything = ("Everything", url_for("client_page.show", code=client.code, **kept), chosen is None)
    kinds = [
        (words.capitalize(), url_for("client_page.show", code=client.code, kind=kind, **kept), kind == chosen)
        for kind, words in KINDS
    ]
    return [everything, *kinds]


def _address(client: ClientPage, asked: Asked, **more: str) -> str:
    kept: dict[str, Any] = asked.kept | more
    return url_for("client_page.show", code=client.code, **kept)

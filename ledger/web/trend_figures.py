"""The figures of the leadership page: series become drawings whose marks link to the cases behind them."""

from collections.abc import Callable, Iterator
from typing import Any

from babel.numbers import get_currency_precision

from ledger.kernel.clock import zoned
from ledger.trends.charts import Words, cost_figure, severity_figure, share_figure
from ledger.trends.findings import cost_sentence, incidents_sentence, promises_sentence, told_first_sentence
from ledger.trends.leadership import Leadership
from ledger.trends.scope import Scope

Link = Callable[..., str]


def figures(found: Leadership, scope: Scope, link: Link) -> list[Any]:
    """Return the page's figures in their order; costs only where the actor was given them."""
    note = f"Months of {scope.zone}, as of {zoned(scope.as_of, scope.zone)}."
    return [
        share_figure(
            Words("told", "Told first", told_first_sentence(found.told, found.found), note),
            found.told,
            lambda period: link("told_first", period),
        ),
        share_figure(
            Words("promises", "Promises kept", promises_sentence(found.promises, found.overdue_promises), note),
            found.promises,
            lambda period: link("promises_kept", period),
        ),
        *_cost_figures(found, note, link),
        severity_figure(
            Words("incidents", "Incidents by severity", incidents_sentence(found.incidents), note),
            found.incidents,
            lambda period, part: link("incidents", period, part),
        ),
    ]


def _cost_figures(found: Leadership, note: str, link: Link) -> Iterator[Any]:
    for currency, series in (found.costs or {}).items():
        exponent = get_currency_precision(currency)
        words = Words(
            f"cost-{currency.lower()}",
            f"Cost of recovery in {currency}",
            f"{cost_sentence(series, currency, exponent)} All of it was paid by us.",
            note.replace("Months", "Quarters"),
        )

        def to(period: str, part: str | None, currency: str = currency) -> str:
            return link("cost", period, f"{currency}-{part}" if part else currency)

        yield cost_figure(words, series, currency, exponent, to)

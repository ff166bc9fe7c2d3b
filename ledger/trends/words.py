"""What a judged measure says in words, alike on pages and in printed reports: a point, a change, an outlook."""

from babel.numbers import get_currency_precision

from ledger.kernel.counting import counted
from ledger.trends.charting.marks import Sparkline
from ledger.trends.charting.scales import money_text, percent
from ledger.trends.charting.sparkline import judged_sparkline
from ledger.trends.judging import Judged
from ledger.trends.measure_rows import Share
from ledger.trends.months import is_quarter

_CHANGED = {"concern": "worse than chance", "improvement": "better than chance", "neutral": "changed beyond chance"}
_OUTLOOK = {
    "reached": "will be reached whatever chance does",
    "missed": "will be missed unless something changes",
    "by_chance": "sometimes reached, sometimes not",
    None: "no limits yet to compare it with",
}


_RANGED = {
    "reached": "reached so far",
    "missed": "missed so far",
    "by_chance": "too close to tell",
    None: "too few to tell",
}
"""Where no limits are to compare with, all together are."""


def said(found: Judged, share: Share) -> str:
    """Say a point: in percent, as a count for each 1,000 people, or that there are too few for a percentage."""
    if found.measure.unit == "count":
        value = found.value(share)
        return f"{value:,.1f} for each 1,000 people" if found.people else f"{share.n}"
    whole = percent(share.k, share.n)
    return "too few for a percentage" if whole is None else f"{whole}%"


def changed(found: Judged) -> str:
    """Say what the last point means."""
    if found.tone:
        return _CHANGED[found.tone]
    return "too few to say" if found.too_few else "no more than chance"


def outlook(found: Judged) -> str:
    """Say how the target stands to the limits."""
    target = found.measure.target
    if target is None:
        return "no target"
    return f"{'at least' if found.measure.direction > 0 else 'at most'} {round(100 * target)}%: {_stands(found)}"


def _stands(found: Judged) -> str:
    if found.ranged is not None:
        return f"{_RANGED[found.outlook]}, {found.ranged.k:,} of {found.ranged.n:,}"
    if found.outlook == "by_chance":
        return _by_chance(found)
    if found.moved and not found.outlook:
        return f"the level has moved; reached in {found.reached} of the {_periods(found)} since, too few to say more"
    return _OUTLOOK[found.outlook]


def _by_chance(found: Judged) -> str:
    """Say what limits leave open: how often the target was reached, and that all together it was missed."""
    k, n = found.reached, len(found.steady)
    if found.short:
        return f"missed so far, {f'reached in {k}' if k else 'in each'} of {_periods(found)}"
    if k in {0, n}:
        return f"reached in {'all' if k else 'none'} of {_periods(found)}, and chance could change that"
    return _OUTLOOK["by_chance"]


def _periods(found: Judged) -> str:
    return counted(len(found.steady), "quarter" if is_quarter(found.steady[-1].period) else "month")


def amount(minor: int, currency: str) -> str:
    """Write an amount with its currency: "1,234.50 EUR"."""
    return f"{money_text(minor, get_currency_precision(currency))} {currency}"


def spark(found: Judged) -> Sparkline | None:
    """Draw a measure's months in a cell, with its limits, target and flags."""
    return judged_sparkline(found)

"""The sentences a figure states: k of n and totals, nothing about change.

No percentage, no comparison with the month before: whether something has really changed is for the rules of signals to
say. Counts of what was left out stand beside, so that nothing leaves a denominator unseen.
"""

from collections.abc import Mapping, Sequence

from ledger.trends.measure_rows import OverdueStock, ShareSeries, StackSeries
from ledger.trends.months import is_quarter, period_label
from ledger.trends.patterns import REMEDIES, SEVERITIES
from ledger.trends.scales import money_text

_LEFT_OUT_WORDS = {
    "duplicate": ("duplicate", "duplicates"),
    "near_miss": ("near miss", "near misses"),
    "not_dated": ("without a date", "without a date"),
    "not_ours": ("not ours", "not ours"),
    "released": ("released by the client", "released by the client"),
    "withdrawn": ("withdrawn", "withdrawn"),
}


def told_first_sentence(told: ShareSeries, found: ShareSeries) -> str:
    """Say the headline and, under it, how many we found ourselves first."""
    if not told.n:
        return _ended(_nothing("No impact", _share_periods(told)), _left_out(told.left_out))
    span = _span(_share_periods(told))
    first = f"Clients heard from us first in {told.k} of {told.n} impacts {span}"
    ours = f"we found {found.k} of {found.n} before the client did"
    return _ended(first, ours, _not_all_due(told), _left_out(told.left_out))


def promises_sentence(kept: ShareSeries, overdue: OverdueStock) -> str:
    """Say how many promises were kept by their original date, and how many are open past it now."""
    if not kept.n:
        return _ended(_nothing("No promise was due", _share_periods(kept)), _left_out(kept.left_out))
    first = f"{kept.k} of {kept.n} that fell due {_span(_share_periods(kept))} were kept by the original date"
    now = f"{overdue.k} open and overdue now" if overdue.k else ""
    return _ended(first, now, _not_all_due(kept), _left_out(kept.left_out))


def overdue_sentence(noun: str, stock: OverdueStock) -> str:
    """Say how many of the open items are overdue and by how long the oldest; `noun` is their plural ("promises")."""
    if not stock.n:
        return f"No open {noun}."
    if not stock.k:
        return (
            f"None of {stock.n} open {noun} is overdue." if stock.n > 1 else f"The one open {noun[:-1]} is not overdue."
        )
    oldest = _counted(stock.overdue[0].days, "day")
    if stock.n == 1:
        return f"1 of 1 open {noun[:-1]} overdue, by {oldest}."
    return f"{stock.k} of {stock.n} open {noun} overdue, the oldest by {oldest}."


def incidents_sentence(incidents: StackSeries) -> str:
    """Say how many incidents there were, by severity."""
    periods = _stack_periods(incidents)
    if not incidents.total:
        return _ended(_nothing("No incident", periods), _left_out(incidents.left_out))
    by_severity = ((style.key, incidents.total_of(style.key)) for style in SEVERITIES)
    detail = ", ".join(f"{count} {severity}" for severity, count in by_severity if count)
    return _ended(f"{_counted(incidents.total, 'incident')} {_span(periods)}: {detail}", _left_out(incidents.left_out))


def cost_sentence(cost: StackSeries, currency: str, exponent: int) -> str:
    """Say what recovery cost us in one currency, and what most of it was for."""
    periods = _stack_periods(cost)
    if not cost.series:
        return _ended(_nothing(f"No cost in {currency}", periods), _lines_left_out(cost.left_out))
    code, most = max(((code, cost.total_of(code)) for code in cost.series), key=lambda pair: pair[1])
    total = f"{money_text(cost.total, exponent)} {currency} {_span(periods)}"
    names = {style.key: style.name.lower() for style in REMEDIES}
    detail = f"most for {names.get(code, code)}, {money_text(most, exponent)}" if len(cost.series) > 1 else ""
    return _ended(total, detail, _lines_left_out(cost.left_out))


def _span(periods: Sequence[str]) -> str:
    """Say over how long: "in the last 12 months" counts the one still running."""
    noun = _noun(periods)
    return f"in the last {len(periods)} {noun}s" if len(periods) > 1 else f"in {period_label(periods[0])}"


def _nothing(what: str, periods: Sequence[str]) -> str:
    return f"{what} {_span(periods)}" if periods else what


def _noun(periods: Sequence[str]) -> str:
    return "quarter" if is_quarter(periods[0]) else "month"


def _share_periods(series: ShareSeries) -> list[str]:
    return [share.period for share in series.shares]


def _stack_periods(series: StackSeries) -> list[str]:
    return [stack.period for stack in series.stacks]


def _not_all_due(series: ShareSeries) -> str:
    """Name the periods that are not mature, and say so."""
    names = [period_label(share.period) for share in series.shares if share.n and not share.mature]
    return f"{_listed(names)} not all due yet" if names else ""


def _left_out(left_out: Mapping[str, Sequence[str]]) -> str:
    """Count what left the denominator, by reason."""
    counts = [f"{len(ids)} {_LEFT_OUT_WORDS[reason][len(ids) != 1]}" for reason, ids in left_out.items() if ids]
    return f"not counted: {_listed(counts)}" if counts else ""


def _lines_left_out(left_out: Mapping[str, Sequence[str]]) -> str:
    count = sum(len(ids) for ids in left_out.values())
    return f"not counted: {_counted(count, 'line')} of incidents without a date" if count else ""


def _listed(words: Sequence[str]) -> str:
    return " and ".join((", ".join(words[:-1]), words[-1])) if len(words) > 1 else words[0]


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def _ended(*parts: str) -> str:
    """Join what is said with semicolons and end it."""
    return "; ".join(part for part in parts if part) + "."

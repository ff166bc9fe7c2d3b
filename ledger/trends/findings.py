"""The sentences a figure states: k of n and totals, and whether anything has changed beyond chance.

No percentage, no comparison with the month before: what has really changed is for the rules of
signals to say. Counts of what was left out stand beside, so that nothing leaves a denominator unseen.
"""

from collections.abc import Mapping, Sequence

from ledger.kernel.counting import counted
from ledger.kernel.money import Money
from ledger.trends.change_words import change_sentence
from ledger.trends.charting.patterns import REMEDIES, SEVERITIES
from ledger.trends.charting.scales import money_text
from ledger.trends.in_view import drawn
from ledger.trends.judging import Judged
from ledger.trends.measure_rows import StackSeries
from ledger.trends.months import is_quarter, period_label
from ledger.trends.words import amount

_NAMED = 3
"""So many periods are named; of more only the number is said."""
_LEFT_OUT_WORDS = {
    "duplicate": ("duplicate", "duplicates"),
    "near_miss": ("near miss", "near misses"),
    "not_dated": ("without a date", "without a date"),
    "not_ours": ("not ours", "not ours"),
    "not_recorded": ("brought in without a recorded notice", "brought in without a recorded notice"),
    "released": ("released by the client", "released by the client"),
    "sent_back": ("sent back", "sent back"),
    "withdrawn": ("withdrawn", "withdrawn"),
}


def share_sentence(found: Judged, left_out: Mapping[str, int]) -> str:
    """Say k of n over all periods, whether that has changed beyond chance, what is not due and what does not count."""
    periods = [share.period for share in found.shares]
    measure, is_over = found.measure, bool(found.shares) and found.shares[-1].mature
    if not found.n:
        return _ended(_nothing(f"No {measure.noun}", periods, is_over=is_over), _left_out(left_out))
    if measure.unit == "stock":
        last = found.shares[-1]
        when = f"at the end of {period_label(last.period)}" if last.mature else "now"
        first = f"{last.k:,} of {last.n:,} {measure.noun.replace(' at month end', '')} {when} {measure.met}"
    elif measure.unit == "count":
        first = f"{found.n:,} {measure.noun} {_span(periods, is_over=is_over)}"
    else:
        decided = found.decided
        first = f"{decided.k:,} of {decided.n:,} {measure.noun} {_span(periods, is_over=is_over)} {measure.met}"
    changed = (change_sentence(found) or _quiet(found)).removeprefix(measure.name).lstrip(": ").rstrip(".")
    changed = changed[0].lower() + changed[1:]
    return _ended(first, changed, _not_all_due(found), _left_out(left_out))


def funded_sentence(funded: StackSeries, currency: str, exponent: int, leaks: int = 0) -> str:
    """Say how much of what recovery cost we bore, and that no client bore any: unless time is still billable to one."""
    periods = _stack_periods(funded)
    total = funded.total
    if not total:
        return _ended(_nothing(f"Nothing booked in {currency}", periods, is_over=_is_over(funded)))
    ours = money_text(funded.total_of("us"), exponent)
    said = leaks_sentence(leaks) or "no client paid anything"
    return _ended(
        f"We paid {ours} of {money_text(total, exponent)} {currency} {_span(periods, is_over=_is_over(funded))}", said
    )


def cost_note(
    costs: Mapping[str, StackSeries], funded: Mapping[str, StackSeries], leaks: int, unshared: Sequence[Money]
) -> str:
    """Say beside what recovery cost: of which incidents, who paid it, and what no remedy shares out among clients."""
    paid = [series for series in costs.values() if series.total]
    said = _who_paid(paid[0], funded, leaks) if paid else "was booked for these quarters"
    if not unshared:
        return said
    amounts = _listed([amount(one.minor, one.currency) for one in unshared])
    return f"{said}; and {amounts} for incidents that touched other clients too and that no remedy shares out"


def _who_paid(paid: StackSeries, funded: Mapping[str, StackSeries], leaks: int) -> str:
    periods = _stack_periods(paid)
    span = f"{period_label(periods[0])} to {period_label(periods[-1])}{'' if _is_over(paid) else ' so far'}"
    back = ", part of it paid back to us" if any(len(one.series) > 1 for one in funded.values()) else ""
    clients = "" if leaks else "; clients paid nothing"
    return f"for incidents detected from {span}, all of it paid by us{back}{clients}"


def leaks_sentence(leaks: int) -> str:
    """Say that time of our mistakes would still be charged to a client; nothing where none would."""
    if not leaks:
        return ""
    stand = "stands" if leaks == 1 else "stand"
    return f"{counted(leaks, 'time entry', 'time entries')} of our mistakes still {stand} as billable to a client"


def _quiet(found: Judged) -> str:
    """Say what can be said where nothing has changed, and why little can."""
    if found.chart == "t" and not found.too_few:
        return "too rare to judge by month; the days between are judged instead"
    if found.chart == "t":
        return "so rare on one side that no change can be told"
    if found.too_few:
        return "too few months to say more"
    return "no change beyond chance by now" if any(drawn(found).flags) else "no change beyond chance"


def incidents_sentence(incidents: StackSeries) -> str:
    """Say how many incidents there were, by severity."""
    periods = _stack_periods(incidents)
    if not incidents.total:
        return _ended(_nothing("No incident", periods, is_over=_is_over(incidents)), _left_out(incidents.left_out))
    by_severity = ((style.key, incidents.total_of(style.key)) for style in SEVERITIES)
    detail = ", ".join(f"{count:,} {severity}" for severity, count in by_severity if count)
    return _ended(
        f"{counted(incidents.total, 'incident')} {_span(periods, is_over=_is_over(incidents))}: {detail}",
        _left_out(incidents.left_out),
    )


def cost_sentence(cost: StackSeries, currency: str, exponent: int) -> str:
    """Say what recovery cost us in one currency, and what most of it was for."""
    periods = _stack_periods(cost)
    if not cost.series:
        return _ended(_nothing(f"No cost in {currency}", periods, is_over=_is_over(cost)))
    code, most = max(((code, cost.total_of(code)) for code in cost.series), key=lambda pair: pair[1])
    total = f"{money_text(cost.total, exponent)} {currency} {_span(periods, is_over=_is_over(cost))}"
    names = {style.key: style.name.lower() for style in REMEDIES}
    detail = f"most for {names.get(code, code)}, {money_text(most, exponent)}" if len(cost.series) > 1 else ""
    return _ended(total, detail)


def class_sentence(classes: StackSeries, currency: str, exponent: int) -> str:
    """Say how much of what mistakes cost reached the client, and how much went into checking and preventing."""
    total, reached = classes.total, classes.total_of("external_failure")
    ahead = classes.total_of("appraisal") + classes.total_of("prevention")
    spent = f"{money_text(ahead, exponent)} {currency}" if ahead else "nothing"
    of_all = f"{money_text(reached, exponent)} of {money_text(total, exponent)} {currency}"
    return _ended(f"{of_all} after a mistake had reached the client", f"{spent} on checking and preventing")


def _span(periods: Sequence[str], *, is_over: bool) -> str:
    """Say over how long: "in the last 12 months" counts the one still running; what is over is named by its ends."""
    if len(periods) == 1:
        return f"in {period_label(periods[0])}"
    if is_over:
        return f"from {period_label(periods[0])} to {period_label(periods[-1])}"
    return f"in the last {len(periods)} {_noun(periods)}s"


def _nothing(what: str, periods: Sequence[str], *, is_over: bool) -> str:
    return f"{what} {_span(periods, is_over=is_over)}" if periods else what


def _noun(periods: Sequence[str]) -> str:
    return "quarter" if is_quarter(periods[0]) else "month"


def _is_over(series: StackSeries) -> bool:
    return bool(series.stacks) and series.stacks[-1].mature


def _stack_periods(series: StackSeries) -> list[str]:
    return [stack.period for stack in series.stacks]


def _not_all_due(found: Judged) -> str:
    """Name the periods that are not mature; of a share also how many items these hold beside what was counted."""
    waiting = [share for share in found.shares if share.n and not share.mature]
    names = [period_label(share.period) for share in waiting]
    if not names:
        return ""
    noun = _noun([share.period for share in waiting])
    of_them = f"the last {len(names)} {noun}s" if len(names) > _NAMED else _listed(names)
    if found.measure.unit != "share":
        return f"{of_them} not all due yet"
    return f"{sum(share.n for share in waiting):,} more of {of_them}, not all due yet"


def left_out_words(left_out: Mapping[str, int]) -> str:
    """Count what left the denominator, by reason: "2 near misses and 1 duplicate"."""
    counts = [f"{count:,} {_LEFT_OUT_WORDS[reason][count != 1]}" for reason, count in left_out.items() if count]
    return _listed(counts) if counts else ""


def _left_out(left_out: Mapping[str, int]) -> str:
    counts = left_out_words(left_out)
    return f"not counted: {counts}" if counts else ""


def _listed(words: Sequence[str]) -> str:
    return " and ".join((", ".join(words[:-1]), words[-1])) if len(words) > 1 else words[0]


def _ended(*parts: str) -> str:
    """Join what is said with semicolons and end it."""
    return "; ".join(part for part in parts if part) + "."

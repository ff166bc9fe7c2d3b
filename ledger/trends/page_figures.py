"""The figures of trend pages: judged measures become drawings whose marks link to the cases behind them."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from babel.numbers import get_currency_precision

from ledger.kernel.clock import zoned
from ledger.trends.catalogue import MEASURES
from ledger.trends.charting.charts import cost_figure, funded_figure, severity_figure, stacked_figure
from ledger.trends.charting.figures import Words
from ledger.trends.charting.funnel_chart import outside
from ledger.trends.charting.patterns import CLASSES
from ledger.trends.charting.stacked_columns import Unit
from ledger.trends.charting.step_chart import Lasting
from ledger.trends.findings import class_sentence, cost_sentence, funded_sentence, incidents_sentence, share_sentence
from ledger.trends.gap_figure import gap_words, gaps_figure
from ledger.trends.in_view import drawn
from ledger.trends.judging import Judged
from ledger.trends.leadership import STILL, Leadership
from ledger.trends.measure_figures import age_figure, median_figure, median_sentence, moving_range_figure
from ledger.trends.measure_page import MeasurePage
from ledger.trends.measure_rows import StackSeries
from ledger.trends.money_page import MoneyPage
from ledger.trends.months import is_quarter, period_label
from ledger.trends.scope import Scope
from ledger.trends.signal_figures import funnel_figure, judged_figure, step_figure
from ledger.trends.survival import differ

Link = Callable[..., str]


def note_of(scope: Scope) -> str:
    """Name the zone and the instant of a figure."""
    return f"Months of {scope.zone}, as of {zoned(scope.as_of, scope.zone)}."


def judged_note(found: Judged, note: str) -> str:
    """Add to a note that quarters are what is judged, and which of them is not whole."""
    points = drawn(found).points
    if not points or not is_quarter(points[0].period):
        return note
    said = f"{note} By quarters, whole ones, for months hold too little to judge."
    if found.begun_within and points[0] == found.points[0]:
        begun, quarter = period_label(found.begun_within), period_label(points[0].period)
        said += f" {quarter} begins with {begun}: nothing was counted in it before."
    return said


def figures(found: Leadership, scope: Scope, link: Link) -> list[Any]:
    """Return the page's figures in their order; costs only where the actor was given them."""
    note = note_of(scope)
    promises = found.measures["promises_kept"]
    words = Words("promises", promises.measure.name, share_sentence(promises, {}), judged_note(promises, note))
    return [
        judged_figure(words, promises, lambda period: link("promises_kept", period)),
        lasting_figure(found.lasting, note),
        *_money_figures(found, note, link),
        _late_notices(found, note, link),
        *_severities(found.incidents, note, link),
    ]


def measure_figures(found: Judged, left_out: Mapping[str, int], scope: Scope, link: Link) -> list[Any]:
    """Return the figures of one measure: its months, and the days between where it is rare."""
    note = note_of(scope)
    key, name = found.measure.key, found.measure.name
    words = Words(key.replace("_", "-"), name, share_sentence(found, left_out), judged_note(found, note))
    made: list[Any] = [judged_figure(words, found, lambda period: link(key, period))]
    if found.chart == "t" and found.rare_at:
        words_of_gaps = gap_words(f"{words.id}-gaps", found, scope, note)
        made.append(gaps_figure(words_of_gaps, found, scope, lambda month, part: link(key, month, part or None)))
    said = "What limits are made of: how far each point moved from the one before; a jump lies above the upper line."
    strip = moving_range_figure(Words(f"{words.id}-moves", f"Moving range of {name.lower()}", said, note), found)
    return [*made, strip] if strip else made


def page_figures(found: MeasurePage, scope: Scope, link: Link) -> list[Any]:
    """Return the figures of a measure's page: of itself and its sub-rows, and what only it has."""
    note = note_of(scope)
    left_out = {found.measure.key: found.left_out}  # what leaves a sub-row is not what leaves the measure
    made = [
        drawing
        for one in found.measures
        for drawing in measure_figures(one, left_out.get(one.measure.key, {}), scope, link)
    ]
    if found.lasting:
        made.append(lasting_figure(found.lasting, note, found.measure.key))
    if found.held:
        said = f"{'; '.join(found.within)}. A fix that holds counts for as long as it has held."
        words = Words("held", "How soon fixes come back", said, note)
        made.append(step_figure(words, [found.held], "Still holding", "came back"))
    if found.ages:
        last = found.ages.stacks[-1].total
        said = f"{last} overdue now; {found.redated} of the open got a later date, which hides nothing here."
        if scope.ends_at < scope.as_of:  # what has a later date is known of today alone
            said = f"{last} overdue at the end of {period_label(scope.month_keys[-1])}."
        words = Words("ages", "Overdue actions by age", said, note)
        made.append(age_figure(words, found.ages, lambda month, age: link("action_ageing", month, age or "met")))
    return made


def money_figures(found: MoneyPage, scope: Scope, link: Link) -> list[Any]:
    """Return the figures of what recovery cost or who funded it, by currency."""
    note = note_of(scope)
    if found.measure.key == "who_funded":
        return list(_funded_figures(found.stacks, note, link, len(found.leaks)))
    made: list[Any] = []
    for currency, trend in found.medians.items():
        if trend.every.costs:
            digits = get_currency_precision(currency)
            words = Words(
                f"median-{currency.lower()}", f"Median cost of an incident, in {currency}",
                median_sentence(trend, currency, digits), f"{note} Limits are reckoned on the logarithm.",
            )  # fmt: skip
            made.append(median_figure(words, trend, currency, digits))
    return [*made, *_cost_figures(found.stacks, note, link), *_class_figures(found.classes, note, link)]


LASTING = {
    "resolved_in_time": ("Time to put right", "put right"),
    "first_notice": ("Time to the first notice", "told"),
}
"""What takes time, by measure: its title, and what has happened to those of which it is over."""
COMPARED = {1: "slower than chance explains", -1: "quicker than chance explains", 0: "no difference beyond chance"}
"""What the time in which half were over before says of the newest."""


def lasting_figure(groups: tuple[Lasting, ...], note: str, measure: str = "resolved_in_time") -> Any:
    """Draw how long something takes, what is not over counted so."""
    said = "; ".join(f"{group.name}: {group.words}" for group in groups if group.n) or "Nothing to count"
    title, over = LASTING[measure]
    compared = differ(groups[0].steps, groups[1].steps) if len(groups) > 1 else None
    said = said[0].upper() + said[1:] + ("" if compared is None else f"; {COMPARED[compared]}")
    return step_figure(Words("lasting", title, f"{said}.", note), groups, STILL[measure].capitalize(), over)


def _severities(incidents: StackSeries | None, note: str, link: Link) -> Iterator[Any]:
    if incidents is not None:
        words = Words("incidents", "Incidents by severity", incidents_sentence(incidents), note)
        yield severity_figure(words, incidents, lambda period, part: link("severities", period, part))


def _late_notices(found: Leadership, note: str, link: Link) -> Any:
    return late_figure("first_notice", tuple((code, n - k, n) for code, k, n in found.late_by_client), note, link)


def late_figure(
    key: str, by_client: Sequence[tuple[str, int, int]], note: str, link: Link, *, in_short: bool = False
) -> Any:
    """Compare clients by what of a measure was not met, in a funnel; `by_client` gives code, k met and n.

    With `in_short`, as on paper, very many are not listed one by one.
    """
    counts = [(code, n - k, n) for code, k, n in by_client]
    n = sum(size for _, _, size in counts)
    pooled = sum(k for _, k, _ in counts) / n if n else 0.0
    named = [name for name, k, size in counts if size and outside(k, size, pooled)]
    said = (
        f"Beyond what chance explains: {', '.join(named)}."
        if named
        else "No client differs from the others by more than chance."
    )
    title = "Late first notice by client" if key == "first_notice" else f"Not {MEASURES[key].met}, by client"
    words = Words(f"late-{key.replace('_', '-')}", title, f"{said} Not adjusted for severity or over-dispersion.", note)
    return funnel_figure(
        words, counts, -1, lambda client: link(key, series="not_met", client=client), in_short=in_short
    )


def _money_figures(found: Leadership, note: str, link: Link) -> Iterator[Any]:
    yield from _funded_figures(found.funded, note, link, found.leaks)
    yield from _cost_figures(found.costs, note, link)


def _funded_figures(stacks: Mapping[str, StackSeries] | None, note: str, link: Link, leaks: int) -> Iterator[Any]:
    quarters = note.replace("Months", "Quarters")
    for currency, series in _worth_drawing(stacks):
        digits = get_currency_precision(currency)
        said = funded_sentence(series, currency, digits, leaks)
        title = f"Who funded recovery, in {currency}, by quarter of booking"
        words = Words(f"funded-{currency.lower()}", title, said, quarters)
        yield funded_figure(words, series, currency, digits, _of_currency(link, "funded", currency))


def _cost_figures(stacks: Mapping[str, StackSeries] | None, note: str, link: Link) -> Iterator[Any]:
    quarters = note.replace("Months", "Quarters")
    for currency, series in _worth_drawing(stacks):
        digits = get_currency_precision(currency)
        said = cost_sentence(series, currency, digits)
        title = f"Cost of recovery, in {currency}, by quarter of detection"
        words = Words(f"cost-{currency.lower()}", title, said, quarters)
        yield cost_figure(words, series, currency, digits, _of_currency(link, "cost", currency))


def _class_figures(stacks: Mapping[str, StackSeries], note: str, link: Link) -> Iterator[Any]:
    quarters = note.replace("Months", "Quarters")
    for currency, series in _worth_drawing(stacks):
        words = Words(
            f"class-{currency.lower()}", f"Cost by quality-cost class, in {currency}",
            class_sentence(series, currency, get_currency_precision(currency)), quarters,
        )  # fmt: skip
        unit = Unit(currency=currency, exponent=get_currency_precision(currency))
        yield stacked_figure(words, series, CLASSES, unit, _of_currency(link, "cost_class", currency))


def _worth_drawing(series: Mapping[str, StackSeries] | None) -> list[tuple[str, StackSeries]]:
    """Leave out a currency of which nothing is left in any quarter: what was booked in it was converted."""
    return [(key, one) for key, one in (series or {}).items() if any(stack.total for stack in one.stacks)]


def _of_currency(link: Link, measure: str, currency: str) -> Callable[[str, str | None], str]:
    return lambda period, part: link(measure, period, f"{currency}-{part}" if part else currency)

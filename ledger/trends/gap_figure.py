"""The days between what is rare of a measure, drawn as a t-chart: when each gap was, and the one that runs now."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import partial
from itertools import pairwise
from statistics import median

from ledger.kernel.clock import day_in
from ledger.kernel.counting import counted
from ledger.trends.charting.figures import Cell, EmptyFigure, LineFigure, Row, Table, Words
from ledger.trends.charting.marks import LineChart
from ledger.trends.charting.scales import PAGE, Geometry
from ledger.trends.charting.value_chart import Valued, value_chart
from ledger.trends.in_view import is_seen
from ledger.trends.judging import Judged, tone_of
from ledger.trends.months import month_key
from ledger.trends.rare_days import days_between, rare_words
from ledger.trends.scope import Scope
from ledger.trends.signals import standing, t_chart

DAY = timedelta(days=1)
WORTH_DRAWING = 4
"""So many days make three gaps; of fewer their dates are said."""
Link = Callable[[str, str], str]


def gap_words(figure_id: str, found: Judged, scope: Scope, note: str) -> Words:
    """Say what the gaps are between, how many there were, when the last was, and how long it is ago."""
    last = found.rare_at[-1].at
    since = counted((scope.ends_at - last).days, "day")
    how_long = f"{since} ago" if scope.ends_at == scope.as_of else f"{since} before these months ended"
    times = sum(is_seen(found, one.month) for one in found.rare_at)
    halved = f"half of the gaps {counted(round(median(found.gaps)), 'day')} or fewer; " if found.gaps else ""
    said = f"on {counted(times, 'day')} of these months; {halved}the last on {day_in(last, scope.zone)}, {how_long}."
    return Words(
        figure_id, f"Days between {rare_words(found.measure, is_met=found.rarer_is_met)}", said[0].upper() + said[1:],
        f"{note} Several on one day are one. The rules look at the 3.6th root of the days.",
    )  # fmt: skip


def part_of(found: Judged) -> str:
    """Return which part of a measure is the rare one: `met` or `not_met`; all of a count, as an empty text."""
    if found.measure.unit == "count":
        return ""
    return "met" if found.rarer_is_met else "not_met"


def gaps_figure(words: Words, found: Judged, scope: Scope, link: Link | None = None) -> LineFigure | EmptyFigure:
    """Draw the gaps with the limits of a t-chart; each leads to what ended it, by `link(month, part)`.

    What is not all due yet is hollow, as the last gap is, which runs still: it takes no part in limits or rules.
    """
    points = list(_over(found, scope))
    if len(found.rare_at) < WORTH_DRAWING:
        days = ", ".join(day_in(one.at, scope.zone) for one in found.rare_at)
        return EmptyFigure(words.id, words.title, words.caption, words.note, f"Too few to draw: {days}.")
    last = found.rare_at[-1].at
    running = (scope.ends_at - last) / DAY
    label = f"since {day_in(last, scope.zone)}: {running:,.0f} days so far"
    points.append(Valued(month_key(scope.ends_at, scope.tz), running, label, 0, hollow=True))
    pressed = partial(_address, link, part_of(found)) if link else None

    def draw(geometry: Geometry) -> LineChart | None:
        return value_chart(points, "days", geometry, pressed, trial=standing(len(found.gaps)) == "trial", events=True)

    page = draw(PAGE)
    if page is None:
        return EmptyFigure(words.id, words.title, words.caption, words.note, "Nothing to count here.")
    desc = "Days from one to the next, oldest first; the last still runs. The same figures stand in the table below."
    return LineFigure(
        words.id, words.title, words.caption, desc, words.note, page, draw, partial(_table, words, points, pressed)
    )


def _over(found: Judged, scope: Scope) -> Iterator[Valued]:
    """Give the gaps that have ended, those of the view; what is not judged yet bears neither limits nor flags."""
    limits = t_chart(found.gaps) if standing(len(found.gaps)) != "dots" else ()
    ended = zip(pairwise(found.rare_at), days_between(found.rare_at, scope.tz), strict=True)
    for place, ((begin, end), days) in enumerate(ended):
        flag = found.gap_flags[place] if place < len(found.gap_flags) else None
        if is_seen(found, end.month):
            yield Valued(
                end.month, days, f"{_dates(begin.at, end.at, scope.zone)}: {counted(round(days), 'day')}",
                found.rare_in.get(end.month, 0), hollow=place >= len(found.gaps),
                tone=tone_of(found.measure, flag) if flag else "", band=limits[place] if place < len(limits) else None,
            )  # fmt: skip


def _address(link: Link, part: str, month: str) -> str:
    return link(month, part)


def _dates(begin: datetime, end: datetime, zone: str) -> str:
    return f"{day_in(begin, zone)} to {day_in(end, zone)}"


def _table(words: Words, points: list[Valued], link: Callable[[str], str] | None) -> Table:
    rows = []
    for point in points:
        dates, _, days = point.label.partition(": ")
        rows.append(Row(dates, (Cell(days, link(point.period) if link and point.k else None),)))
    return Table(f"{words.title}. {words.note}".strip(), ("From one to the next", "Days"), tuple(rows))

"""Figures of judged measures: points with their limits, durations, and clients compared."""

from collections.abc import Sequence
from functools import partial

from ledger.trends.charting.charts import share_figure, share_text
from ledger.trends.charting.figures import Cell, EmptyFigure, FunnelFigure, LineFigure, Row, StepFigure, Table, Words
from ledger.trends.charting.funnel_chart import funnel_chart, outside
from ledger.trends.charting.line_chart import Link, Signals
from ledger.trends.charting.marks import FunnelChart, LineChart
from ledger.trends.charting.scales import PAGE, Geometry
from ledger.trends.charting.step_chart import Lasting, duration, step_chart
from ledger.trends.charting.value_chart import Valued, value_chart
from ledger.trends.in_view import drawn
from ledger.trends.judging import Judged, tone_of
from ledger.trends.measure_rows import Share, ShareSeries
from ledger.trends.months import period_label


def judged_figure(words: Words, found: Judged, link: Link | None = None) -> LineFigure | EmptyFigure:
    """Draw a judged measure: shares in percent, counts by people, each with the limits and flags it bears."""
    found = drawn(found)
    tones = tuple("" if flag is None else tone_of(found.measure, flag) for flag in found.flags)
    trial = found.standing == "trial"
    if found.measure.unit != "count":
        begins = frozenset(at for at, point in enumerate(found.points) if point.period in found.begins)
        signals = Signals(found.bands, tones, found.targets, trial, begins)
        return share_figure(words, ShareSeries(found.points), link, signals)
    points = [
        Valued(
            share.period,
            found.value(share),
            count_label(share),
            share.n,
            not share.mature,
            tone,
            band,
            share.period in found.begins,
        )
        for share, tone, band in zip(found.points, tones, found.bands, strict=True)
    ]
    unit = "for each 1,000 people" if found.people else "incidents"
    return _value_figure(words, points, unit, link, trial=trial)


def step_figure(
    words: Words, groups: Sequence[Lasting], still: str = "Still open", over: str = "over"
) -> StepFigure | EmptyFigure:
    """Draw how long things took, with a table of when a quarter, half and three quarters were over.

    `still` heads the column of what is not over, `over` says at the axis what has happened to the rest.
    """
    draw = partial(step_chart, groups, over=over)
    page = draw(PAGE)
    if page is None:
        return EmptyFigure(words.id, words.title, words.caption, words.note, "Nothing was over in these quarters.")
    desc = f"Share {over} after so long, with a 95 percent band; what is not yet counts so. The table says when."
    return StepFigure(
        words.id, words.title, words.caption, desc, words.note, page,
        draw, partial(_step_table, words, groups, still),
    )  # fmt: skip


def _step_table(words: Words, groups: Sequence[Lasting], still: str) -> Table:
    rows = tuple(
        Row(group.name, tuple(Cell(_over_by(group, share)) for share in (0.25, 0.5, 0.75)) + _sizes(group))
        for group in groups
    )
    return Table(f"{words.title}.", ("Group", "A quarter by", "Half by", "Three quarters by", "Counted", still), rows)


def funnel_figure(
    words: Words,
    counts: Sequence[tuple[str, int, int]],
    direction: int,
    link: Link | None = None,
    *,
    in_short: bool = False,
) -> FunnelFigure | EmptyFigure:
    """Draw many shares by their size; only those beyond the outer limits are named in the drawing.

    With `in_short` the table of very many says the same as the drawing: who is beyond them, and the others together.
    """

    def draw(geometry: Geometry) -> FunnelChart | None:
        return funnel_chart(counts, geometry, direction, link)

    page = draw(PAGE)
    if page is None:
        return EmptyFigure(words.id, words.title, words.caption, words.note, "Fewer than two have anything to compare.")
    desc = "Each point is one client by how many were counted; lines are what chance alone would do."
    # Sighted people press too, so this stands in the note and not in the description.
    more = "The ledger has the table of all." if in_short else "The data table leads to the cases of each client."
    note = f"{words.note} {more}" if page.dots else words.note
    listed, others = _in_short(counts) if in_short and page.dots else (counts, None)
    return FunnelFigure(
        words.id, words.title, words.caption, desc, note, page,
        draw, partial(_funnel_table, words, listed, others, link),
    )  # fmt: skip


def _in_short(counts: Sequence[tuple[str, int, int]]) -> tuple[Sequence[tuple[str, int, int]], tuple[str, int, int]]:
    """Return those beyond the outer limits, and all others as one."""
    pooled = sum(k for _, k, _ in counts) / sum(n for _, _, n in counts)
    beyond = [one for one in counts if one[2] and outside(one[1], one[2], pooled)]
    others = [one for one in counts if one[2] and one not in beyond]
    name = f"{'The other ' if beyond else 'All '}{len(others)} clients"
    return beyond, (name, sum(k for _, k, _ in others), sum(n for _, _, n in others))


def _funnel_table(
    words: Words, counts: Sequence[tuple[str, int, int]], others: tuple[str, int, int] | None, link: Link | None
) -> Table:
    rows = tuple(
        Row(name, (Cell(str(k), link(name) if link and k else None), Cell(str(n)), Cell(share_text(k, n))))
        for name, k, n in counts
        if n
    )
    if others is not None:
        name, k, n = others
        rows = (*rows, Row(name, (Cell(str(k)), Cell(str(n)), Cell(share_text(k, n)))))
    return Table(f"{words.title}.", ("Client", "Of these", "Out of", "Share"), rows)


def _value_figure(
    words: Words, points: Sequence[Valued], unit: str, link: Link | None, *, trial: bool
) -> LineFigure | EmptyFigure:
    def draw(geometry: Geometry) -> LineChart | None:
        return value_chart(points, unit, geometry, link, trial=trial)

    page = draw(PAGE)
    if page is None:
        return EmptyFigure(words.id, words.title, words.caption, words.note, "Nothing to count here.")
    desc = f"Values {unit}, oldest first. The same figures stand in the table below."
    return LineFigure(
        words.id, words.title, words.caption, desc, words.note, page,
        draw, partial(_value_table, words, points, unit, link),
    )  # fmt: skip


def _value_table(words: Words, points: Sequence[Valued], unit: str, link: Link | None) -> Table:
    rows = tuple(
        Row(
            period_label(point.period) + (", not over yet" if point.hollow else ""),
            (
                Cell(str(point.k), link(point.period) if link and point.k else None),
                Cell("none" if point.value is None else f"{point.value:,.1f}"),
            ),
        )
        for point in points
    )
    return Table(f"{words.title}. {words.note}".strip(), ("Month", "Count", unit.capitalize()), rows)


def count_label(share: Share) -> str:
    """Say one month's count: "March 2026: 7"."""
    return f"{period_label(share.period)}: {share.n}" + ("" if share.mature else ", not over yet")


def _over_by(group: Lasting, share: float) -> str:
    found = next((step.minutes for step in group.steps if step.done >= share), None)
    return "not yet" if found is None else duration(found)


def _sizes(group: Lasting) -> tuple[Cell, ...]:
    return Cell(str(group.n)), Cell(str(group.open_count))

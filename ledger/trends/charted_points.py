"""Which points of a measure bear a chart, which chart, and their limits: stretch by stretch, never across a rebase."""

from collections.abc import Mapping, Sequence

from ledger.trends.catalogue import Measure
from ledger.trends.measure_rows import Share
from ledger.trends.months import first_day, is_quarter, quarter_months, quarter_of_month, quarters_between
from ledger.trends.signal_rules import Flag, flags
from ledger.trends.signals import (
    DOTS_BELOW,
    ENOUGH,
    RARE,
    Band,
    Chart,
    chart_for,
    expected_rarer,
    laney_p,
    laney_u,
    standing,
    xmr,
)

PER_PEOPLE = 1_000
"""Counts are said for so many people of our clients."""


def charted(measure: Measure, shares: Sequence[Share]) -> tuple[Sequence[Share], Chart]:
    """Choose what is judged and how: months, or quarters where months hold too little and quarters enough."""
    mature = mature_of(shares, counts=measure.unit == "count")
    if measure.unit == "share":
        chart = chart_for([(share.k, share.n) for share in mature])
        quarters = by_quarter(shares[_first_of_quarter(shares) :]) if chart == "run" else []
        whole = mature_of(quarters)
        if len(whole) >= DOTS_BELOW and chart_for([(share.k, share.n) for share in whole]) == "rate":
            return quarters, "rate"
        return shares, chart
    if measure.unit == "stock":  # a stock that is nearly always nought has no spread that limits could be made of
        return shares, "rate" if expected_rarer([(share.k, share.n) for share in mature]) >= RARE else "run"
    counted = sum(share.n for share in mature)
    return shares, "rate" if counted >= ENOUGH * len(mature) else "t"


def by_quarter(shares: Sequence[Share]) -> list[Share]:
    """Add months up to the quarters they fill; one that began before the first month is left out.

    The running quarter is there with the months it has, and not mature.
    """
    if not shares:
        return []
    months = {share.period: share for share in shares}
    quarters = quarters_between(first_day(shares[0].period), first_day(shares[-1].period))
    found = []
    for quarter in quarters:
        here = quarter_months(quarter)
        if here[0] in months:
            members = [months[month] for month in here if month in months]
            whole = len(members) == len(here) and all(member.mature for member in members)
            k, n = sum(member.k for member in members), sum(member.n for member in members)
            found.append(Share(quarter, k, n, mature=whole))
    return found


def mature_of(shares: Sequence[Share], *, counts: bool = False) -> list[Share]:
    """Return the points that take part in limits and rules: mature, with anything in them.

    Of `counts` nought is a value like any other, from the first month on that holds anything: a month in which nothing
    is filed is the strongest sign that nothing is filed.
    """
    return [share for share in shares[_first(shares) :] if share.mature and (share.n or counts)]


def _first(shares: Sequence[Share]) -> int:
    """Return the place of the first point that holds anything: what lies before it is no time of this measure."""
    return next((place for place, share in enumerate(shares) if share.n), len(shares))


def _first_of_quarter(months: Sequence[Share]) -> int:
    """Return the place at which the quarter of the first month that holds anything begins, as far as it is given.

    What is judged begins with a quarter (`Scope.judged`): so every case of these months stands in one of them.
    """
    first = _first(months)
    if first == len(months):
        return first
    begins = quarter_months(quarter_of_month(months[first].period))[0]
    return next(place for place, share in enumerate(months) if share.period >= begins)


def begun_within(points: Sequence[Share], months: Sequence[Share]) -> str:
    """Return the first month that holds anything, where it lies inside the first quarter of the points; else empty."""
    if not points or not is_quarter(points[0].period):
        return ""
    first = months[_first(months)].period
    return first if first > quarter_months(points[0].period)[0] else ""


def value_of(measure: Measure, share: Share, people: int) -> float | None:
    """Give a point as it is charted: a share 0..1, or a count for each thousand people; none of an empty share."""
    if measure.unit == "count":
        return share.n * PER_PEOPLE / people if people else float(share.n)
    return share.k / share.n if share.n else None


def limits_of(
    measure: Measure, parts: Sequence[Sequence[Share]], people: int
) -> tuple[Mapping[str, Band], Mapping[str, Flag | None]]:
    """Return limits and flags by period; a stretch too short for limits has neither."""
    bands: dict[str, Band] = {}
    flagged: dict[str, Flag | None] = {}
    for part in parts:
        if standing(len(part)) != "dots":
            own_bands, own_flags = _limits(measure, part, people)
            bands |= own_bands
            flagged |= own_flags
    return bands, flagged


def _limits(
    measure: Measure, mature: Sequence[Share], people: int
) -> tuple[Mapping[str, Band], Mapping[str, Flag | None]]:
    values = [value_of(measure, share, people) or 0.0 for share in mature]
    if measure.unit == "count":
        bands = laney_u([(share.n, people / PER_PEOPLE if people else 1.0) for share in mature])
    elif measure.unit == "stock":
        bands = xmr(values)
    else:
        bands = laney_p([(share.k, share.n) for share in mature])
    periods = [share.period for share in mature]
    found = flags(values, bands)
    return dict(zip(periods, bands, strict=True)), dict(zip(periods, found, strict=True))

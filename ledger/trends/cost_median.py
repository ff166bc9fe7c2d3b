"""What one incident costs by month: total, median, the three dearest, and limits on the logarithm of the median.

Costs are near lognormal: a mean follows the dearest incident, and limits on plain amounts flag every large one. So the
rules look at log10 of the median, and so does the drawing.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, tzinfo
from math import log10
from statistics import median

from ledger.trends.measure_rows import CostLine
from ledger.trends.months import is_mature, month_key
from ledger.trends.signal_rules import Flag, flags
from ledger.trends.signals import Band, Standing, standing, xmr

DEAREST = 3


@dataclass(frozen=True, slots=True)
class CostMonth:
    """What the incidents detected in a month cost, in minor units of one currency; dearest first, those above nought.

    What a reversal took back to nothing costs nothing and is left out.
    """

    period: str
    costs: tuple[int, ...]
    mature: bool

    @property
    def total(self) -> int:
        """All of it."""
        return sum(self.costs)

    @property
    def median(self) -> float | None:
        """What half of them cost at most; none where there is none."""
        return median(self.costs) if self.costs else None

    @property
    def dearest_share(self) -> float | None:
        """The share (0..1) of the three dearest; none below four, of which it says nothing."""
        return sum(self.costs[:DEAREST]) / self.total if len(self.costs) > DEAREST else None


@dataclass(frozen=True, slots=True)
class CostTrend:
    """Months of one currency, oldest first, with limits (of log10 of minor units) and flags of their medians."""

    months: tuple[CostMonth, ...]
    bands: tuple[Band | None, ...]
    flags: tuple[Flag | None, ...]
    standing: Standing
    flag: Flag | None = None
    """The flag of the last mature month with a cost."""

    @property
    def every(self) -> CostMonth:
        """All months together."""
        costs = sorted((cost for month in self.months for cost in month.costs), reverse=True)
        return CostMonth("", tuple(costs), mature=False)

    def seen_from(self, month: str) -> "CostTrend":
        """Return it as a view shows it that begins with a month; what it was found to be stays."""
        hidden = sum(one.period < month for one in self.months)
        return replace(self, months=self.months[hidden:], bands=self.bands[hidden:], flags=self.flags[hidden:])


def cost_trends(
    lines: Iterable[CostLine], as_of: datetime, zone: tzinfo, months: Sequence[str]
) -> Mapping[str, CostTrend]:
    """Return the cost of incidents by month of detection, for each currency on its own. Measure M8."""
    found: dict[str, dict[str, dict[str, int]]] = defaultdict(lambda: defaultdict(lambda: defaultdict(int)))
    for line in lines:
        if line.detected_at is not None:
            found[line.currency][month_key(line.detected_at, zone)][line.incident_id] += line.amount
    return {
        currency: _trend(
            [
                CostMonth(
                    month,
                    tuple(sorted((cost for cost in by_month[month].values() if cost > 0), reverse=True)),
                    mature=is_mature(month, zone, as_of),
                )
                for month in months
            ]
        )
        for currency, by_month in sorted(found.items())
    }


def _trend(months: Sequence[CostMonth]) -> CostTrend:
    """Judge log10 of the medians of mature months; one band runs from the first of them to the last."""
    judged = [(month, log10(value)) for month in months if month.mature and (value := month.median)]
    logs = [value for _, value in judged]
    stands = standing(len(logs))
    bands = xmr(logs) if stands != "dots" else ()
    periods = [month.period for month, _ in judged]
    flagged = dict(zip(periods, flags(logs, bands), strict=True)) if bands else {}
    return CostTrend(
        tuple(months),
        tuple(bands[0] if bands and periods[0] <= month.period <= periods[-1] else None for month in months),
        tuple(flagged.get(month.period) for month in months),
        stands,
        flagged.get(periods[-1]) if periods else None,
    )

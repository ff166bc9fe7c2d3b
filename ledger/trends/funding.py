"""Who funded recovery: what was booked in each quarter, by who bore it. A client bears nothing; the books refuse it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from ledger.trends.measure_rows import Part, Stack, StackSeries
from ledger.trends.months import quarter_of_month

US, SUPPLIER, INSURER = "us", "supplier", "insurer"


@dataclass(frozen=True, slots=True)
class FundedSum:
    """What was booked in a month: costs to us, or what others pay us back, in minor units; and how many lines."""

    month: str
    source: str
    currency: str
    amount: int
    count: int


def funded_by_quarter(sums: Iterable[FundedSum], quarters: Sequence[str], today: date) -> Mapping[str, StackSeries]:
    """Add up by currency and quarter of booking who bore it: what others paid back is taken off what we bore. M9."""
    found: dict[str, dict[str, list[FundedSum]]] = defaultdict(lambda: defaultdict(list))
    for one in sums:
        found[one.currency][quarter_of_month(one.month)].append(one)
    running = quarter_of_month(f"{today:%Y-%m}")
    return {
        currency: StackSeries(
            series=_sources(by_quarter, quarters),
            stacks=tuple(
                Stack(quarter, _parts(by_quarter[quarter], _sources(by_quarter, quarters)), mature=quarter < running)
                for quarter in quarters
            ),
        )
        for currency, by_quarter in sorted(found.items())
    }


def _sources(by_quarter: Mapping[str, Sequence[FundedSum]], quarters: Sequence[str]) -> tuple[str, ...]:
    there = {one.source for quarter in quarters for one in by_quarter.get(quarter, ())}
    return tuple(source for source in (US, SUPPLIER, INSURER) if source == US or source in there)


def _parts(sums: Sequence[FundedSum], sources: Sequence[str]) -> tuple[Part, ...]:
    back = sum(one.amount for one in sums if one.source != US)
    found = []
    for source in sources:
        mine = [one for one in sums if one.source == source]
        amount = sum(one.amount for one in mine) - (back if source == US else 0)
        found.append(Part(source, amount, sum(one.count for one in mine)))
    return tuple(found)

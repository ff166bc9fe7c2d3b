"""Who funded recovery: what was booked in each quarter, by who bore it. A client bears nothing; the books refuse it.

What others paid back to us is twice in it: taken off what we bore, and borne by them.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

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


class BookedLine(NamedTuple):
    """A transfer behind a mark of money, and what it adds to it in minor units; of a cost nobody asks who bore it."""

    id: str
    amount: int
    source: str = ""


def borne(lines: Iterable[BookedLine]) -> Iterator[BookedLine]:
    """Give the lines behind who bore what: of each that was paid back, also what it takes off what we bore."""
    for line in lines:
        if line.source != US:
            yield line._replace(amount=-line.amount, source=US)
        yield line


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
    back = [one for one in sums if one.source != US]
    found = []
    for source in sources:
        mine = [one for one in sums if one.source == source]
        taken_off = back if source == US else []
        amount = sum(one.amount for one in mine) - sum(one.amount for one in taken_off)
        found.append(Part(source, amount, sum(one.count for one in (*mine, *taken_off))))
    return tuple(found)

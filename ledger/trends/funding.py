"""Who funded recovery: what was booked in each quarter, by who bore it. A client bears nothing; the books refuse it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from ledger.trends.measure_rows import Part, Stack, StackSeries

US, SUPPLIER, INSURER = "us", "supplier", "insurer"


@dataclass(frozen=True, slots=True)
class FundedLine:
    """One booked line of a recovery: a cost to us, or what a supplier or insurer pays us back; minor units."""

    id: str
    source: str
    currency: str
    amount: int
    booked_on: date


def quarter_of(day: date) -> str:
    """Give the quarter of a day that has no zone: the day of a booking."""
    return f"{day.year:04d}-Q{(day.month + 2) // 3}"


def funded_by_quarter(lines: Iterable[FundedLine], quarters: Sequence[str], today: date) -> Mapping[str, StackSeries]:
    """Add up by currency and quarter of booking who bore it: what others paid back is taken off what we bore. M9."""
    found: dict[str, dict[str, list[FundedLine]]] = defaultdict(lambda: defaultdict(list))
    for line in lines:
        found[line.currency][quarter_of(line.booked_on)].append(line)
    running = quarter_of(today)
    return {
        currency: StackSeries(
            series=tuple(source for source in (US, SUPPLIER, INSURER) if _occurs(source, by_quarter, quarters)),
            stacks=tuple(
                Stack(quarter, _parts(by_quarter[quarter], by_quarter, quarters), mature=quarter < running)
                for quarter in quarters
            ),
        )
        for currency, by_quarter in sorted(found.items())
    }


def _occurs(source: str, by_quarter: Mapping[str, Sequence[FundedLine]], quarters: Sequence[str]) -> bool:
    return source == US or any(line.source == source for quarter in quarters for line in by_quarter.get(quarter, ()))


def _parts(
    lines: Sequence[FundedLine], by_quarter: Mapping[str, Sequence[FundedLine]], quarters: Sequence[str]
) -> tuple[Part, ...]:
    back = sum(line.amount for line in lines if line.source != US)
    parts = [
        Part(source, sum(line.amount for line in mine), tuple(line.id for line in mine))
        for source in (SUPPLIER, INSURER)
        if _occurs(source, by_quarter, quarters)
        for mine in [[line for line in lines if line.source == source]]
    ]
    ours = [line for line in lines if line.source == US]
    return (Part(US, sum(line.amount for line in ours) - back, tuple(line.id for line in ours)), *parts)

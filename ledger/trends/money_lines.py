"""M8 and M9 as lines of the table of measures: what the last whole quarter says, by currency and never added."""

from collections.abc import Mapping
from dataclasses import dataclass

from ledger.trends.catalogue import MEASURES, Measure
from ledger.trends.findings import leaks_sentence
from ledger.trends.leadership import Leadership
from ledger.trends.measure_rows import StackSeries
from ledger.trends.words import amount


@dataclass(frozen=True, slots=True)
class MoneyLine:
    """One of the two: its last whole quarter, amounts and lines there, and what is to be said of it.

    `links` lead to the lines: measure, quarter and part each, with their amount in words.
    """

    measure: Measure
    quarter: str
    links: tuple[tuple[str, str, str], ...]
    lines: int
    said: str
    outlook: str
    """`reached` or `missed` where something must be nought, else empty."""


def money_lines(found: Leadership) -> tuple[MoneyLine, ...]:
    """Return both, or none for who may not see them."""
    if found.costs is None or found.funded is None:
        return ()
    leaks = leaks_sentence(found.leaks)
    return (
        _line("recovery_cost", "cost", found.costs, "its median is judged on its page", ""),
        _line("who_funded", "funded", found.funded, leaks or "clients paid nothing", "missed" if leaks else "reached"),
    )


def _line(key: str, part: str, stacks: Mapping[str, StackSeries], said: str, outlook: str) -> MoneyLine:
    over = [stack.period for one in stacks.values() for stack in one.stacks if stack.mature]
    quarter = max(over, default="")
    last = {
        currency: stack
        for currency, one in stacks.items()
        for stack in one.stacks
        if stack.period == quarter and any(part.count for part in stack.parts)
    }
    return MoneyLine(
        MEASURES[key],
        quarter,
        tuple((part, currency, amount(stack.total, currency)) for currency, stack in last.items()),
        sum(part.count for stack in last.values() for part in stack.parts),
        said,
        outlook,
    )

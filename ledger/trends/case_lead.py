"""What a list of cases says above itself: how many of how many, what they have in common, of when, and their sum."""

from collections.abc import Sequence
from typing import NamedTuple

from ledger.kernel.counting import counted
from ledger.trends.catalogue import MEASURES
from ledger.trends.charting.patterns import CLASSES, FUNDERS, REMEDIES
from ledger.trends.measure_figures import AGES
from ledger.trends.months import period_label

MET, NOT_MET, LEFT_OUT, DECIDED = "met", "not_met", "left_out", "decided"
"""Parts of a share: its numerator, the rest, what left its denominator (`left_out-REASON` for one reason), and what
stands in months that are all due."""
_PALETTES = {"cost": REMEDIES, "cost_class": CLASSES, "funded": FUNDERS}
_OVERDUE = {"overdue_promises": "promise", "overdue_actions": "action"}
_AGES = {style.key: style.name.removesuffix(" days") for style in AGES}


class Sizes(NamedTuple):
    """How many a list shows, how many of them met the measure, and how many its point counts in all."""

    shown: int
    k: int
    n: int


def lead(measure: str, series: str, when: str, sizes: Sizes, total: str = "") -> str:
    """Say what a list shows: "34 of 135 impacts do not count as “told first”, March 2026".

    `when` is of `when_of`; `total` is what a list of money adds up to, with its currency.
    """
    said = _said(measure, series, sizes, total)
    return f"{said}, {when}" if when else said


def when_of(measure: str, period: str | None, months: Sequence[str]) -> str:
    """Say of when a list is: one period, or all of `months`; what is overdue is so now."""
    if measure in _OVERDUE:
        return ""
    if measure == "action_ageing":
        return f"at the end of {period_label(period or months[-1])}"
    if period:
        return period_label(period)
    return period_label(months[0]) if len(months) == 1 else f"{period_label(months[0])} to {period_label(months[-1])}"


def _said(measure: str, series: str, sizes: Sizes, total: str) -> str:
    if measure in _PALETTES:
        names = {style.key: style.name for style in _PALETTES[measure]}
        part = names.get(series.partition("-")[2], "")
        return f"{counted(sizes.shown, 'booking')}{f' under “{part}”' if part else ''}, {total} together"
    if measure in _OVERDUE:
        return f"{counted(sizes.shown, f'open {_OVERDUE[measure]}')} past the original date"
    if measure == "severities":
        return counted(sizes.shown, "incident") + (f" of {series}" if series else "")
    return _of_measure(measure, series, sizes)


def _of_measure(measure: str, series: str, sizes: Sizes) -> str:
    found = MEASURES[measure]
    if series.startswith(LEFT_OUT):
        reason = series.removeprefix(LEFT_OUT).strip("-").replace("_", " ")
        return f"{sizes.shown:,} not counted as {found.noun}" + (f": {reason}" if reason else "")
    if series in _AGES:
        return f"{counted(sizes.shown, 'action')} overdue for {_AGES[series]} days"
    if found.unit == "count":
        return f"{sizes.shown:,} {found.noun}"
    k = sizes.n - sizes.k if series == NOT_MET else sizes.k
    verb = "counts" if k == 1 else "count"
    if series == NOT_MET:
        verb = "does not count" if k == 1 else "do not count"
    of_these = " in months that are all due" if series == DECIDED else ""
    return f"{k:,} of {sizes.n:,} {found.noun}{of_these} {verb} as “{found.met}”"

"""How a scorecard is drawn: the strip of its year, and each measure with its range and verdict."""

from collections.abc import Callable
from typing import Any
from zoneinfo import ZoneInfo

from ledger.kernel.clock import day_in
from ledger.kernel.counting import counted
from ledger.trends.charting.figures import Words
from ledger.trends.charting.incident_strip import Event, IncidentStrip, incident_strip
from ledger.trends.charting.interval_strip import interval_strip, verdict
from ledger.trends.charting.scales import PAGE, PAPER
from ledger.trends.scorecard import Happened, Scorecard
from ledger.trends.scorecard_lines import Line


def card_shown(card: Scorecard, link: Callable[[str], str] | None = None) -> dict[str, Any]:
    """Return what the fragment draws; `link` leads to a case by its reference, where the reader may see it."""
    events = [_event(one, card.zone) for one in card.happened]
    span, zone = (card.from_at, card.as_of), ZoneInfo(card.zone)

    def strip(*, printed: bool) -> IncidentStrip | None:
        return incident_strip(events, span, zone, PAPER if printed else PAGE, link)

    words = Words("year", "What happened", _sentence(card), "")
    return {"strip": strip, "words": words, "rows": [_row(line) for line in card.lines]}


def _event(one: Happened, zone: str) -> Event:
    ended = f"put right on {day_in(one.ended_at, zone)}" if one.ended_at else "still open"
    late = ", first notice was late" if one.was_late else ""
    label = f"{one.reference}, {one.severity}, {day_in(one.at, zone)}, {ended}{late}"
    return Event(one.reference, label, one.severity, one.at, one.ended_at, one.was_late)


def _sentence(card: Scorecard) -> str:
    count, still = len(card.happened), card.open_count
    if not count:
        return "Nothing happened in this year as far as we know."
    late, due = (sum(getattr(one, name) for one in card.happened) for name in ("was_late", "was_due"))
    told = f"first notice was late for {late} of them" if late else "no first notice was late"
    told = told if due else "no first notice was due by a clock"
    said = f"{counted(count, 'incident')}, {still} still open; {told}; you had to chase us {card.chased} times."
    said = said.replace("chase us 1 times", "chase us once")
    after = f" {card.filed_later} of the incidents we wrote down only after {day_in(card.as_of, card.zone)}."
    return said + after if card.filed_later else said


def _row(line: Line) -> dict[str, Any]:
    measure = line.measure
    said, tone = verdict(line.k, line.n, measure.target, measure.direction)
    strip = interval_strip(measure.name, line.k, line.n, measure.target)
    return {"key": measure.key, "name": measure.name, "line": line, "strip": strip, "verdict": said, "tone": tone}

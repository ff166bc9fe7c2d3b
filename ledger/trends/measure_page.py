"""One measure on a page of its own: judged, with what stands under it, what it leaves out, and what only it has."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy.orm import Session

from ledger.kernel.errors import NotFound
from ledger.people.actor import Actor
from ledger.trends.act_rows import ActsShown, acts_of
from ledger.trends.catalogue import GATES, MEASURES, Measure
from ledger.trends.charting.step_chart import Lasting
from ledger.trends.counting import behind, lasted, left_out, require_named
from ledger.trends.facts.keeping_word import HOLDS_A_YEAR, HOLDS_FOR, MINUTE, RESOLVED_WITHIN
from ledger.trends.item_times import corrected_letters, held_for, overdue_at_month_ends, redated
from ledger.trends.judging import Judged
from ledger.trends.leadership import care_of, judged_measures, lasting_quarters, may_see
from ledger.trends.measure_figures import ages_of, by_sentence
from ledger.trends.measure_rows import StackSeries
from ledger.trends.months import is_mature
from ledger.trends.overdue import age_band
from ledger.trends.reports import LateFilings, late_filings
from ledger.trends.scope import Scope
from ledger.trends.survival import done_by, kaplan_meier

WITH_DURATIONS = ("first_notice", "resolved_in_time")


@dataclass(frozen=True)
class MeasurePage:
    """A measure and the sub-rows under it, the measure first."""

    measure: Measure
    measures: tuple[Judged, ...]
    left_out: Mapping[str, int]
    lasting: tuple[Lasting, ...]
    late: LateFilings | None
    """What was filed after the last report about its months."""
    acts: ActsShown
    """Its targets and rebases, also those refused and taken back."""
    care: tuple[str, ...]
    """Why everything has to be read with care; none where the record is timely and whole."""

    corrected: int | None = None
    """M4: how many letters were corrected of those that were issued in these months."""
    ages: StackSeries | None = None
    """M11: what was overdue at each month's end, by how long."""
    redated: int = 0
    """M11: how many of the actions open now got a later date than their first."""
    held: Lasting | None = None
    """M10: how long fixes have held."""
    within: tuple[str, ...] = ()
    """Sentences that a survival curve allows: what is over by the promised time, open items counted."""

    @property
    def judged(self) -> Judged:
        """The measure itself, without its sub-rows."""
        return self.measures[0]


def measure_page(session: Session, actor: Actor, scope: Scope, key: str) -> MeasurePage:
    """Return one measure counted from facts; raise `NotFound` for one that is not there or not this reader's."""
    measure = MEASURES.get(key)
    if measure is None or measure.unit == "money" or not may_see(actor, measure):
        sentence = f"There is no measure called {key}."
        raise NotFound(sentence)
    require_named(session, actor, scope)
    keys = [key, *(one.key for one in MEASURES.values() if one.under == key)]
    found = judged_measures(session, actor, scope, [*keys, *GATES])
    page = MeasurePage(
        found[key].measure,
        tuple(found[one] for one in keys),
        left_out(session, actor, scope, key),
        lasting_quarters(session, actor, scope, key) if key in WITH_DURATIONS else (),
        late_filings(session, actor),
        acts_of(session, actor, key),
        care_of(session, found),
    )
    if key == "repeats":
        return replace(page, **_of_fixes(session, actor, scope))
    if key == "letters_on_time":
        return replace(page, corrected=corrected_letters(session, actor, scope))
    if key == "action_ageing":
        return replace(page, **_of_ageing(session, actor, scope))
    if key == "resolved_in_time":
        (rows,) = lasted(session, actor, scope, key, [scope.month_keys])
        done = done_by(kaplan_meier(rows), RESOLVED_WITHIN / MINUTE)
        count = sum(row.count for row in rows)
        return replace(page, within=(by_sentence("Put right within eight hours", done, count),))
    return page


def _of_fixes(session: Session, actor: Actor, scope: Scope) -> dict[str, Any]:
    rows = held_for(session, actor, scope)
    steps = kaplan_meier(rows)
    back = sum(row.over for row in rows)
    said = f"{back:,} of {len(rows):,} came back so far"
    within = tuple(
        by_sentence(f"{lead} {span.days} days", done_by(steps, span / MINUTE), len(rows))
        for lead, span in (("Came back within", HOLDS_FOR), ("within", HOLDS_A_YEAR))
    )
    until = max((row.minutes for row in rows), default=0.0)
    return {"held": Lasting("Fixes", steps, len(rows), len(rows) - back, said, until=until), "within": within}


def _of_ageing(session: Session, actor: Actor, scope: Scope) -> dict[str, Any]:
    ends = overdue_at_month_ends(session, actor, scope)
    counts = [
        (month, is_mature(month, scope.tz, scope.as_of), [(item, age_band((at - since).days)) for item, since in items])
        for month, at, items in ends
    ]
    open_now, _ = behind(session, actor, scope, "action_ageing", scope.month_keys[-1])
    return {"ages": ages_of(counts), "redated": redated(session, actor, open_now)}

"""What leadership opens: every measure of one scope judged, what has really changed, and what is overdue and spent."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import NamedTuple

from sqlalchemy.orm import Session

from ledger.kernel.money import Money
from ledger.people.actor import Actor
from ledger.people.permissions import may
from ledger.recovery.effort_plan import leak_count
from ledger.trends.act_rows import Standing, standing_acts
from ledger.trends.acts import NO_ACTS
from ledger.trends.catalogue import GATES, MEASURES, Measure, in_scope
from ledger.trends.cell_reading import is_being_counted
from ledger.trends.change_words import COUNTED_ANEW, change_sentence, gate_is_bad, rebase_sentence, under_filing
from ledger.trends.charting.step_chart import Lasting
from ledger.trends.counting import by_client, lasted, people, rare_times, require_named, severity_counts, shares
from ledger.trends.findings import cost_note
from ledger.trends.funding import funded_by_quarter
from ledger.trends.in_view import seen_from
from ledger.trends.judging import Judged, Tone, judged
from ledger.trends.measure_rows import OverdueCount, ShareSeries, StackSeries
from ledger.trends.months import period_label, quarter_months
from ledger.trends.open_items import overdue_action_count, overdue_promise_count
from ledger.trends.queries import (
    cost_sums,
    funded_sums,
    incident_count,
    unshared_costs,
)
from ledger.trends.rare_days import days_between, decided_days, rare_days
from ledger.trends.reports import LateFilings, late_filings
from ledger.trends.scope import Scope
from ledger.trends.survival import Lasted, kaplan_meier
from ledger.trends.tallies import cost_per_quarter, incidents_per_month

DAY = timedelta(days=1)
AT_MOST = 5
"""So many sentences of what has changed: who reads ten reads none."""
BEFORE = 4
"""Quarters that the newest one is compared with."""
STILL = {"resolved_in_time": "still open", "first_notice": "not told yet"}
"""What takes time, by measure, and what is said of what is not over."""


class Change(NamedTuple):
    """One change that is no chance: what it means, whether it points up (1), down (-1) or neither, and its sentence.

    `key` is the measure whose page says more.
    """

    tone: Tone
    side: int
    sentence: str
    key: str


@dataclass(frozen=True)
class Leadership:
    """The page's data. Costs stand by currency, and are none where the actor may not see them."""

    measures: Mapping[str, Judged]
    changes: tuple[Change, ...]
    """What has really changed, the worst first."""
    care: tuple[str, ...]
    """Why everything has to be read with care; none where the record is timely and whole, and counted."""
    overdue_promises: OverdueCount
    overdue_actions: OverdueCount
    incidents: StackSeries | None
    """By severity; none where how many there are is not this reader's."""
    costs: Mapping[str, StackSeries] | None
    funded: Mapping[str, StackSeries] | None
    lasting: tuple[Lasting, ...]
    late_by_client: tuple[tuple[str, int, int], ...]
    """First notices that came late, by client: code, k and n."""
    open_incidents: int
    rebases_waiting: tuple[tuple[str, str], ...] = ()
    """Measure and month of the rebases that wait for a second person."""
    late: LateFilings | None = None
    """What was filed after the last report about its months."""
    leaks: int = 0
    """Time entries of our mistakes that another system would still charge to a client, of any scope; should be none."""
    unshared: tuple[Money, ...] = ()
    """Of a client: what incidents cost that touched others as well, where nobody can say whose it was."""

    @property
    def cost_note(self) -> str:
        """What is to be said beside what recovery cost."""
        return cost_note(self.costs or {}, self.funded or {}, self.leaks, self.unshared)

    @property
    def untold(self) -> int:
        """Of how many of the measures that have a row too little is known to tell a change from chance."""
        return sum(one.too_few for one in self.measures.values() if not one.measure.under)

    @property
    def missed(self) -> tuple[str, ...]:
        """The measures that miss their target, changed or not."""
        return tuple(one.measure.name for one in self.measures.values() if one.short or one.outlook == "missed")

    @property
    def told(self) -> ShareSeries:
        """M1 as a series."""
        return ShareSeries(self.measures["told_first"].shares)

    @property
    def found(self) -> ShareSeries:
        """Found first as a series."""
        return ShareSeries(self.measures["found_first"].shares)

    @property
    def promises(self) -> ShareSeries:
        """M3 as a series."""
        return ShareSeries(self.measures["promises_kept"].shares)


def leadership(session: Session, actor: Actor, scope: Scope) -> Leadership:
    """Return the measures of a scope as of its instant; a bounded number of SELECTs whatever the size.

    Raises `NotFound` for a client that is not there.
    """
    require_named(session, actor, scope)
    as_of, zone, months = scope.as_of, scope.tz, scope.month_keys
    said = standing_acts(session, rebases=not scope.is_narrowed)
    every = judged_measures(session, actor, scope, tuple(MEASURES), said)
    found = {key: one for key, one in every.items() if may_see(actor, one.measure)}
    sees_costs = may(actor, "read_all_costs")
    notices = by_client(session, actor, scope, "first_notice")
    return Leadership(
        measures=found,
        changes=changes(found, every),
        care=care_of(session, found),
        overdue_promises=overdue_promise_count(session, actor, scope),
        overdue_actions=overdue_action_count(session, actor, scope),
        incidents=incidents_per_month(severity_counts(session, actor, scope), as_of, zone, months)
        if "incidents" in found
        else None,
        costs=cost_per_quarter(cost_sums(session, actor, scope), as_of, zone, scope.quarter_keys)
        if sees_costs
        else None,
        funded=funded_by_quarter(funded_sums(session, actor, scope), scope.quarter_keys, as_of.astimezone(zone).date())
        if sees_costs
        else None,
        lasting=lasting_quarters(session, actor, scope, "resolved_in_time"),
        late_by_client=tuple((code, n - k, n) for code, k, n in notices),
        open_incidents=incident_count(session, actor, scope, open_now=True),
        rebases_waiting=said.waiting,
        late=late_filings(session, actor),
        leaks=leak_count(session, actor) if sees_costs else 0,
        unshared=unshared_costs(session, actor, scope) if sees_costs else (),
    )


def may_see(actor: Actor, measure: Measure) -> bool:
    """Say whether a measure is this reader's: some are leadership's and the auditors' alone."""
    return not measure.leadership_only or may(actor, "read_all_costs")


def judged_measures(
    session: Session, actor: Actor, scope: Scope, keys: Sequence[str], said: Standing | None = None
) -> dict[str, Judged]:
    """Return measures that are counted from facts, each judged by the chart that its numbers bear.

    They are judged over the scope's one stretch and seen from its first month. `said` is what stands decided about
    them, where the caller has read it already.
    """
    counted = [key for key in keys if MEASURES[key].unit != "money"]
    heads = people(session, actor, scope)
    by_month = shares(session, actor, scope.judged, counted)
    acts = (said or standing_acts(session, rebases=not scope.is_narrowed)).acts
    about = {key: in_scope(MEASURES[key], scope.severity) for key in counted}
    found = {key: judged(about[key], by_month[key], people=heads, acts=acts.get(key, NO_ACTS)) for key in counted}
    rare = {
        key: MEASURES[key].unit == "count" or 2 * one.k < one.n
        for key, one in found.items()
        if one.chart == "t" and one.n
    }
    for key, times in rare_times(session, actor, scope.judged, rare).items():
        days = rare_days(times, scope.tz)
        decided = decided_days(days, by_month[key])
        anew = judged(
            about[key],
            by_month[key],
            people=heads,
            gaps=days_between(decided, scope.tz),
            quiet=(scope.ends_at - decided[-1].at) / DAY if decided else 0.0,
            rarer_is_met=rare[key],
            acts=acts.get(key, NO_ACTS),
        )
        found[key] = replace(anew, rare_at=days, rare_in=Counter(one.month for one in times))
    return {key: seen_from(one, scope.month_keys[0]) for key, one in found.items()}


def lasting_quarters(session: Session, actor: Actor, scope: Scope, measure: str) -> tuple[Lasting, ...]:
    """Return how long things took in the newest quarter and in the four before it."""
    newest, *before = reversed(scope.last_quarter_keys(BEFORE + 1))
    this = period_label(newest) if scope.ends_with else "this quarter"
    groups = ((this, quarter_months(newest)), ("four quarters before", _months(before)))
    read = lasted(session, actor, scope, measure, [months for _, months in groups])
    still = STILL[measure]
    return tuple(_lasting(name, rows, still) for (name, _), rows in zip(groups, read, strict=True))


def _lasting(name: str, rows: Sequence[Lasted], still: str) -> Lasting:
    going_on = sum(row.count for row in rows if not row.over)
    until = max((row.minutes for row in rows), default=0.0)
    return Lasting(name, kaplan_meier(rows), sum(row.count for row in rows), going_on, still=still, until=until)


def changes(found: Mapping[str, Judged], every: Mapping[str, Judged] | None = None) -> tuple[Change, ...]:
    """Return at most five sentences of what has really changed of what is found, concern first, then what improved.

    That too little is filed is told to all, for it is all who file: `every` measure says it, seen or not.
    """
    said = [
        Change(one.tone, one.side, sentence, one.measure.key)
        for one in found.values()
        if (sentence := change_sentence(one)) is not None
    ]
    said += [
        Change("neutral", 0, anew, one.measure.key)
        for one in found.values()
        if (anew := rebase_sentence(one)) is not None
    ]
    every = every or found
    if {"incidents", "told_first"} <= every.keys():
        warning = under_filing(every["incidents"], every["told_first"])
        said = [Change("concern", -1, warning, "told_first"), *said] if warning else said
    order = ("concern", "improvement", "neutral", "")
    return tuple(sorted(said, key=lambda one: order.index(one.tone))[:AT_MOST])


def care_of(session: Session, found: Mapping[str, Judged]) -> tuple[str, ...]:
    """Say why measures have to be read with care: all is counted anew, or a gate is bad. Nothing where all is well."""
    gates = (
        f"Read with care: only {gate.k:,} of {gate.n:,} {gate.measure.noun} were {gate.measure.met}."
        for gate in (found[key] for key in GATES)
        if gate_is_bad(gate)
    )
    return (*((COUNTED_ANEW,) if is_being_counted(session) else ()), *gates)


def _months(quarters: Sequence[str]) -> tuple[str, ...]:
    return tuple(month for quarter in quarters for month in quarter_months(quarter))

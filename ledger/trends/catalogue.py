"""The fourteen measures and the two gates: what each means, in the words its page prints, and what makes its facts.

A measure is said once here and nowhere else: the page, the export and the scorecard print these words, and `facts_of`
runs these functions.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from ledger.trends.facts import keeping_word, telling
from ledger.trends.facts.case_rows import CaseRow
from ledger.trends.facts.fact import Fact

COUNT_LATER = frozenset(("promises_kept", "updates_on_cadence", "resolved_in_time", "milestones_recorded"))
"""Measures of which an item may count later than at the instant that it is anchored at, in a month that is over."""
Maker = Callable[[CaseRow], Iterator[Fact]]
UP, DOWN, NEUTRAL = 1, -1, 0


@dataclass(frozen=True, slots=True)
class Measure:
    """One measure; `direction` is 1 where more is better, -1 where less is, 0 where neither.

    `met` says what an item did that counts in k, `noun` what n counts (plural), `decision_days` how many days after its
    end a month can be judged.
    """

    key: str
    number: str
    name: str
    met: str
    noun: str
    direction: int
    decision_days: int
    words: str
    anchor: str
    under: str = ""
    target: float | None = None
    for_client: bool = False
    leadership_only: bool = False
    """Not for managers: the number of incidents and of disputes is nobody's score."""
    unit: str = "share"
    """`share` (k of n), `count` (a rate by clients' people), `stock` (counted at month ends) or `money`."""
    maker: Maker | None = None
    missed_ones: str = ""
    """Those that did not meet it, in the plural, where there are plainer words than those of `met`."""
    met_ones: str = ""
    """Those that met it, likewise."""


_ALL = (
    Measure(
        "told_first", "M1", "Told first", "heard it from us first", "impacts", UP, 1,
        "Impacts where we notified the client before it reported to us, or it never had to. An impact never notified"
        " does not count as told first, and notice at the very instant of the report does not precede it. Imported ones"
        " without a recorded notice leave it, for nobody knows.",
        "the month of detection", target=0.8, for_client=True, maker=telling.told_first,
        missed_ones="impacts that we did not tell of first",
    ),
    Measure(
        "found_first", "M1", "Found first", "found by us first", "impacts", UP, 1,
        "Impacts of incidents that our monitoring or staff detected before the client's report.",
        "the month of detection", under="told_first", maker=telling.found_first,
        missed_ones="impacts that we did not find first",
    ),
    Measure(
        "first_notice", "M2", "First notice in time", "told within the plan's time", "impacts with a clock", UP, 1,
        "Impacts whose client was notified within the time that its service plan promises; not notified and due is"
        " late.",
        "the month in which the notice was due", target=0.9, for_client=True, maker=telling.first_notice,
        missed_ones="late first notices",
    ),
    Measure(
        "promises_kept", "M3", "Promises kept on time", "kept by the original date", "promises due", UP, 0,
        "Promises kept by their original date, or by a later one that the client agreed to before; a day that was"
        " promised ends where the client is, an hour that was promised is over at that instant."
        " Open and overdue is broken now; what the client released us from leaves.",
        "the month of the original due date, once", target=0.9, for_client=True, maker=keeping_word.promises_kept,
        missed_ones="promises not kept on time",
    ),
    Measure(
        "letters_on_time", "M4", "Letters on time", "issued by the due day", "letters due", UP, 0,
        "First and final letters issued by the end of the client's due day; unsent and due is late.",
        "the month in which the letter was due", target=0.95, for_client=True, maker=telling.letters_on_time,
        missed_ones="late letters",
    ),
    Measure(
        "updates_on_cadence", "M5", "Updates on cadence", "had every update in time", "impacts with updates", UP, 1,
        "Impacts in which no gap between updates was longer than promised and a tenth of it, five minutes at least.",
        "the month of detection", target=0.9, for_client=True, maker=telling.updates_on_cadence,
        missed_ones="impacts with a late update",
    ),
    Measure(
        "incidents", "M6", "Client-affecting incidents", "incidents", "incidents", NEUTRAL, 0,
        "Incidents but near misses, for each 1,000 people of our clients as they are counted today. More filing is not"
        " worse, so this is never good or bad by itself; narrowed to S1, fewer is better.",
        "the month of detection", unit="count", leadership_only=True, maker=keeping_word.incidents,
    ),
    Measure(
        "resolved_in_time", "M7", "Put right within eight hours", "put right within eight hours", "incidents", UP, 1,
        "Incidents put right within eight hours of detection. No plan promises such a time; what is still open goes on"
        " counting, and the curve beside it (Kaplan-Meier) says how long putting right takes.",
        "the month of detection", target=0.75, for_client=True, maker=keeping_word.resolved_in_time,
        missed_ones="incidents not put right within eight hours",
    ),
    Measure(
        "recovery_cost", "M8", "Cost of recovery", "", "", DOWN, 0,
        "What was booked to incidents detected in the period, by remedy; currencies are never added.",
        "the quarter of detection", unit="money", leadership_only=True,
    ),
    Measure(
        "who_funded", "M9", "Who funded it", "", "", NEUTRAL, 0,
        "What recovery cost, by who bore it: we, a supplier, an insurer. What a client bore must be nothing; the books"
        " refuse it, and the page of the books lists what other systems still bill.",
        "the quarter of booking", unit="money", leadership_only=True,
    ),
    Measure(
        "repeats", "M10", "Repeats after an effective fix", "came back within 90 days", "fixes declared effective",
        DOWN, 90,
        "Actions declared effective that an incident of the same cause at the same client or service followed within 90"
        " days. A repeat that a second person found to be none does not count.",
        "the month it was declared effective", target=0.05, maker=keeping_word.repeats,
        met_ones="fixes that came back within 90 days",
    ),
    Measure(
        "repeats_in_a_year", "M10", "Repeats within a year", "came back within 365 days", "fixes declared effective",
        DOWN, 365, "The same within 365 days.", "the month it was declared effective", under="repeats",
        maker=keeping_word.repeats_in_a_year, met_ones="fixes that came back within a year",
    ),
    Measure(
        "action_ageing", "M11", "Actions overdue", "past their original date", "actions open at month end", DOWN, 0,
        "Actions open at the end of the month whose original day was over by then; a later date does not hide them. One"
        " that was done and did not hold is open again from then on, and was done in between.",
        "the end of the month", target=0.1, unit="stock", maker=keeping_word.action_ageing,
    ),
    Measure(
        "checked_by_second", "M12", "Checked by a second person", "verified within 30 days", "actions done", UP, 30,
        "Actions done that somebody who neither owned nor did them verified, with evidence, within 30 days; each time"
        " that one was done counts. What was sent back within these days was not done, and stands beside it.",
        "the month it was done", target=0.95, maker=keeping_word.checked_by_second,
        missed_ones="actions that no second person checked in time",
    ),
    Measure(
        "acknowledged", "M13", "Acknowledged within ten days", "acknowledged within ten days", "letters issued",
        NEUTRAL, 10, "Issued letters that the client acknowledged within ten days. Silence is no fault of anybody.",
        "the month of issue", maker=telling.acknowledged, missed_ones="letters not acknowledged in time",
    ),
    Measure(
        "disputed", "M14", "Disputed by the client", "disputed within 30 days", "letters issued", NEUTRAL, 30,
        "Issued letters that the client disputed within 30 days. Being told so is not bad; having to be told is.",
        "the month of issue", leadership_only=True, maker=telling.disputed, met_ones="disputed letters",
    ),
    Measure(
        "disputes_upheld", "M14", "Disputes upheld", "led to a corrected letter", "disputes decided", DOWN, 0,
        "Disputes we replied to after which the letter was corrected.", "the month of our reply", under="disputed",
        leadership_only=True,
        maker=telling.disputes_upheld, met_ones="upheld disputes",
    ),
    Measure(
        "filed_in_time", "Q1", "Filed within a day", "filed within 24 hours", "incidents", UP, 1,
        "Incidents filed within 24 hours of awareness; imported ones were filed elsewhere and do not take part.",
        "the month of awareness", target=0.9, maker=keeping_word.filed_in_time, missed_ones="incidents filed late",
    ),
    Measure(
        "milestones_recorded", "Q2", "All milestones recorded", "recorded with all their milestones",
        "incidents put right", UP, 0,
        "Incidents put right of which it is recorded when they began, were noticed, known, taken on and contained.",
        "the month of detection", target=0.9, maker=keeping_word.milestones_recorded,
        missed_ones="incidents with a milestone missing",
    ),
)  # fmt: skip

MEASURES: Mapping[str, Measure] = MappingProxyType({measure.key: measure for measure in _ALL})
GATES = ("filed_in_time", "milestones_recorded")
SCORECARD = (
    "told_first", "first_notice", "promises_kept", "letters_on_time", "updates_on_cadence", "resolved_in_time",
)  # fmt: skip


def in_scope(measure: Measure, severity: str | None) -> Measure:
    """Return a measure as it is read of one severity: more filing is not worse, more of the gravest is. M6, S1."""
    if measure.key != "incidents" or severity != "S1":
        return measure
    words = "Incidents of S1, for each 1,000 people of our clients as they are counted today. Fewer of these is better."
    return replace(measure, direction=DOWN, words=words)


def facts_of(cases: Iterable[CaseRow]) -> Iterator[Fact]:
    """Give all facts of some cases."""
    makers = [measure.maker for measure in _ALL if measure.maker is not None]
    for case in cases:
        for maker in makers:
            yield from maker(case)

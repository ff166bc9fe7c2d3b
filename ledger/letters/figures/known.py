"""What the record knows of a letter's figures: structured facts, and every figure in the texts that they hold."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from itertools import combinations
from zoneinfo import ZoneInfo

from ledger.letters import chronology, wording
from ledger.letters.figures.mention import PEOPLE, Count, Day, Mention, Money, People, Time
from ledger.letters.figures.planned_lines import Planned, planned
from ledger.letters.figures.reading import figures_in
from ledger.letters.letter_facts import LetterFacts

_ENOUGH = 15
"""In a hundred by which a span that is said to be rough may differ."""
_ROUNDED = ((60, 15), (1440, 360), (10_080, 1440))
"""By how much a span in whole hours, days or weeks may differ, in minutes: (unit, slack)."""


@dataclass(frozen=True)
class Known:
    """The figures of one letter's facts."""

    facts: LetterFacts

    @cached_property
    def mentions(self) -> tuple[Mention, ...]:
        """Every figure that stands in a text of the record."""
        return tuple(one for text in _texts(self.facts) for one in figures_in(text))

    @cached_property
    def moments(self) -> tuple[datetime, ...]:
        """Every instant that the record knows."""
        return tuple(sorted(set(_moments(self.facts))))

    @cached_property
    def days(self) -> frozenset[date]:
        """Every day of the client's calendar on which one of them lies."""
        return frozenset(self._local(at).date() for at in self.moments)

    @cached_property
    def times(self) -> Mapping[tuple[int, int], frozenset[str]]:
        """Times of the client's clock to the zone marks they have."""
        found: dict[tuple[int, int], set[str]] = defaultdict(set)
        for at in self.moments:
            local = self._local(at)
            found[local.hour, local.minute].add(wording.zone_mark(at, self.facts.zone))
        for one in self._said("time"):
            # A text that leaves the zone out says nothing of the zone of an instant that is known.
            if isinstance(one, Time) and (one.mark or (one.hour, one.minute) not in found):
                found[one.hour, one.minute].add(one.mark)
        return {time: frozenset(marks) for time, marks in found.items()}

    @cached_property
    def spans(self) -> frozenset[int]:
        """Every span in minutes: of the incident, of the work, of texts, and between any two recorded instants."""
        between = {
            int((last - first).total_seconds() // 60) for first, last in combinations(self._story, 2) if last > first
        }
        known = {span for span in (self.facts.minutes, self.facts.person_minutes) if span}
        return frozenset({one for one in self._said("span") if isinstance(one, int)} | between | known)

    @cached_property
    def amounts(self) -> frozenset[Money]:
        """Every amount: of each remedy alone, its tax, both together, the sums, and those of texts."""
        lines = [line for line in self.facts.remedies if line.value_minor]
        found = {
            Money(minor, line.currency) for line in lines for minor in _parts(line.value_minor or 0, line.tax_minor)
        }
        for currency in {line.currency for line in lines}:
            own = [(line.value_minor or 0, line.tax_minor) for line in lines if line.currency == currency]
            nets, taxes = sum(net for net, _ in own), sum(tax for _, tax in own)
            found |= {Money(minor, currency) for minor in _parts(nets, taxes)}
        return frozenset(found | {one for one in self._said("money") if isinstance(one, Money)})

    @cached_property
    def counts(self) -> Mapping[str, frozenset[int]]:
        """Noun in the singular to the numbers that the record gives of it."""
        found: dict[str, set[int]] = defaultdict(set)
        for one in self._said("count"):
            if isinstance(one, Count) and one.noun:
                found[one.noun].add(one.number)
        for noun in found.keys() & PEOPLE:
            found[noun] |= {number for one in self.people for number in (one.affected, one.total) if number}
        return {noun: frozenset(numbers) for noun, numbers in found.items()}

    @cached_property
    def numbers(self) -> frozenset[int]:
        """Every bare number of the record, and how many there are of what it lists."""
        facts = self.facts
        listed = (facts.remedies, facts.actions, facts.promises, facts.contributing_factors, facts.timeline)
        said = {one.number for one in self._said("count") if isinstance(one, Count)}
        people = {number for one in self.people for number in (one.affected, one.total) if number is not None}
        # Those whom it did not touch, too: "The other 20 came in."
        people |= {one.total - one.affected for one in self.people if one.total and one.affected is not None}
        return frozenset(
            said | people | {len(rows) for rows in listed} | {len(facts.earlier_letters) + 1, facts.mistakes_before + 1}
        )

    @cached_property
    def people(self) -> frozenset[People]:
        """How many people of how many, of the impact and of texts."""
        own = People(self.facts.people_affected, self.facts.people_total)
        return frozenset({own} | {one for one in self._said("people") if isinstance(one, People)})

    @cached_property
    def percents(self) -> frozenset[int]:
        """Hundredths of a percent."""
        found = {one for one in self._said("percent") if isinstance(one, int)}
        facts = self.facts
        if facts.people_affected is not None and facts.people_total:
            found.add(round(facts.people_affected / facts.people_total * 100) * 100)
        return frozenset(found)

    @cached_property
    def planned(self) -> tuple[Planned, ...]:
        """Every action and promise."""
        return tuple(planned(self.facts))

    @cached_property
    def roles(self) -> frozenset[str]:
        """Roles of everybody whom the letter may name as an owner, in small letters."""
        facts = self.facts
        titles = {one.title.strip().casefold() for one in (facts.contact, facts.signatory, facts.escalation) if one}
        return frozenset((titles | {one.role for one in self.planned}) - {""})

    def has_day(self, day: Day) -> bool:
        """Return whether the record knows this day."""
        said = [one for one in self._said("day") if isinstance(one, Day)]
        if not (day.month and day.day):
            return any(day.is_part_of(one) for one in self.days) or any(
                day.month in {0, one.month} and day.day in {0, one.day} for one in said
            )
        return any(day.is_same(one) for one in self.days) or any(
            (one.month, one.day) == (day.month, day.day) and (None in {one.year, day.year} or one.year == day.year)
            for one in said
        )

    def has_span(self, minutes: int, *, is_about: bool, lasted: bool = False) -> bool:
        """Return whether the record knows this span; one given in whole hours or days may be rounded.

        Of how long it `lasted` only the incident's own span is known, and what a text of the record says.
        """
        slack = max((most for unit, most in _ROUNDED if minutes and minutes % unit == 0), default=0)
        if is_about:
            slack = max(slack, minutes * _ENOUGH // 100, 15)
        said = {one for one in self._said("span") if isinstance(one, int)}
        spans = said | {self.facts.minutes or 0} if lasted else self.spans
        return any(abs(known - minutes) <= slack for known in spans)

    @cached_property
    def _story(self) -> tuple[datetime, ...]:
        """The instants of the incident itself: spans are told between these, not between promises."""
        facts = self.facts
        rows = [row.at for row in chronology.rows(facts) if row.at]
        ends = [at for at in (facts.from_at, facts.to_at, facts.client_reported_at, facts.client_notified_at) if at]
        return tuple(sorted({*rows, *ends}))

    def _local(self, at: datetime) -> datetime:
        return at.astimezone(ZoneInfo(self.facts.zone))

    def _said(self, kind: str) -> Iterator[object]:
        return (one.value for one in self.mentions if one.kind == kind)


def _parts(net: int, tax: int) -> set[int]:
    return {minor for minor in (net, tax, net + tax) if minor}


def _moments(facts: LetterFacts) -> Iterator[datetime]:
    marks = facts.milestones
    single = (
        facts.dated_at, facts.from_at, facts.to_at, facts.client_reported_at, facts.client_notified_at,
        facts.next_update_at, facts.result_due_at,
        marks.impact_started_at, marks.detected_at, marks.contained_at, marks.resolved_at,
    )  # fmt: skip
    yield from (at for at in single if at)
    yield from (point.tell_by for point in facts.open_points)
    yield from (entry.occurred_at for entry in facts.timeline)
    yield from (done.done_at for done in facts.corrections_done)
    yield from (at for action in facts.actions for at in (action.due_at, action.done_at) if at)
    yield from (at for promise in facts.promises for at in (promise.due_at, promise.kept_at) if at)
    yield from (line.by_when for line in facts.remedies if line.by_when)
    earlier = (*facts.earlier_letters, *((facts.answers,) if facts.answers else ()))
    yield from (letter.dated_at for letter in earlier)


def _texts(facts: LetterFacts) -> Iterator[str]:
    yield from (facts.act_statement, facts.what_stopped, facts.data_note, facts.delay_reason, facts.no_remedy_reason)
    # What a correction says is right is held against the record, not taken for it.
    yield from (facts.client_must_do, facts.what_was_wrong, *facts.contributing_factors)
    yield from (entry.text for entry in facts.timeline)
    yield from (done.text for done in facts.corrections_done)
    yield from (text for one in facts.actions for text in (one.text, one.how_you_will_see_it, one.evidence))
    yield from (promise.text for promise in facts.promises)
    yield from (point.text for point in facts.open_points)
    yield from (text for line in facts.remedies for text in (line.text, line.how))
    earlier = (*facts.earlier_letters, *((facts.answers,) if facts.answers else ()))
    yield from (text for letter in earlier for text in (letter.promised, letter.why_it_failed))

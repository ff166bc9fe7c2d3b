"""Figures of a letter's words that the record does not bear out, as findings of the candour check.

An unknown figure is warned of, never refused; what contradicts the record or the calendar is an error.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from ledger.letters import wording
from ledger.letters.candour.checking import Finding
from ledger.letters.candour.rules import OFF, by_id
from ledger.letters.candour.sentences import Sentence, sentences
from ledger.letters.figures.data_told import data_denied
from ledger.letters.figures.first_told import told_after, told_otherwise
from ledger.letters.figures.known import Known
from ledger.letters.figures.mention import PEOPLE, Count, Day, Mention, Money, People, Time
from ledger.letters.figures.planned_lines import misplaced_in
from ledger.letters.figures.reading import figures_in
from ledger.letters.figures.vague import hidden_in
from ledger.letters.letter_facts import LetterFacts

_MOST_TOLD = 4
_PLAIN_WORDS = 3
"""Up to here a number in words is a way of speaking (`two of us`), and only a noun that the record counts matters."""
_LINE = re.compile(r"\S[^\n]{0,599}")
_WEEK = 7 * 1440
_YEARS = range(1990, 2101)
_AHEAD = re.compile(
    r"\b(?:within|every|each|after|for the (?:next|last|past)|in the (?:next|last|past)|another|in)\s+$"
)
_LASTED = re.compile(
    r"\b(?:lasted|(?:could(?: not|n['\u2019]t)|(?:was|were) (?:without|down|out|away|silent|off)|had no|did not work"
    r"|stood|waited|stopped)\b[^.;]{0,60}?\bfor)\s+(?:about |around |nearly |almost |some )?$",
    re.IGNORECASE,
)
"""Before a span that says how long it lasted for the client."""
_OF_WORK = re.compile(r"\s+of (?:work|your)\b")
_ONE = re.compile(r"(?:an?|one)\s(?!.*\bhalf\b)", re.IGNORECASE)
_HARMED = re.compile(
    r"\b(?:could(?: not|n['\u2019]t)|were|was|had no|had to|stood|sat|waited|lost)\b(?! (?:told|asked|rung|called)\b)",
    re.IGNORECASE,
)
_NO_NOUNS = frozenset({"time", "way", "step", "of", "or", "and", "to"})


@dataclass(frozen=True)
class _Doubt:
    rule: str
    start: int
    end: int
    told: str
    """What the record says instead; empty where it says nothing."""


def disagreements(
    sections: Mapping[str, str], facts: LetterFacts, grades: Mapping[str, str] | None = None
) -> list[Finding]:
    """Return the figures in sections of Markdown that the facts do not bear out, in the order of the text.

    `grades` are the provider's for rules FIG01 to FIG11.
    """
    known = Known(facts)
    return [
        _finding(doubt, severity, key, sentence, markdown)
        for key, markdown in sections.items()
        for sentence, doubt in _all_doubts(markdown, known)
        if (severity := (grades or {}).get(doubt.rule, by_id()[doubt.rule].severity)) != OFF
    ]


def with_figures(found: Iterable[Finding], figures: Iterable[Finding]) -> list[Finding]:
    """Join both kinds of finding; of words that hide a number only one of them speaks: the graver, else the number."""
    hidden = [one for one in figures if one.rule == "FIG07"]
    kept = [one for one in found if one.severity == "error" or not any(_overlaps(one, other) for other in hidden)]
    graver = [one for one in kept if one.severity == "error"]
    return [*kept, *(one for one in figures if one not in hidden or not any(_overlaps(one, other) for other in graver))]


def _overlaps(one: Finding, other: Finding) -> bool:
    return one.section == other.section and one.start < other.end and other.start < one.end


def _all_doubts(markdown: str, known: Known) -> Iterator[tuple[Sentence, _Doubt]]:
    for sentence in sentences(markdown):
        yield from ((sentence, doubt) for doubt in _doubts(sentence.text, known))
    for found in _LINE.finditer(markdown):
        # The owner stands after the full stop: a list item is looked at whole.
        line = Sentence(found[0], tuple(range(found.start(), found.end())))
        yield from (
            (line, _Doubt("FIG08", one.start, one.end, one.told))
            for one in misplaced_in(found[0], known.planned, known.roles)
        )


def _doubts(text: str, known: Known) -> Iterator[_Doubt]:
    for mention in figures_in(text):
        doubted = _JUDGES[mention.kind](mention, text, known)
        if doubted:
            yield _Doubt(doubted[0], mention.start, mention.end, doubted[1])
    for hidden in hidden_in(text, known):
        yield _Doubt("FIG07", hidden.start, hidden.end, f"{hidden.told}.")
    for denied in data_denied(text, known.facts):
        yield _Doubt(denied.rule, denied.start, denied.end, denied.told)
    for turned in told_otherwise(text, known.facts):
        yield _Doubt("FIG11", turned.start, turned.end, turned.told)


_Judged = tuple[str, str] | None
"""Rule and what the record says, where a figure is doubted."""


def _money(mention: Mention, _: str, known: Known) -> _Judged:
    value = mention.value
    if not isinstance(value, Money):
        return None
    if any(one.minor == value.minor and "" in {one.currency, value.currency} for one in known.amounts):
        return None
    if value in known.amounts or value.minor == 0:
        return None
    nearest = sorted(known.amounts, key=lambda one: abs(one.minor - value.minor))[:_MOST_TOLD]
    amounts = [wording.amount(one.minor, one.currency or known.facts.currency, known.facts.locale) for one in nearest]
    return "FIG03", _told(amounts)


def _percent(mention: Mention, _: str, known: Known) -> _Judged:
    value = mention.value
    return None if value in known.percents else ("FIG06", "")


def _day(mention: Mention, text: str, known: Known) -> _Judged:
    day = mention.value
    if not isinstance(day, Day):
        return None
    if (wrong := _wrong_weekday(day, known)) is not None:
        return "FIG02", f"{wrong.day} {wrong:%B %Y} is a {wrong:%A}."
    if known.has_day(day) or text.rstrip().endswith("?"):
        return None
    asked = date(day.year or known.facts.dated_at.year, day.month or known.facts.dated_at.month, min(day.day or 1, 28))
    nearest = sorted(known.days, key=lambda one: abs((one - asked).days))[:_MOST_TOLD]
    return "FIG04", _told([f"{one.day} {one:%B %Y}" for one in sorted(nearest)])


def _wrong_weekday(day: Day, known: Known) -> date | None:
    """Return the calendar's day where the text gives it another weekday."""
    if day.weekday is None:
        return None
    try:
        days = [date(day.year, day.month, day.day)] if day.year else [one for one in known.days if day.is_same(one)]
    except ValueError:
        return None
    return days[0] if days and all(one.weekday() != day.weekday for one in days) else None


def _time(mention: Mention, text: str, known: Known) -> _Judged:
    time = mention.value
    if not isinstance(time, Time):
        return None
    marks = known.times.get((time.hour, time.minute))
    if marks is not None:
        if not time.mark or "" in marks or time.mark in marks:
            return None
        return "FIG02", _told([f"{time.hour:02}:{time.minute:02} {mark}" for mark in sorted(marks)])
    if text.rstrip().endswith("?"):
        return None
    minutes = time.hour * 60 + time.minute
    nearest = sorted(known.times, key=lambda one: abs(one[0] * 60 + one[1] - minutes))[:_MOST_TOLD]
    told = [f"{hour:02}:{minute:02} {'/'.join(sorted(known.times[hour, minute]))}".strip() for hour, minute in nearest]
    return "FIG04", _told(sorted(told))


def _span(mention: Mention, text: str, known: Known) -> _Judged:
    minutes = mention.value
    if not isinstance(minutes, int):
        return None
    if soon := told_after(text, mention.start, mention.end, minutes, known.facts):
        return "FIG05", _told([soon])
    lasted = known.facts.minutes is not None and _LASTED.search(text[: mention.start]) is not None
    of_work = _OF_WORK.match(text[mention.end :]) is not None
    if known.has_span(minutes, is_about=mention.is_about, lasted=lasted and not of_work):
        return None
    if minutes >= _WEEK or _ONE.match(mention.words):
        return None
    if _AHEAD.search(text[max(0, mention.start - 20) : mention.start].lower()):
        return None
    facts = known.facts
    told = [wording.span(facts.minutes)] if facts.minutes is not None else []
    told += [f"{wording.hours_and_minutes(facts.person_minutes)} of work"] if facts.person_minutes else []
    return "FIG05", _told(told)


def _people(mention: Mention, _: str, known: Known) -> _Judged:
    value = mention.value
    if not isinstance(value, People) or any(_same_people(value, one) for one in known.people):
        return None
    facts = known.facts
    if facts.people_affected is None:
        return "FIG06", ""
    return "FIG01", _told([wording.people(facts.people_affected, facts.people_total)])


def _same_people(said: People, known: People) -> bool:
    total = said.total is None or said.total == known.total
    return total and (said.affected is None or said.affected == known.affected)


def _count(mention: Mention, text: str, known: Known) -> _Judged:
    value = mention.value
    if not isinstance(value, Count) or value.noun in _NO_NOUNS or value.number in _YEARS:
        return None
    own = People(known.facts.people_affected, known.facts.people_total)
    # All of them, where the record says that it hit some.
    is_all = value.noun in PEOPLE and value.number == own.total != own.affected
    if is_all and own.affected is not None and _HARMED.match(text[mention.end :].lstrip()):
        return "FIG06", _told([wording.people(own.affected, own.total)])
    numbers = known.counts.get(value.noun)
    if numbers and value.number not in numbers:
        noun = value.noun if numbers == {1} else f"{value.noun}s"
        return "FIG06", _told([f"{number} {noun}" for number in sorted(numbers)])
    if value.number in known.numbers or (value.number <= _PLAIN_WORDS and not mention.words[:1].isdigit()):
        return None
    facts = known.facts
    if value.noun in PEOPLE and facts.people_affected is not None:
        return "FIG06", _told([wording.people(facts.people_affected, facts.people_total)])
    return "FIG06", ""


def _told(values: list[str]) -> str:
    return f"The record says {' / '.join(values)}." if values else ""


def _finding(doubt: _Doubt, severity: str, section: str, sentence: Sentence, markdown: str) -> Finding:
    rule = by_id()[doubt.rule]
    start, end = sentence.span(doubt.start, doubt.end)
    return Finding(
        rule=rule.id,
        category=rule.category,
        severity=severity,
        section=section,
        start=start,
        end=end,
        line=markdown.count("\n", 0, start) + 1,
        words=sentence.text[doubt.start : doubt.end].strip(),
        sentence=sentence.text.strip(),
        why=f"{rule.why} {doubt.told}".strip() if doubt.rule != "FIG07" else rule.why,
        instead=f"Say {doubt.told}" if doubt.rule == "FIG07" else rule.instead,
    )


_JUDGES: Mapping[str, Callable[[Mention, str, Known], _Judged]] = {
    "money": _money,
    "percent": _percent,
    "day": _day,
    "time": _time,
    "span": _span,
    "people": _people,
    "count": _count,
}

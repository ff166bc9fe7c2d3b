"""Checkers of the account: what we did, what it did to the client, when, why, and what is not known yet."""

import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from ledger.letters import chronology, presence, wording
from ledger.letters.figures.mention import PEOPLE, Count, Day, People, Time
from ledger.letters.letter_facts import LetterFacts, Milestones
from ledger.letters.not_known import gaps
from ledger.letters.requirements.written import Lack, Written

_OPENING_WORDS = 80
_DAYS_TELL = 2 * 24 * 60
"""Minutes."""
_EVASIVE = ("Blame shifting", "Passive evasion", "Minimising (and self-praise)")
_TOLD_US = (
    r"\byou(?:r \w+){0,2} (?:told|rang|called|wrote to|reported|had to (?:tell|ring|call|write|report)|noticed|found)\b"
)
_EFFECTS = (
    r"\b(?:could not|couldn['\u2019]t|cannot|can['\u2019]t|had to|were? (?:unable|without|stopped)|lost|data|work"
    r"|hours?|minutes?|people|calls?|mail|orders?|patients?|money|invoices?|files?|reach|told you something)\b"
)
_FORMULA = frozenset(
    (
        "apologise", "apologize", "unreservedly", "sincerely", "inconvenience", "trouble", "disruption", "frustration",
        "this", "that", "what", "happened", "mistake", "error", "incident", "issue", "caused", "cause", "anything",
        "everything", "have", "been", "which", "with", "from", "your", "team", "down",
    )
)  # fmt: skip
_LONG_WORD = re.compile(r"[^\W\d_]{4,}")
_ENOUGH = 2
"""Words beside the formula that say for what we are sorry."""
_NOTICE = (
    r"\bthis (?:letter|notice) (?:is|serves as|counts as|replaces|constitutes|fulfils|satisfies)\b[^.]{0,60}"
    r"\b(?:notification|notice|report|duty)\b[^.]{0,40}\b(?:under|of|to|required|article|regulation|gdpr)\b"
)


def act(letter: Written) -> Iterator[Lack]:
    """L2: the act statement word for word in the first 80 words, and nothing evasive in that paragraph."""
    said = letter.facts.act_statement.strip()
    if not said:
        yield Lack("Write the act statement: one sentence beginning “We” that says what we did.", "act")
    elif _small(said).rstrip(".") not in _small(letter.opening(_OPENING_WORDS)):
        yield Lack(f"Say the act statement word for word in the first {_OPENING_WORDS} words.", "section opening")
    if any(one.section == "opening" for one in letter.errors_of(*_EVASIVE)):
        yield Lack("The opening evades: mend what the candour check found there.", "candour")


def timeline(letter: Written) -> Iterator[Lack]:
    """L5: each milestone a time or “not yet known”, in an order that can be, none after the letter's date."""
    facts = letter.facts
    if not chronology.rows(facts):
        yield Lack("Nothing of the timeline is recorded: enter at least when it started.", "timeline")
    if not _in_order(facts.milestones):
        yield Lack("The milestones stand in an order that cannot be: put their times right.", "milestones")
    if any(row.at and row.at > facts.dated_at for row in chronology.rows(facts)):
        yield Lack("The timeline holds something later than the letter's date.", "timeline")


def _in_order(marks: Milestones) -> bool:
    known = [at for at in (marks.impact_started_at, marks.contained_at, marks.resolved_at) if at]
    found = [at for at in (marks.detected_at, marks.resolved_at) if at]
    return known == sorted(known) and found == sorted(found)


def told_first(letter: Written) -> Iterator[Lack]:
    """L6: where the client's report came before our notice, the letter says so."""
    told = " ".join(row.text for row in chronology.rows(letter.facts))
    if letter.facts.told_first_by_client and not (letter.says(_TOLD_US) or "you told us" in told.casefold()):
        yield Lack("Say that the client told us first: “You told us.”", "section opening")


def in_numbers(letter: Written) -> Iterator[Lack]:
    """L7: how many people, how long, what happened to data; “not known” is an answer."""
    facts = letter.facts
    if (facts.people_affected or 0) > 1 and not _counts_people(letter):  # One person is told as a person.
        people = wording.people(facts.people_affected, facts.people_total)
        yield Lack(f"Say how many people it touched: {people}.", "section effect")
    if facts.minutes and not _says_how_long(letter):
        # What went on for days unnoticed is told better by its days; the approver decides.
        is_soft = facts.minutes >= _DAYS_TELL
        yield Lack(f"Say how long it lasted: {wording.span(facts.minutes)}.", "section effect", is_soft=is_soft)
    if facts.data_effect != "none" and not letter.says(r"\bdata\b") and not _noted(letter):
        yield Lack("Say what happened to the client's data, or that we do not know.", "section effect")
    if any(one.rule == "FIG01" and one.severity == "error" for one in letter.findings):
        yield Lack("A number of people differs from the record: mend it, or correct the impact.", "candour")


def _noted(letter: Written) -> bool:
    return bool(letter.facts.data_note) and letter.tells(letter.facts.data_note)


def _counts_people(letter: Written) -> bool:
    wanted = letter.facts.people_affected
    values = [one.value for one in letter.figures]
    if any(isinstance(one, People) and one.affected == wanted for one in values):
        return True
    return any(isinstance(one, Count) and one.number == wanted and one.noun in PEOPLE for one in values)


def _says_how_long(letter: Written) -> bool:
    facts = letter.facts
    spans = {one.value for one in letter.figures if one.kind == "span"}
    return bool(spans & {facts.minutes, facts.person_minutes}) or all(
        at is None or _names(letter, at) for at in (facts.from_at, facts.to_at)
    )


def regret(letter: Written) -> Iterator[Lack]:
    """L8: the apology or its neighbour names an effect that the record has."""
    said = presence.sentences(letter.text)
    places = [at for at, sentence in enumerate(said) if presence.is_present("apology", sentence)]
    near = {place for at in places for place in (at - 1, at + 1) if 0 <= place < len(said)}
    if (
        places
        and not any(_says_for_what(said[at]) for at in places)
        and not any(_names_effect(said[at]) for at in near)
    ):
        yield Lack("Say sorry for what it did to the client, not for “inconvenience”.", "section opening")


def _says_for_what(apology: str) -> bool:
    """Return whether an apology goes on to something more than a formula."""
    small = apology.casefold()
    rest = small.partition("sorry" if "sorry" in small else "apolog")[2]
    return len(set(_LONG_WORD.findall(rest)) - _FORMULA) >= _ENOUGH


def _names_effect(sentence: str) -> bool:
    return re.search(_EFFECTS, sentence, re.IGNORECASE) is not None


def cause(letter: Written) -> Iterator[Lack]:
    """L9: a final letter names at least one contributing factor; before that a day is said on which we do."""
    facts = letter.facts
    if facts.contributing_factors:
        return
    if facts.kind == "final":
        yield Lack("Name at least one contributing factor: a final letter says why it happened.", "factors")
    elif not facts.next_update_at and not facts.open_points:
        yield Lack("Say when we tell the client why it happened.", "updates")


def not_known(letter: Written) -> Iterator[Lack]:
    """L10: before the end at least one dated item; in a final letter nothing is open, or it is said why."""
    facts = letter.facts
    if facts.kind == "final":
        yield from _still_open(facts)
    elif not facts.next_update_at and not facts.open_points:
        yield Lack("Say when the client hears from us next.", "updates")
    elif facts.kind == "interim":
        untold = [point.text for point in facts.open_points if not letter.tells(point.text, "unknown")]
        yield from (Lack(f"Say what we do not know yet: “{text}”.", "section unknown") for text in untold)
        if gaps(facts) and not facts.next_update_at:
            yield Lack(f"Say by when we tell the client {gaps(facts)[0]}: promise the next update.", "updates")


def _still_open(facts: LetterFacts) -> Iterator[Lack]:
    if facts.open_reason.strip():
        return
    for point in facts.open_points:
        yield Lack(f"This is still open: “{point.text}”. Settle it, or say why the letter is final.", "open")
    if facts.to_at is None:
        yield Lack("It is not over: record when it ended for this client, or say why the letter is final.", "impact")
    if facts.provisional:
        yield Lack("The act statement is still provisional: settle what we did.", "act")
    if facts.data_effect == "unknown":
        yield Lack("Whether data was affected is not known: record it, or say why the letter is final.", "impact")


def done_already(letter: Written) -> Iterator[Lack]:
    """L11: at least one correction done by the letter's date."""
    facts = letter.facts
    done = any(correction.done_at <= facts.dated_at for correction in facts.corrections_done)
    done = done or any(action.done_at is not None and action.done_at <= facts.dated_at for action in facts.actions)
    if not done:
        yield Lack("Say at least one thing that has been done already, with its date.", "actions")


def next_date(letter: Written) -> Iterator[Lack]:
    """L25: while anything is open the letter says when the next one comes, or the result is told."""
    facts = letter.facts
    promised = [one.due_at for one in facts.promises if one.state == "open"]
    if facts.kind in {"first_notice", "interim"}:
        yield from _next_word(letter, promised)
        return
    # What is still promised stands in a follow-up's table with the day.
    waits = any(action.effective is None for action in facts.actions) or bool(facts.open_points)
    if not waits and (facts.kind == "follow_up" or (facts.kind == "final" and not promised)):
        return
    dates = [at for at in (facts.next_update_at, facts.result_due_at, *promised) if at]
    if not dates:
        yield Lack("Something is still open: promise a letter with a date on the incident.", "promises")
    elif not any(_names(letter, at, day_only=True) for at in dates):
        yield _unsaid(letter, min(dates))


def _next_word(letter: Written, promised: Iterable[datetime]) -> Iterator[Lack]:
    """Ask for the day of the next update or open point: whether a change held is known months later."""
    facts = letter.facts
    dates = [at for at in (facts.next_update_at, *(point.tell_by for point in facts.open_points)) if at]
    # Without any of these L10 asks for one; a promised letter's day is as good.
    if dates and not any(_names(letter, at, day_only=True) for at in (*dates, *promised)):
        yield _unsaid(letter, min(dates))


def _unsaid(letter: Written, at: datetime) -> Lack:
    told = wording.short_day(at, letter.facts.zone, letter.facts.locale)
    place = "next" if any(part.key == "next" for part in letter.parts) else "changes"
    return Lack(f"Say when the client hears from us next: {told}.", f"section {place}")


def regulated(letter: Written) -> Iterator[Lack]:
    """L30: exposed data has a clock of its own, and no letter calls itself the regulated notice."""
    facts = letter.facts
    if facts.data_effect == "exposed" and not facts.has_data_clock:
        yield Lack("Data of persons was exposed, and no clock of its own runs: record the data effect again.", "impact")
    if letter.says(_NOTICE):
        yield Lack("This letter stands in for no regulated notice: send that one apart, and say so.", "text")


def _names(letter: Written, at: datetime, *, day_only: bool = False) -> bool:
    """Return whether the text names this instant's day (and time) in the client's zone."""
    local = at.astimezone(ZoneInfo(letter.facts.zone))
    values = [one.value for one in letter.figures]
    if not any(isinstance(one, Day) and one.is_same(local.date()) for one in values):
        return False
    times = {(one.hour, one.minute) for one in values if isinstance(one, Time)}
    return day_only or (local.hour, local.minute) in times


def _small(text: str) -> str:
    return " ".join(text.split()).casefold()

"""Checkers of the repair: every action and promise told once, the result, the remedy, no charge."""

import re
from collections.abc import Iterator

from ledger.letters import presence, wording
from ledger.letters.figures.mention import Day
from ledger.letters.letter_facts import LetterFacts
from ledger.letters.requirements.written import Lack, Written, shares

CHARGES = "LEG20"
"""The candour rule that finds words by which the client pays."""
_WE_WILL = re.compile(r"\b(?:we|I)(?:['\u2019]ll|\s+will|\s+shall)\b(?!\s+(?:not|never))", re.IGNORECASE)
_WORD_OF_OURS = re.compile(
    r"\b(?:write|ring|call|tell|send|report|visit|meet|come|update|answer|confirm|show|pay|credit|refund"
    r"|let you know)\b",
    re.IGNORECASE,
)
"""What we may say for a day without a promise of the record: the letter itself is the word."""
_LABELLED = re.compile(r"^\W*by (?:\w+day,? )?\d{1,2} \w+(?: \d{4})?\W*:")
_LONG_WORD = re.compile(r"[^\W\d_]{4,}")


def planned(letter: Written) -> Iterator[Lack]:
    """L12: every action with owner and date, each told, every “we will” one of them; later, whether each worked."""
    facts = letter.facts
    if facts.kind == "follow_up":
        yield from _too_early(facts)
        yield from _worked(facts)
        return
    for action in facts.actions:
        if not action.owner_role or not (action.due_at or action.done_at):
            yield Lack(f"Give every action an owner by role and a date: “{action.text}”.", "actions")
    if not facts.actions and not facts.promises:
        yield Lack("Say what will stop a repeat: at least one action with an owner and a date.", "actions")
    yield from _told(letter)
    yield from _loose(letter)


def _too_early(facts: LetterFacts) -> Iterator[Lack]:
    """Ask for the first answer on whether it worked, as long as that clock runs: the follow-up letter ends it."""
    due_at = facts.result_due_at
    if not facts.actions or any(action.effective is not None for action in facts.actions):
        return
    if due_at is not None and facts.dated_at < due_at:
        day = wording.short_day(due_at, facts.zone, facts.locale)
        sentence = (
            "Whether anything that we changed has worked is not known yet: judge the actions first. "
            f"The client is owed this letter by {day}."
        )
        yield Lack(sentence, "actions", is_soft=True)


def _worked(facts: LetterFacts) -> Iterator[Lack]:
    for action in facts.actions:
        if action.effective is None and not facts.next_update_at and not facts.result_due_at:
            yield Lack(f"Say whether it worked, or by when we know: “{action.text}”.", "actions")
        elif action.effective is not None and not action.evidence.strip():
            yield Lack(f"Say what shows whether it worked: “{action.text}”.", "actions")


def _told(letter: Written) -> Iterator[Lack]:
    facts = letter.facts
    lines = [action.text for action in facts.actions]
    lines += [one.text for one in facts.promises if one.state != "released"]
    for line in dict.fromkeys(lines):
        if not letter.tells(line):
            yield Lack(f"Tell the client: “{line}”.", "section changes")
        elif _times(letter, line) > 1 and _LONG_WORD.search(line):
            yield Lack(f"This is told twice: “{line}”.", "section changes", is_soft=True)


def _times(letter: Written, line: str) -> int:
    return sum(line.strip().rstrip(".").casefold() in part for part in letter.lines)


def _loose(letter: Written) -> Iterator[Lack]:
    """Give each “we will”, and each line that begins with “By (day):”, that the record does not bear out.

    It does by an action, a promise, a remedy or the letter on the result; a dated word (we ring, we write) needs none.
    """
    facts = letter.facts
    known = [*(one.text for one in facts.actions), *(one.text for one in facts.promises)]
    known += [text for one in facts.remedies for text in (one.text, one.how)]
    known += ["our letter on whether the changes have held"]
    for line in letter.lines:
        is_word = _WORD_OF_OURS.search(line) is not None and _dated(letter, line)
        says = _LABELLED.search(line) or _WE_WILL.search(line)
        if says and not is_word and not any(shares(one, line) for one in known):
            sentence = f"This is no promise of the record: “{line[:120]}”. Promise it with a date, or leave it out."
            yield Lack(sentence, "promises", is_soft=True)


def _dated(letter: Written, line: str) -> bool:
    return any(isinstance(one.value, Day) and one.words.casefold() in line for one in letter.figures)


def remedy(letter: Written) -> Iterator[Lack]:
    """L13: the ledger's lines are drawn as a table; the words say that nothing is charged."""
    if letter.facts.remedies and not presence.is_present("no_charge", letter.text):
        yield Lack("Say that the client will not be charged.", "section giving")
    if any(one.rule == CHARGES and one.severity == "error" for one in letter.findings):
        yield Lack("It charges the client for our mistake: mend what the candour check found.", "candour")


def no_remedy(letter: Written) -> Iterator[Lack]:
    """L14: where no money is offered the reason is recorded and told."""
    facts = letter.facts
    if facts.remedies:
        return
    if not facts.no_remedy_reason.strip():
        yield Lack("Add what we give the client, or say why we offer no money.", "remedies")
    elif not letter.tells(facts.no_remedy_reason):
        yield Lack("Say why we offer no money, as recorded.", "section giving")

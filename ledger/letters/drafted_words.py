"""What the drafts of all sections share: facts as sentences of Markdown, days and moments, lists, letters cited."""

from datetime import datetime

from ledger.letters import wording
from ledger.letters.catalogue import say
from ledger.letters.letter_facts import EarlierLetter, LetterFacts
from ledger.letters.markdown import escape
from ledger.letters.sections import NAMED


def told(text: str) -> str:
    """Return a recorded text as a sentence of Markdown."""
    return escape(wording.sentence(text))


def joined(*parts: str) -> str:
    """Return the parts that say something, with a space between."""
    return " ".join(part for part in parts if part)


def letter_of(facts: LetterFacts, letter: EarlierLetter | None) -> str:
    """Return how a letter of ours is cited; nothing for none."""
    if letter is None:
        return ""
    when = wording.short_day(letter.dated_at, facts.zone, facts.locale)
    values = {"reference": escape(letter.client_reference), "kind": say(NAMED[letter.kind])}
    return say("Our letter of {day} ({reference}, {kind}, version {number})", day=when, number=letter.version, **values)


def moment(facts: LetterFacts, at: datetime | None) -> str:
    """Return time, zone and day in words; nothing for none."""
    return escape(wording.moment(at, facts.zone, facts.locale)) if at else ""


def short(facts: LetterFacts, at: datetime) -> str:
    """Return the day in words."""
    return wording.short_day(at, facts.zone, facts.locale)


def bullets(lines: list[str]) -> str:
    """Return lines as a list of Markdown."""
    return "\n".join(f"- {line}" for line in lines)


def listed(words: list[str]) -> str:
    """Return `a, b or c`."""
    if len(words) == 1:
        return words[0]
    return say("{words} or {last}", words=", ".join(words[:-1]), last=words[-1])

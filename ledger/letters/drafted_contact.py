"""The draft of how the client reaches us: who decides, who is above them, how else the letter can be had."""

from ledger.letters.drafted_words import joined
from ledger.letters.letter_facts import LetterFacts, Person
from ledger.letters.markdown import escape


def talk(facts: LetterFacts) -> str:
    """Return who answers, who is above them, and the invitation to correct us."""
    if facts.kind == "first_notice":
        return f"Ring or write to {_reach(facts.contact)}."
    further = facts.escalation
    return joined(
        "May we visit you or ring you to go through this together?" if facts.kind in {"final", "interim"} else "",
        f"{_named(facts.contact)} can decide anything in this letter: {_ways(facts.contact)}.",
        "Tell us if we have anything wrong; we correct it by letter.",
        f"To go further, write to {_named(further)} who takes no part in your service: {_ways(further)}."
        if further
        else "",
        "We can also send this letter in large print or as plain text, or read it to you by phone.",
    )


def _named(person: Person) -> str:
    return f"{escape(person.name)}, {escape(person.title)}," if person.title else escape(person.name)


def _reach(person: Person) -> str:
    return f"{_named(person).rstrip(',')}: {_ways(person)}"


def _ways(person: Person) -> str:
    # Never at the beginning of a line, so the plus of a telephone number begins no list and needs no backslash.
    phone = escape(person.phone).removeprefix("\\")
    return ", ".join(way for way in (phone, f"<{person.email}>" if person.email else "") if way)

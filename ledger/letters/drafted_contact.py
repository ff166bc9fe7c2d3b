"""The draft of how the client reaches us: who decides, who is above them, how else the letter can be had."""

from ledger.letters.catalogue import say
from ledger.letters.drafted_words import joined
from ledger.letters.letter_facts import LetterFacts, Person
from ledger.letters.markdown import escape


def talk(facts: LetterFacts) -> str:
    """Return who answers, who is above them, and the invitation to correct us."""
    if facts.kind == "first_notice":
        return say("Ring or write to {person}: {ways}.", **_reach(facts.contact))
    further = facts.escalation
    return joined(
        say("May we visit you or ring you to go through this together?") if facts.kind in {"final", "interim"} else "",
        say("{person} can decide anything in this letter: {ways}.", **_named(facts.contact)),
        say("Tell us if we have anything wrong; we correct it by letter."),
        say("To go further, write to {person} who takes no part in your service: {ways}.", **_named(further))
        if further
        else "",
        say("We can also send this letter in large print or as plain text, or read it to you by phone."),
    )


def _named(person: Person) -> dict[str, str]:
    title = f", {escape(person.title)}," if person.title else ""
    return {"person": escape(person.name) + title, "ways": _ways(person)}


def _reach(person: Person) -> dict[str, str]:
    named = _named(person)
    return named | {"person": named["person"].rstrip(",")}


def _ways(person: Person) -> str:
    # Never at the beginning of a line, so the plus of a telephone number begins no list and needs no backslash.
    phone = escape(person.phone).removeprefix("\\")
    return ", ".join(way for way in (phone, f"<{person.email}>" if person.email else "") if way)

"""The draft of a letter's opening: the act, ownership, an apology tied to the effect; what a later letter follows."""

from ledger.letters import effects
from ledger.letters.drafted_words import joined, letter_of, told
from ledger.letters.letter_facts import LetterFacts
from ledger.letters.markdown import escape

_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")


def opening(facts: LetterFacts) -> str:
    """Return the opening of a letter of this kind."""
    if facts.kind == "correction":
        return _of_correction(facts)
    if facts.kind == "follow_up":
        return _of_follow_up(facts)
    first = facts.kind == "first_notice"
    return joined(
        told(facts.act_statement),
        _ownership(facts),
        escape(effects.apology(facts)),
        "We are sorry that you had to tell us first." if facts.told_first_by_client else "",
        "We do not know the cause yet." if facts.provisional else "",
        escape(effects.data(facts)) if first and _data_matters(facts) else "",
    )


def _data_matters(facts: LetterFacts) -> bool:
    return facts.data_effect not in {"none", "unavailable"} and not effects.is_said_by_apology(facts)


def _ownership(facts: LetterFacts) -> str:
    if facts.ours != "yes":
        return ""
    if not facts.earlier_letters:
        return "This was our mistake."
    times = len(facts.earlier_letters)
    which = _ORDINALS[times] if times < len(_ORDINALS) else f"{times + 1}th"
    return f"This was our mistake, and it is the {which} time within a year."


def _of_follow_up(facts: LetterFacts) -> str:
    letter = f"{letter_of(facts, facts.answers)} told you about it." if facts.answers else ""
    promised = "We promised to tell you whether what we changed has worked. This is our answer."
    return joined(told(facts.act_statement), "This was our mistake.", letter, promised)


def _of_correction(facts: LetterFacts) -> str:
    letter = letter_of(facts, facts.answers) if facts.answers else "Our earlier letter to you"
    return f"{letter} was wrong. This was our mistake. We are sorry that we told you something that was not so."

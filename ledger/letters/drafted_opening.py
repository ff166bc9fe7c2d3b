"""The draft of a letter's opening: the act, ownership, an apology tied to the effect; what a later letter follows."""

from ledger.letters import effects, wording
from ledger.letters.catalogue import marked, say
from ledger.letters.drafted_words import joined, letter_of, told
from ledger.letters.letter_facts import LetterFacts
from ledger.letters.markdown import escape

_AGAIN = (
    marked("This was our mistake, and it is the second time within a year."),
    marked("This was our mistake, and it is the third time within a year."),
    marked("This was our mistake, and it is the fourth time within a year."),
    marked("This was our mistake, and it is the fifth time within a year."),
)


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
        say("We are sorry that you had to tell us first.") if facts.told_first_by_client else "",
        say("We do not know the cause yet.") if facts.provisional else "",
        escape(effects.data(facts)) if first and _data_matters(facts) else "",
        _in_place_of(facts),
    )


def _in_place_of(facts: LetterFacts) -> str:
    before = facts.answers
    if facts.kind != "final" or before is None:
        return ""
    day = wording.short_day(before.dated_at, facts.zone, facts.locale)
    said = say("This letter takes the place of version {number}, of {day}.", number=before.version, day=day)
    return joined(said, told(facts.what_changed))


def _data_matters(facts: LetterFacts) -> bool:
    return facts.data_effect not in {"none", "unavailable"} and not effects.is_said_by_apology(facts)


def _ownership(facts: LetterFacts) -> str:
    if facts.ours != "yes":
        return ""
    before = facts.mistakes_before or len(facts.earlier_letters)
    if not before:
        return say("This was our mistake.")
    if before <= len(_AGAIN):
        return say(_AGAIN[before - 1])
    return say("This was our mistake, and it is time number {number} within a year.", number=before + 1)


def _of_follow_up(facts: LetterFacts) -> str:
    letter = say("{letter} told you about it.", letter=letter_of(facts, facts.answers)) if facts.answers else ""
    promised = say("We promised to tell you whether what we changed has worked.")
    is_known = any(action.effective is not None for action in facts.actions)
    answer = say("This is our answer.") if is_known else say("We do not know yet; this is how it stands.")
    return joined(told(facts.act_statement), say("This was our mistake."), letter, promised, answer)


def _of_correction(facts: LetterFacts) -> str:
    letter = letter_of(facts, facts.answers) if facts.answers else say("Our earlier letter to you")
    return say(
        "{letter} was wrong. This was our mistake. We are sorry that we told you something that was not so.",
        letter=letter,
    )

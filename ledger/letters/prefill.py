"""The first draft of a letter: each section's Markdown, written from the facts for a person to edit.

Short sentences, the act first, then ownership and an apology tied to the effect; nothing that the facts do not say.
"""

from collections.abc import Callable
from datetime import datetime

from ledger.letters import effects, wording
from ledger.letters.catalogue import in_its_language, say
from ledger.letters.drafted_contact import talk
from ledger.letters.drafted_opening import opening
from ledger.letters.drafted_repair import changes, doing, giving, kept, worked
from ledger.letters.drafted_words import bullets, joined, listed, moment, short, told
from ledger.letters.letter_facts import EarlierLetter, LetterFacts
from ledger.letters.markdown import escape
from ledger.letters.not_known import gaps
from ledger.letters.sections import sections_of


@in_its_language
def prefill(facts: LetterFacts) -> dict[str, str]:
    """Return the Markdown of each section that people write, by section key, in the order of the letter."""
    return {section.key: _WRITERS[section.key](facts) for section in sections_of(facts) if section.written}


_ASKING = frozenset({"how", "if", "what", "when", "where", "whether", "which", "who", "whom", "whose", "why"})
"""Words with which what is not known begins."""


def _effect(facts: LetterFacts) -> str:
    known = (effects.when(facts), effects.work_lost(facts))
    if facts.kind == "interim":
        # What is not known has a section of its own in an interim letter, and so has what the client needs to do.
        return escape(joined(*known, "" if facts.data_effect == "unknown" else effects.data(facts)))
    return joined(escape(joined(*known, effects.how_many(facts), effects.data(facts))), _need(facts))


def _late(facts: LetterFacts) -> str:
    ours = (
        say("We should have told you first.") if facts.told_first_by_client else say("We should have told you sooner.")
    )
    return joined(told(facts.delay_reason), ours) if facts.delay_reason else ""


def _unknown(facts: LetterFacts) -> str:
    known = gaps(facts)
    next_at = facts.next_update_at
    when = say("We are checking, and will tell you by {moment}.", moment=moment(facts, next_at)) if next_at else ""
    of_record = joined(_unknown_yet(listed(list(known))), when) if known else ""
    return "\n\n".join(part for part in (of_record, bullets(_open(facts))) if part)


def _unknown_yet(what: str) -> str:
    return say("We do not know yet {what}.", what=what)


def clause(text: str) -> str:
    """Return an open point as it stands inside a sentence: `Which door?` becomes `which door`."""
    plain = text.strip().rstrip(".?! ")
    first, _, rest = plain.partition(" ")
    return f"{first.lower()} {rest}".strip() if first.lower() in _ASKING else plain


def _open(facts: LetterFacts) -> list[str]:
    return [
        joined(_unknown_yet(escape(clause(point.text))), _will_tell(facts, point.tell_by))
        for point in facts.open_points
    ]


def _need(facts: LetterFacts) -> str:
    return told(facts.client_must_do) or say("You need to do nothing.")


def _next(facts: LetterFacts) -> str:
    if facts.next_update_at:
        next_at = moment(facts, facts.next_update_at)
        if facts.kind == "follow_up":
            return say("You will hear from us again by {moment}.", moment=next_at)
        return say("You will hear from us again by {moment}, even if there is nothing new.", moment=next_at)
    if facts.result_due_at and any(action.effective is None for action in facts.actions):
        return say("We will write to you by {day} on what is not known yet.", day=short(facts, facts.result_due_at))
    if facts.kind != "follow_up":
        return ""
    return say(
        "We have no more letters planned on this. It is over for us only when it is over for you: tell us if it is not."
    )


def _why(facts: LetterFacts) -> str:
    again = [_repeat(facts, letter) for letter in facts.earlier_letters]
    causes = [told(factor) for factor in facts.contributing_factors]
    if not causes:
        when = _will_tell(facts, facts.next_update_at) if facts.next_update_at else ""
        causes = [joined(say("We do not know yet why it happened."), when)]
    return "\n\n".join((*again, " ".join(causes), *_open(facts)))


def _repeat(facts: LetterFacts, letter: EarlierLetter) -> str:
    when = wording.short_day(letter.dated_at, facts.zone, facts.locale)
    values = {"day": when, "reference": escape(letter.client_reference)}
    if letter.promised:
        said = say("Our letter of {day} ({reference}) said: {promise}", promise=told(letter.promised), **values)
    else:
        said = say("Our letter of {day} ({reference}) told you of a mistake like this one.", **values)
    return joined(said, told(letter.why_it_failed))


def _will_tell(facts: LetterFacts, at: datetime) -> str:
    return say("We will tell you by {moment}.", moment=moment(facts, at))


def _wrong(facts: LetterFacts) -> str:
    return told(facts.what_was_wrong)


def _right(facts: LetterFacts) -> str:
    return told(facts.what_is_right)


_WRITERS: dict[str, Callable[[LetterFacts], str]] = {
    "opening": opening,
    "effect": _effect,
    "late": _late,
    "unknown": _unknown,
    "doing": doing,
    "need": _need,
    "next": _next,
    "why": _why,
    "changes": changes,
    "worked": worked,
    "kept": kept,
    "giving": giving,
    "talk": talk,
    "wrong": _wrong,
    "right": _right,
}

"""The first draft of a letter: each section's Markdown, written from the facts for a person to edit.

Short sentences, the act first, then ownership and an apology tied to the effect; nothing that the facts do not say.
"""

from collections.abc import Callable
from datetime import datetime

from ledger.letters import effects, wording
from ledger.letters.letter_facts import ActionLine, EarlierLetter, LetterFacts, Person, PromiseLine
from ledger.letters.markdown import escape
from ledger.letters.sections import LABELS, sections_of

_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
_NOT_CHARGED = "You will not be charged for any of the repair."


def prefill(facts: LetterFacts) -> dict[str, str]:
    """Return the Markdown of each section that people write, by section key, in the order of the letter."""
    return {section.key: _WRITERS[section.key](facts) for section in sections_of(facts) if section.written}


def _told(text: str) -> str:
    return escape(wording.sentence(text))


def _sentences(*parts: str) -> str:
    return " ".join(part for part in parts if part)


def _opening(facts: LetterFacts) -> str:
    if facts.kind == "correction":
        return _opening_of_correction(facts)
    if facts.kind == "follow_up":
        return _opening_of_follow_up(facts)
    first = facts.kind == "first_notice"
    return _sentences(
        _told(facts.act_statement),
        _ownership(facts),
        escape(effects.apology(facts)),
        "We are sorry that you had to tell us first." if facts.told_first_by_client else "",
        "We do not know the cause yet." if facts.provisional else "",
        escape(effects.data(facts)) if first and facts.data_effect not in {"none", "unavailable"} else "",
    )


def _ownership(facts: LetterFacts) -> str:
    if facts.ours != "yes":
        return ""
    if not facts.earlier_letters:
        return "This was our mistake."
    times = len(facts.earlier_letters)
    which = _ORDINALS[times] if times < len(_ORDINALS) else f"{times + 1}th"
    return f"This was our mistake, and it is the {which} time within a year."


def _opening_of_follow_up(facts: LetterFacts) -> str:
    letter = f"{_letter_of(facts, facts.answers)} told you about it." if facts.answers else ""
    promised = "We promised to tell you whether what we changed has worked. This is our answer."
    return _sentences(_told(facts.act_statement), "This was our mistake.", letter, promised)


def _opening_of_correction(facts: LetterFacts) -> str:
    letter = _letter_of(facts, facts.answers) if facts.answers else "Our earlier letter to you"
    return f"{letter} was wrong. This was our mistake. We are sorry that we told you something that was not so."


def _letter_of(facts: LetterFacts, letter: EarlierLetter | None) -> str:
    if letter is None:
        return ""
    when = wording.short_day(letter.dated_at, facts.zone, facts.locale)
    return f"Our letter of {when} ({escape(letter.client_reference)}, {LABELS[letter.kind].lower()})"


def _effect(facts: LetterFacts) -> str:
    known = (effects.when(facts), effects.work_lost(facts))
    if facts.kind == "interim":
        # What is not known has a section of its own in an interim letter, and so has what the client needs to do.
        return escape(_sentences(*known, "" if facts.data_effect == "unknown" else effects.data(facts)))
    return _sentences(escape(_sentences(*known, effects.how_many(facts), effects.data(facts))), _need(facts))


def _late(facts: LetterFacts) -> str:
    ours = "We should have told you first." if facts.told_first_by_client else "We should have told you sooner."
    return _sentences(_told(facts.delay_reason), ours) if facts.delay_reason else ""


def _unknown(facts: LetterFacts) -> str:
    open_points = [
        "how many of your people were affected" if facts.people_affected is None else "",
        "whether any of your data was affected" if facts.data_effect == "unknown" else "",
        "" if facts.contributing_factors else "why it happened",
        "how long it will last" if facts.to_at is None else "",
    ]
    known = [point for point in open_points if point]
    when = (
        f" We are checking, and will tell you by {_moment(facts, facts.next_update_at)}."
        if facts.next_update_at
        else ""
    )
    return f"We do not know yet {_listed(known)}.{when}" if known else ""


def _doing(facts: LetterFacts) -> str:
    held = [entry for entry in facts.timeline if entry.kind == "containment" and entry.occurred_at <= facts.dated_at]
    lines = [f"**Done at {_moment(facts, entry.occurred_at)}:** {_told(entry.text)}" for entry in held]
    lines += [f"**Done {_short(facts, done.done_at)}:** {_told(done.text)}" for done in facts.corrections_done]
    lines += [_action(facts, action) for action in facts.actions]
    now = (
        "We are working on it now."
        if facts.to_at is None
        else "It has been put right. We are finding out why it happened."
    )
    return "\n\n".join(part for part in (now, _bullets(lines)) if part)


def _need(facts: LetterFacts) -> str:
    return _told(facts.client_must_do) or "You need to do nothing."


def _next(facts: LetterFacts) -> str:
    if facts.next_update_at:
        more = "" if facts.kind == "follow_up" else ", even if there is nothing new"
        return f"You will hear from us again by {_moment(facts, facts.next_update_at)}{more}."
    done = (
        "We have no more letters planned on this. It is over for us only when it is over for you: tell us if it is not."
    )
    return done if facts.kind == "follow_up" else ""


def _why(facts: LetterFacts) -> str:
    again = [_repeat(facts, letter) for letter in facts.earlier_letters]
    causes = [_told(factor) for factor in facts.contributing_factors]
    if not causes:
        when = f" We will tell you by {_moment(facts, facts.next_update_at)}." if facts.next_update_at else ""
        causes = [f"We do not know yet why it happened.{when}"]
    return "\n\n".join((*again, " ".join(causes)))


def _repeat(facts: LetterFacts, letter: EarlierLetter) -> str:
    when = wording.short_day(letter.dated_at, facts.zone, facts.locale)
    said = f" said: {_told(letter.promised)}" if letter.promised else " told you of a mistake like this one."
    return _sentences(f"Our letter of {when} ({escape(letter.client_reference)}){said}", _told(letter.why_it_failed))


def _changes(facts: LetterFacts) -> str:
    lines = [f"**Done {_short(facts, done.done_at)}:** {_told(done.text)}" for done in facts.corrections_done]
    texts = {action.text for action in facts.actions}
    dated = [(action.done_at, action.due_at, _action(facts, action)) for action in facts.actions]
    dated += [(one.kept_at, one.due_at, _promise(facts, one)) for one in facts.promises if one.text not in texts]
    in_order = sorted(dated, key=lambda line: (line[0] is None, line[0] or line[1] or facts.dated_at))
    return _bullets([line for line in (*lines, *(told for _, _, told in in_order)) if line])


def _action(facts: LetterFacts, action: ActionLine) -> str:
    if action.done_at:
        when = f"Done {_short(facts, action.done_at)}:"
    else:
        when = f"By {_short(facts, action.due_at)}:" if action.due_at else "Date not yet set:"
    return _sentences(f"**{when}**", _told(action.text), _told(action.how_you_will_see_it), _owner(action.owner_role))


def _promise(facts: LetterFacts, promise: PromiseLine) -> str:
    if promise.state == "released":
        return ""
    when = f"Kept {_short(facts, promise.kept_at)}:" if promise.kept_at else f"By {_short(facts, promise.due_at)}:"
    return _sentences(f"**{when}**", _told(promise.text), _owner(promise.owner_role))


def _owner(role: str) -> str:
    return f"({escape(wording.sentence(role))})" if role else ""


def _worked(facts: LetterFacts) -> str:
    verdicts = {True: "It works:", False: "It did not work:", None: "Not known yet:"}
    return _bullets(
        [
            _sentences(f"**{verdicts[action.effective]}**", _told(action.text), _told(action.evidence))
            for action in facts.actions
        ]
    )


def _kept(facts: LetterFacts) -> str:
    counted = [promise for promise in facts.promises if promise.state not in {"released", "open"}]
    kept = sum(promise.state == "kept" for promise in counted)
    if not counted:
        is_open = any(promise.state == "open" for promise in facts.promises)
        return "What we promised is not due yet." if is_open else "You released us from what we had promised."
    if kept == len(counted):
        return (
            "We kept our promise by the date we gave you."
            if kept == 1
            else f"We kept all {kept} promises by the dates we gave you."
        )
    return (
        f"We kept {kept or 'none'} of {len(counted)} promise{'' if len(counted) == 1 else 's'} by the date we gave you."
    )


def _giving(facts: LetterFacts) -> str:
    if not facts.remedies:
        return _sentences(_told(facts.no_remedy_reason), _NOT_CHARGED) if facts.no_remedy_reason else ""
    return f"{_NOT_CHARGED} Accepting this gives up none of your rights."


def _talk(facts: LetterFacts) -> str:
    if facts.kind == "first_notice":
        return f"Ring or write to {_reach(facts.contact)}."
    further = facts.escalation
    return _sentences(
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


def _moment(facts: LetterFacts, at: datetime | None) -> str:
    return escape(wording.moment(at, facts.zone, facts.locale)) if at else ""


def _short(facts: LetterFacts, at: datetime) -> str:
    return wording.short_day(at, facts.zone, facts.locale)


def _bullets(lines: list[str]) -> str:
    return "\n".join(f"- {line}" for line in lines)


def _listed(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} or {words[-1]}"


def _wrong(facts: LetterFacts) -> str:
    return _told(facts.what_was_wrong)


def _right(facts: LetterFacts) -> str:
    return _told(facts.what_is_right)


_WRITERS: dict[str, Callable[[LetterFacts], str]] = {
    "opening": _opening,
    "effect": _effect,
    "late": _late,
    "unknown": _unknown,
    "doing": _doing,
    "need": _need,
    "next": _next,
    "why": _why,
    "changes": _changes,
    "worked": _worked,
    "kept": _kept,
    "giving": _giving,
    "talk": _talk,
    "wrong": _wrong,
    "right": _right,
}

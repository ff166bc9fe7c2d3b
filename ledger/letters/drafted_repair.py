"""The drafts of what we do about it: now, changed for good, promised and kept, given."""

from datetime import datetime

from ledger.letters import wording
from ledger.letters.catalogue import marked, say, say_many
from ledger.letters.drafted_words import bullets, joined, moment, short, told
from ledger.letters.letter_facts import ActionLine, LetterFacts, PromiseLine
from ledger.letters.markdown import escape

_MOST_DONE = 2
"""Of what was done already a first notice names the latest: it has 150 words."""
_NOT_CHARGED = marked("You will not be charged for any of the repair.")


def doing(facts: LetterFacts) -> str:
    """Return what is being done now, with what is done already."""
    done = " ".join(correction.text.casefold() for correction in facts.corrections_done)
    held = [
        entry
        for entry in facts.timeline
        if entry.kind == "containment"
        and entry.occurred_at <= facts.dated_at
        and entry.text.rstrip(".").casefold() not in done
    ]
    lines = [
        f"**{say('Done at {moment}:', moment=moment(facts, entry.occurred_at))}** {told(entry.text)}" for entry in held
    ]
    lines += [f"**{_done(facts, done.done_at)}** {told(done.text)}" for done in facts.corrections_done]
    lines += [_action(facts, action) for action in facts.actions]
    if facts.kind == "first_notice":
        lines = lines[-_MOST_DONE:]
    now = (
        say("We are working on it now.")
        if facts.to_at is None
        else say("It has been put right. We are finding out why it happened.")
    )
    return "\n\n".join(part for part in (now, bullets(lines)) if part)


def changes(facts: LetterFacts) -> str:
    """Return what was done and what will be, each with its day and the role that owns it."""
    lines = [f"**{_done(facts, done.done_at)}** {told(done.text)}" for done in facts.corrections_done]
    texts = {action.text for action in facts.actions}
    dated = [(action.done_at, action.due_at, _action(facts, action)) for action in facts.actions]
    dated += [(one.kept_at, one.due_at, _promise(facts, one)) for one in facts.promises if one.text not in texts]
    waits = any(action.effective is None for action in facts.actions)
    if facts.kind == "final" and facts.result_due_at and waits and not _writes_again(facts):
        dated.append((None, facts.result_due_at, _result(facts, facts.result_due_at)))
    in_order = sorted(dated, key=lambda line: (line[0] is None, line[0] or line[1] or facts.dated_at))
    return bullets([line for line in (*lines, *(line for _, _, line in in_order)) if line])


def _action(facts: LetterFacts, action: ActionLine) -> str:
    if action.done_at:
        when = _done(facts, action.done_at)
    else:
        when = _by(facts, action.due_at) if action.due_at else say("Date not yet set:")
    return joined(f"**{when}**", told(action.text), told(action.how_you_will_see_it), _owner(action.owner_role))


def _promise(facts: LetterFacts, promise: PromiseLine) -> str:
    if promise.state == "released":
        return ""
    kept_at = promise.kept_at
    when = say("Kept {day}:", day=short(facts, kept_at)) if kept_at else _by(facts, promise.due_at)
    return joined(f"**{when}**", told(promise.text), _owner(promise.owner_role))


def _writes_again(facts: LetterFacts) -> bool:
    """Return whether a promise of the client is the letter on the result already."""
    return any(one.state == "open" and "write" in one.text.casefold() for one in facts.promises)


def _result(facts: LetterFacts, due_at: datetime) -> str:
    return f"**{_by(facts, due_at)}** {say('Our letter on whether the changes have held.')}"


def _done(facts: LetterFacts, at: datetime) -> str:
    return say("Done {day}:", day=short(facts, at))


def _by(facts: LetterFacts, at: datetime) -> str:
    return say("By {day}:", day=short(facts, at))


def _owner(role: str) -> str:
    return f"({escape(wording.sentence(role))})" if role else ""


def worked(facts: LetterFacts) -> str:
    """Return for each action whether it worked, and what shows it."""
    verdicts = {True: say("It works:"), False: say("It did not work:"), None: say("Not known yet:")}
    return bullets(
        [
            joined(f"**{verdicts[action.effective]}**", told(action.text), told(action.evidence))
            for action in facts.actions
        ]
    )


def kept(facts: LetterFacts) -> str:
    """Return how many promises were kept by the day first given."""
    counted = [promise for promise in facts.promises if promise.state not in {"released", "open"}]
    in_time = sum(promise.state == "kept" for promise in counted)
    if not counted:
        is_open = any(promise.state == "open" for promise in facts.promises)
        if is_open:
            return say("What we promised is not due yet.")
        return say("You released us from what we had promised.")
    if in_time == len(counted):
        return say_many(
            "We kept our promise by the date we gave you.",
            "We kept all {count} promises by the dates we gave you.",
            in_time,
        )
    if not in_time:
        return say_many(
            "We kept none of {count} promise by the date we gave you.",
            "We kept none of {count} promises by the date we gave you.",
            len(counted),
        )
    return say_many(
        "We kept {kept} of {count} promise by the date we gave you.",
        "We kept {kept} of {count} promises by the date we gave you.",
        len(counted),
        kept=in_time,
    )


def giving(facts: LetterFacts) -> str:
    """Return that nothing is charged, or why no money is offered."""
    if not facts.remedies:
        return joined(told(facts.no_remedy_reason), say(_NOT_CHARGED)) if facts.no_remedy_reason else ""
    return joined(say(_NOT_CHARGED), say("Accepting this gives up none of your rights."))

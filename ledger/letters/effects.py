"""What an incident did to one client, in sentences: people, time, work, data; and the apology tied to it (L7, L8)."""

from ledger.letters import wording
from ledger.letters.letter_facts import LetterFacts

_DATA = {
    "none": "None of your data was lost or changed, and nobody else saw it.",
    "lost": "We lost data of yours.",
    "altered": "We changed data of yours that should not have changed.",
    "exposed": "We left data of yours where others could see it.",
    "unavailable": "You could not reach your data in that time. None of it was lost.",
    "unknown": "We do not know yet whether any of your data was affected.",
}
_SORRY_FOR_DATA = {
    "lost": "we lost data of yours",
    "altered": "we changed data of yours",
    "exposed": "we left data of yours where others could see it",
    "unavailable": "you could not reach your data",
}


def apology(facts: LetterFacts) -> str:
    """Return one unconditional sentence of regret that names what happened to this client."""
    if _people_stopped(facts):
        return f"We are sorry that {_who(facts)} {_could_not(facts)}{_for_how_long(facts)}."
    return f"We are sorry that {_SORRY_FOR_DATA.get(facts.data_effect, 'we let you down')}."


def when(facts: LetterFacts) -> str:
    """Return from when to when it lasted; nothing where the start is not known."""
    if facts.from_at is None:
        return ""
    start = wording.moment(facts.from_at, facts.zone, facts.locale)
    if facts.to_at is None:
        return f"It began at {start}, and it is not over."
    end = wording.moment(facts.to_at, facts.zone, facts.locale)
    same_day = start.partition(" on ")[2] == end.partition(" on ")[2]
    first = wording.time(facts.from_at, facts.zone, facts.locale) if same_day else start
    same_zone = first.rpartition(" ")[2] == wording.zone_mark(facts.to_at, facts.zone)
    return f"It lasted from {first.rpartition(' ')[0] if same_day and same_zone else first} to {end}."


def how_many(facts: LetterFacts) -> str:
    """Return what the apology cannot say: that nobody had to stop, or that the number is not known."""
    if facts.people_affected == 0:
        return "None of your people had to stop work."
    return "We do not know how many of your people it stopped." if facts.people_affected is None else ""


def work_lost(facts: LetterFacts) -> str:
    """Return the work lost, or nothing where it is not known or none."""
    if not facts.person_minutes:
        return ""
    # Of one person the apology says enough; with more of them the sum needs the number beside it (L7).
    who = wording.capital(_who(facts)) if (facts.people_affected or 0) > 1 else "You"
    return f"{who} lost {wording.hours_and_minutes(facts.person_minutes)} of work."


def data(facts: LetterFacts) -> str:
    """Return what happened to data. A note from the record says it more exactly, so it stands in for our sentence."""
    if facts.data_note and facts.data_effect not in {"none", "unknown"}:
        return wording.sentence(facts.data_note)
    note = f" {wording.sentence(facts.data_note)}" if facts.data_note else ""
    return _DATA[facts.data_effect] + note


def is_said_by_apology(facts: LetterFacts) -> bool:
    """Return whether the apology says what happened to data, so that the letter need not say it again."""
    return not _people_stopped(facts) and facts.data_effect in _SORRY_FOR_DATA and not facts.data_note


def _people_stopped(facts: LetterFacts) -> bool:
    return facts.people_affected != 0 and bool(facts.people_affected or facts.what_stopped)


def _who(facts: LetterFacts) -> str:
    return wording.people(facts.people_affected, facts.people_total)


def _could_not(facts: LetterFacts) -> str:
    verb = "cannot" if facts.to_at is None else "could not"
    return f"{verb} use {facts.what_stopped}" if facts.what_stopped else f"{verb} work"


def _for_how_long(facts: LetterFacts) -> str:
    return f" for {wording.span(facts.minutes)}" if facts.minutes is not None else ""

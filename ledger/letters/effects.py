"""What an incident did to one client, in sentences: people, time, work, data; and the apology tied to it (L7, L8)."""

from ledger.letters import wording
from ledger.letters.catalogue import marked, say
from ledger.letters.letter_facts import LetterFacts

_DATA = {
    "none": marked("None of your data was lost or changed, and nobody else saw it."),
    "lost": marked("We lost data of yours."),
    "altered": marked("We changed data of yours that should not have changed."),
    "exposed": marked("We left data of yours where others could see it."),
    "unavailable": marked("You could not reach your data in that time. None of it was lost."),
    "unknown": marked("We do not know yet whether any of your data was affected."),
}
_SORRY_FOR_DATA = {
    "lost": marked("We are sorry that we lost data of yours."),
    "altered": marked("We are sorry that we changed data of yours."),
    "exposed": marked("We are sorry that we left data of yours where others could see it."),
    "unavailable": marked("We are sorry that you could not reach your data."),
}
_SORRY = marked("We are sorry that we let you down.")


def apology(facts: LetterFacts) -> str:
    """Return one unconditional sentence of regret that names what happened to this client."""
    if _people_stopped(facts):
        return _sorry_for_work(facts)
    return say(_SORRY_FOR_DATA.get(facts.data_effect, _SORRY))


def when(facts: LetterFacts) -> str:
    """Return from when to when it lasted; nothing where the start is not known."""
    if facts.from_at is None:
        return ""
    start = wording.moment(facts.from_at, facts.zone, facts.locale)
    if facts.to_at is None:
        return say("It began at {start}, and it is not over.", start=start)
    place = (facts.zone, facts.locale)
    if wording.day(facts.from_at, *place) == wording.day(facts.to_at, *place):
        same_zone = wording.zone_mark(facts.from_at, facts.zone) == wording.zone_mark(facts.to_at, facts.zone)
        start = (wording.clock_time if same_zone else wording.time)(facts.from_at, *place)
    return say("It lasted from {start} to {end}.", start=start, end=wording.moment(facts.to_at, *place))


def how_many(facts: LetterFacts) -> str:
    """Return what the apology cannot say: that nobody had to stop, or that the number is not known."""
    if facts.people_affected == 0:
        return say("None of your people had to stop work.")
    return say("We do not know how many of your people it stopped.") if facts.people_affected is None else ""


def work_lost(facts: LetterFacts) -> str:
    """Return the work lost, or nothing where it is not known or none."""
    if not facts.person_minutes:
        return ""
    # Of one person the apology says enough; with more of them the sum needs the number beside it (L7).
    lost = wording.hours_and_minutes(facts.person_minutes)
    if (facts.people_affected or 0) > 1:
        return say("{people} lost {time} of work.", people=wording.capital(_who(facts)), time=lost)
    return say("You lost {time} of work.", time=lost)


def data(facts: LetterFacts) -> str:
    """Return what happened to data. A note from the record says it more exactly, so it stands in for our sentence."""
    if facts.data_note and facts.data_effect not in {"none", "unknown"}:
        return wording.sentence(facts.data_note)
    note = f" {wording.sentence(facts.data_note)}" if facts.data_note else ""
    return say(_DATA[facts.data_effect]) + note


def is_said_by_apology(facts: LetterFacts) -> bool:
    """Return whether the apology says what happened to data, so that the letter need not say it again."""
    return not _people_stopped(facts) and facts.data_effect in _SORRY_FOR_DATA and not facts.data_note


def _people_stopped(facts: LetterFacts) -> bool:
    return facts.people_affected != 0 and bool(facts.people_affected or facts.what_stopped)


def _who(facts: LetterFacts) -> str:
    return wording.people(facts.people_affected, facts.people_total)


def _sorry_for_work(facts: LetterFacts) -> str:
    values = {"who": _who(facts), "thing": facts.what_stopped}
    if facts.to_at is None:
        if facts.what_stopped:
            return say("We are sorry that {who} cannot use {thing}.", **values)
        return say("We are sorry that {who} cannot work.", **values)
    if facts.minutes is None:
        if facts.what_stopped:
            return say("We are sorry that {who} could not use {thing}.", **values)
        return say("We are sorry that {who} could not work.", **values)
    lasted = wording.span(facts.minutes)
    if facts.what_stopped:
        return say("We are sorry that {who} could not use {thing} for {span}.", span=lasted, **values)
    return say("We are sorry that {who} could not work for {span}.", span=lasted, **values)

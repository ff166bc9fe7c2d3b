"""What the steps of an action say of it: when it was still to be done, by when, and each time it was done and checked.

Read from its steps and not from what it is now, so that a month that is over stays what it was when an action is
opened again or done anew.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from ledger.recovery.action_rules import UNDONE

BEGUN_AGAIN = ("sent_back", "resumed")
"""Steps after which the action's columns do not say any more when it was done before, and by when it was due."""
_CHECKED = ("verified", "verified_outside")


class Step(NamedTuple):
    """One step of an action; the event tells what its columns said then."""

    id: str
    verb: str
    to_status: str
    at: datetime
    event_id: str = ""


class ToldDates(NamedTuple):
    """What the record says of an action at a step: its first date then, and when it was done."""

    original_due_at: datetime | None = None
    implemented_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Spell:
    """A time in which its owner had something to do: open from `began_at`, due first by `due_at`.

    Named by the action, a later one by the step that opened it.
    """

    id: str
    began_at: datetime
    due_at: datetime
    ended_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Doing:
    """One time that it was done, named by that step; `checked_at` is when a second person verified it.

    Nothing is done without evidence, for the step asks for it. `sent_back_at`: it was not what was meant.
    """

    id: str
    done_at: datetime
    checked_at: datetime | None = None
    sent_back_at: datetime | None = None


class Dates(NamedTuple):
    """An action's columns as they are now."""

    id: str
    created_at: datetime
    original_due_at: datetime
    implemented_at: datetime | None = None


def spells_of(now: Dates, steps: Sequence[Step], told: Mapping[str, ToldDates]) -> tuple[Spell, ...]:
    """Give the times in which an action was open, oldest first.

    `steps` come in order; `told`, by event, where it was begun again. A first date of its own begins another spell.
    """
    done_at = _done_at(now, steps, told)
    due_at = _due_at(now, told, steps[0]) if steps else now.original_due_at
    found: list[Spell] = []
    spell: Spell | None = Spell(now.id, now.created_at, due_at)
    for step in steps:
        if step.verb == "resumed":
            due_at = _due_at(now, told, step)
        is_open = step.to_status in UNDONE
        if spell is not None and (not is_open or due_at != spell.due_at):
            ended_at = max(spell.began_at, done_at.get(step.id, step.at))
            found.append(Spell(spell.id, spell.began_at, spell.due_at, ended_at))
            spell = None
        if spell is None and is_open:
            spell = Spell(step.id, step.at, due_at)
    return (*found, spell) if spell is not None else tuple(found)


def doings_of(now: Dates, steps: Sequence[Step], told: Mapping[str, ToldDates]) -> tuple[Doing, ...]:
    """Give each time an action was done, oldest first; arguments as for `spells_of`."""
    found: list[Doing] = []
    done_at = _done_at(now, steps, told)
    for step in steps:
        if step.id in done_at:
            found.append(Doing(step.id, done_at[step.id]))
        elif found and step.verb in _CHECKED and found[-1].checked_at is None:
            found[-1] = Doing(found[-1].id, found[-1].done_at, step.at)
        elif found and step.verb == "sent_back":
            found[-1] = Doing(found[-1].id, found[-1].done_at, None, step.at)
    return tuple(found)


def _done_at(now: Dates, steps: Sequence[Step], told: Mapping[str, ToldDates]) -> dict[str, datetime]:
    """Give when it was done, which may lie before that was written down, by the step that says so."""
    found = {
        step.id: told.get(step.event_id, ToldDates()).implemented_at or step.at
        for step in steps
        if step.verb == "implemented"
    }
    if found and now.implemented_at is not None:
        found[next(reversed(found))] = now.implemented_at
    return found


def _due_at(now: Dates, told: Mapping[str, ToldDates], step: Step) -> datetime:
    return told.get(step.event_id, ToldDates()).original_due_at or now.original_due_at

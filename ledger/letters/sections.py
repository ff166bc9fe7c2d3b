"""Which sections a letter of each kind has, in which order, under which headings (letters.md, "The letter to aim at").

The order that reads best: act, ownership, apology; effect and what to do; timeline; why late; why; changes; money;
contact.
"""

from dataclasses import dataclass

from ledger.letters import chronology
from ledger.letters.catalogue import marked, say
from ledger.letters.letter_facts import LetterFacts


@dataclass(frozen=True)
class Section:
    """One part of a letter: a key under which its text is kept, a heading, and a table drawn from the facts."""

    key: str
    heading: str = ""
    """Empty for the opening, which stands under the subject."""
    table: str = ""
    """`timeline`, `remedies` or `promises`; the people who edit do not write it."""
    written: bool = True
    """False for a section that is a table and nothing else."""


_OPENING = Section("opening")
_EFFECT = Section("effect", marked("What it did to you"))
_TIMELINE = Section("timeline", marked("What happened"), table="timeline", written=False)
_LATE = Section("late", marked("Why you heard late"))
_DOING = Section("doing", marked("What we are doing"))
_NEED = Section("need", marked("What you need to do"))
_NEXT = Section("next", marked("When you hear from us next"))
_TALK = Section("talk", marked("Talk to us"))
_CHANGES = Section("changes", marked("What we have changed and will change"))
_GIVING = Section("giving", marked("What we are giving you"), table="remedies")

SECTIONS: dict[str, tuple[Section, ...]] = {
    "first_notice": (_OPENING, _DOING, _NEED, _NEXT, _TALK),
    "interim": (
        _OPENING,
        Section("effect", marked("What it has done to you")),
        _TIMELINE,
        _LATE,
        Section("unknown", marked("What we do not know yet")),
        _DOING,
        _NEED,
        _NEXT,
        _TALK,
    ),
    "final": (_OPENING, _EFFECT, _TIMELINE, _LATE, Section("why", marked("Why it happened")), _CHANGES, _GIVING, _TALK),
    "follow_up": (
        _OPENING,
        Section("worked", marked("Did it work?")),
        Section("kept", marked("What we promised, and what we did"), table="promises"),
        Section("giving", marked("What we gave you"), table="remedies"),
        _NEXT,
        _TALK,
    ),
    "correction": (
        _OPENING,
        Section("wrong", marked("What we got wrong")),
        Section("right", marked("What is right")),
        _CHANGES,
        _GIVING,
        _TALK,
    ),
}

LABELS = {
    "first_notice": marked("First notice"),
    "interim": marked("Interim letter"),
    "final": marked("Final letter"),
    "follow_up": marked("Follow-up letter"),
    "correction": marked("Correction"),
}

NAMED = {
    "first_notice": marked("first notice"),
    "interim": marked("interim letter"),
    "final": marked("final letter"),
    "follow_up": marked("follow-up letter"),
    "correction": marked("correction letter"),
}
"""The same inside a sentence."""


def sections_of(facts: LetterFacts) -> tuple[Section, ...]:
    """Return the sections that this letter has, in order: those of its kind, without the ones it has no reason for."""
    return tuple(section for section in SECTIONS[facts.kind] if _has_reason(facts, section.key))


def said_in(facts: LetterFacts) -> dict[str, str]:
    """Return what only the writer of such a letter can say, by name, as it stands: no other record holds it."""
    if facts.kind == "correction":
        return {"what_was_wrong": facts.what_was_wrong, "what_is_right": facts.what_is_right}
    said = {"what_stopped": facts.what_stopped, "data_note": facts.data_note}
    if facts.earlier_letters:
        said["why_it_failed"] = facts.earlier_letters[-1].why_it_failed
    if facts.kind == "final" and facts.answers:
        said["what_changed"] = facts.what_changed
    return said | ({"open_reason": facts.open_reason} if facts.kind == "final" else {})


def heading_of(facts: LetterFacts, section: Section) -> str:
    """Return the heading as it reads in this letter."""
    if section.key == "late" and facts.told_first_by_client:
        return say("Why you had to tell us")
    if section.key == "why" and (facts.earlier_letters or facts.mistakes_before):
        return say("Why it happened again")
    if section.key == "giving" and not facts.remedies:
        return say("What this costs you")
    if section.key == "giving" and facts.kind != "follow_up":
        return say("{heading} (no claim needed)", heading=say(section.heading))
    return say(section.heading) if section.heading else ""


def _has_reason(facts: LetterFacts, key: str) -> bool:
    if key == "timeline":
        return bool(chronology.rows(facts))
    later = facts.kind in {"correction", "follow_up"}
    reasons = {
        "late": facts.heard_late,
        "worked": bool(facts.actions),
        "kept": bool(facts.promises),
        "changes": facts.kind != "correction" or bool(facts.actions or facts.corrections_done or facts.promises),
        "giving": not later or bool(facts.remedies),
    }
    return reasons.get(key, True)

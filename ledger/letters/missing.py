"""What a letter still lacks before it can be approved: plain sentences, one for each requirement not met.

The numbers are those of letters.md ("What a letter must say"); the candour check looks at wording, this at content.
"""

from collections.abc import Callable, Mapping

from ledger.letters import presence
from ledger.letters.letter_facts import LetterFacts
from ledger.letters.markdown import to_text
from ledger.letters.sections import heading_of, sections_of

_OPENING_WORDS = 80
_OWNERSHIP_WORDS = 150

_ALL = frozenset({"first_notice", "interim", "final", "follow_up", "correction"})
_ASKED_OF: dict[str, frozenset[str]] = {
    "L1": _ALL,
    "L2": frozenset({"first_notice", "interim", "final"}),
    "L3": frozenset({"first_notice", "interim", "final", "correction"}),
    "L4": frozenset({"interim", "final", "correction"}),
    "L9": frozenset({"interim", "final"}),
    "L10": frozenset({"first_notice", "interim"}),
    "L11": frozenset({"final"}),
    "L12": frozenset({"final", "follow_up"}),
    "L13": frozenset({"final"}),
    "L14": frozenset({"final"}),
    "L16": _ALL,
    "L17": frozenset({"interim", "final"}),
    "L19": frozenset({"interim", "final", "follow_up", "correction"}),
    "L20": frozenset({"final"}),
    "L21": _ALL,
    "corrects": frozenset({"correction"}),
}
"""Which requirement is a must for which kind. A first notice may name no cause and no money."""


def missing(facts: LetterFacts, kind: str, sections: Mapping[str, str]) -> list[str]:
    """Return what is missing, one sentence each, in the order of the requirements; empty when nothing is.

    `sections` holds the Markdown of each section by key, as edited.
    """
    return [sentence for _, sentence in lacking(facts, kind, sections)]


def lacking(facts: LetterFacts, kind: str, sections: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return what is missing as (requirement, sentence); an empty section's requirement is `section KEY`."""
    text = "\n\n".join(to_text(sections.get(section.key, "")) for section in sections_of(facts))
    asked = ((name, check(facts, text)) for name, check in _CHECKS if kind in _ASKED_OF[name])
    return [(name, sentence) for name, sentence in asked if sentence] + _empty_sections(facts, sections)


def _empty_sections(facts: LetterFacts, sections: Mapping[str, str]) -> list[tuple[str, str]]:
    return [
        (f"section {section.key}", f"Write the section “{heading_of(facts, section) or 'opening'}”.")
        for section in sections_of(facts)
        if section.written and section.key not in {"giving", "next"} and not sections.get(section.key, "").strip()
    ]


def _words(text: str, count: int | None = None) -> str:
    return " ".join(text.split()[:count]).casefold()


def _addressed(facts: LetterFacts, _: str) -> str:
    complete = facts.addressee.name and facts.addressee.salutation and facts.client_reference
    return "" if complete else "Address the letter by name to a contact of the client, with a reference."


def _act(facts: LetterFacts, text: str) -> str:
    if not facts.act_statement.strip():
        return "Write the act statement: one sentence beginning “We” that says what we did."
    act = _words(facts.act_statement).rstrip(".")
    stands = act in _words(text, _OPENING_WORDS)
    return "" if stands else f"Say the act statement word for word in the first {_OPENING_WORDS} words."


def _apology(_: LetterFacts, text: str) -> str:
    said = presence.has_unconditional_apology(text)
    return "" if said else "Say sorry in a sentence of its own, without “if”."


def _ownership(facts: LetterFacts, text: str) -> str:
    if facts.ours != "yes" or presence.is_present("ownership", " ".join(text.split()[:_OWNERSHIP_WORDS])):
        return ""
    return f"Say in the first {_OWNERSHIP_WORDS} words that the mistake was ours."


def _cause(facts: LetterFacts, _: str) -> str:
    if facts.contributing_factors:
        return ""
    if facts.kind == "final":
        return "Name at least one contributing factor: a final letter says why it happened."
    return "" if facts.next_update_at else "Say when we tell the client why it happened."


def _next_update(facts: LetterFacts, _: str) -> str:
    return "" if facts.next_update_at else "Say when the client hears from us next."


def _done_already(facts: LetterFacts, _: str) -> str:
    done = any(correction.done_at <= facts.dated_at for correction in facts.corrections_done)
    done = done or any(action.done_at is not None and action.done_at <= facts.dated_at for action in facts.actions)
    return "" if done else "Say at least one thing that has been done already, with its date."


def _owned_and_dated(facts: LetterFacts, _: str) -> str:
    loose = [action for action in facts.actions if not action.owner_role or not (action.due_at or action.done_at)]
    if loose:
        return f"Give every action an owner by role and a date: “{loose[0].text}”."
    planned = facts.actions or facts.promises
    return "" if planned else "Say what will stop a repeat: at least one action with an owner and a date."


def _no_charge(facts: LetterFacts, text: str) -> str:
    said = not facts.remedies or presence.is_present("no_charge", text)
    return "" if said else "Say that the client will not be charged."


def _remedy_or_reason(facts: LetterFacts, _: str) -> str:
    given = facts.remedies or facts.no_remedy_reason.strip()
    return "" if given else "Add what we give the client, or say why we offer no money."


def _contact(facts: LetterFacts, _: str) -> str:
    reachable = facts.contact.name and facts.contact.phone and facts.contact.email
    return "" if reachable else "Name a contact with telephone and mail who can decide."


def _delay(facts: LetterFacts, _: str) -> str:
    explained = not facts.heard_late or facts.delay_reason.strip()
    return "" if explained else "Say why the client heard late: write the delay reason."


def _invitation(_: LetterFacts, text: str) -> str:
    return "" if presence.is_present("correct", text) else "Ask the client to tell us if we have anything wrong."


def _way_further(facts: LetterFacts, _: str) -> str:
    further = facts.escalation
    if further is None or not further.email:
        return "Name somebody outside the delivery line to whom the client can go further, with a mail address."
    others = {facts.signatory.email, facts.contact.email} - {""}
    return (
        "The client must be able to go further than the people who sign and answer." if further.email in others else ""
    )


def _signed(facts: LetterFacts, _: str) -> str:
    return "" if facts.signatory.name and facts.signatory.title else "Say who signs, with the title."


def _corrected_letter(facts: LetterFacts, _: str) -> str:
    complete = facts.answers and facts.what_was_wrong.strip() and facts.what_is_right.strip()
    return "" if complete else "Say which letter this corrects, what was wrong in it, and what is right."


_CHECKS: tuple[tuple[str, Callable[[LetterFacts, str], str]], ...] = (
    ("L1", _addressed),
    ("L2", _act),
    ("L3", _apology),
    ("L4", _ownership),
    ("L9", _cause),
    ("L10", _next_update),
    ("L11", _done_already),
    ("L12", _owned_and_dated),
    ("L13", _no_charge),
    ("L14", _remedy_or_reason),
    ("L16", _contact),
    ("L17", _delay),
    ("L19", _invitation),
    ("L20", _way_further),
    ("L21", _signed),
    ("corrects", _corrected_letter),
)

"""What of a letter no font here can draw: said before it is approved, with the place, so that none shows a box."""

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass

from ledger.kernel.glyphs import named, undrawable
from ledger.letters.letter_facts import LetterFacts
from ledger.letters.markdown import to_text
from ledger.letters.sections import heading_of, sections_of

_PLACES = {
    "provider": "our own name and address",
    "addressee": "the addressee",
    "contact": "the contact",
    "signatory": "the signatory",
    "escalation": "whom to go to further",
    "timeline": "the timeline",
    "remedies": "the remedies",
    "promises": "the promises",
    "sharing_label": "the sharing label",
    "subject": "the subject",
}
"""Facts that are printed, in the words of a person who looks for the place."""


def undrawable_in(facts: LetterFacts, sections: Mapping[str, str]) -> list[str]:
    """Return a sentence for each place with characters that would be printed as boxes; mostly none."""
    places = [(words, " ".join(_texts(getattr(facts, name)))) for name, words in _PLACES.items()]
    places += [
        (f"“{heading_of(facts, section) or 'the opening'}”", to_text(sections.get(section.key, "")))
        for section in sections_of(facts)
    ]
    found = [(words, undrawable(text)) for words, text in places]
    return [
        f"No font here can print {named(characters)} in {words}: write it in other letters, or have a font installed."
        for words, characters in found
        if characters
    ]


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for one in value:
            yield from _texts(one)
    elif is_dataclass(value):
        for field in fields(value):
            yield from _texts(getattr(value, field.name))

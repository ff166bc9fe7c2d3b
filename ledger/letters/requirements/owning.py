"""Checkers of the tone: apology and ownership, early, unconditional; no blame, shield or sale; plain and short."""

import re
from collections.abc import Iterator

from ledger.letters import presence
from ledger.letters.candour.readability import FAR_TOO_HARD, section_readability
from ledger.letters.requirements.written import Lack, Written

_EARLY_WORDS = 100
_OWNERSHIP_WORDS = 150
_MOST_APOLOGIES = 3
_MOST_WORDS = {"first_notice": 150, "final": 900}
_MANY_WORDS = 500
_OTHERS = re.compile(
    r"\b(?:supplier|vendor|manufacturer|subcontractor|carrier|third[- ]part(?:y|ies)|data cent(?:re|er)|partner)s?\b",
    re.IGNORECASE,
)


def apology(letter: Written) -> Iterator[Lack]:
    """L3: unconditional, in a sentence of its own, at most three of them."""
    if not presence.has_unconditional_apology(letter.text):
        yield Lack("Say sorry in a sentence of its own, without “if”.", "section opening")
    count = sum(presence.is_present("apology", one) for one in presence.sentences(letter.text))
    if count > _MOST_APOLOGIES:
        yield Lack(f"Say sorry at most {_MOST_APOLOGIES} times, not {count}: more reads as a formula.", "text")


def ownership(letter: Written) -> Iterator[Lack]:
    """L4: in the first 150 words, as soon as it is known that the mistake was ours."""
    if letter.facts.ours == "yes" and not presence.is_present("ownership", letter.opening(_OWNERSHIP_WORDS)):
        yield Lack(f"Say in the first {_OWNERSHIP_WORDS} words that the mistake was ours.", "section opening")


def early(letter: Written) -> Iterator[Lack]:
    """L32: the apology stands among the first words, not only at the end."""
    if not presence.is_present("apology", letter.opening(_EARLY_WORDS)):
        yield Lack(f"Say sorry early, in the first {_EARLY_WORDS} words.", "section opening")


def no_blame(letter: Written) -> Iterator[Lack]:
    """L23: nobody else is blamed, and a supplier is named only after ownership."""
    if letter.errors_of("Blame shifting"):
        yield Lack("It blames somebody: mend what the candour check found.", "candour")
    other = _OTHERS.search(letter.text)
    if other and letter.facts.ours == "yes" and not presence.is_present("ownership", letter.text[: other.start()]):
        yield Lack(f"Own the mistake before “{other[0]}” is named.", "section opening", is_soft=True)


def no_shield(letter: Written) -> Iterator[Lack]:
    """L24: no disclaimer, contract shield or waiver."""
    if letter.errors_of("Legalese and hedging", "Conditional apology"):
        yield Lack("It hedges or shields us: mend what the candour check found.", "candour")


def no_others(letter: Written) -> Iterator[Lack]:
    """L26: nothing of any other client, staff by role, the sharing label on each page."""
    if letter.errors_of("Confidentiality leak and drafting residue"):
        yield Lack("It holds what this client must not read: mend what the candour check found.", "candour")
    if not letter.facts.sharing_label.strip():
        yield Lack("Say on the client's page whom its letters are for: the sharing label.", "client")


def no_sale(letter: Written) -> Iterator[Lack]:
    """L33: no offer, upgrade or quote."""
    if letter.errors_of("Selling"):
        yield Lack("It sells something: mend what the candour check found.", "candour")


def plain(letter: Written) -> Iterator[Lack]:
    """L27: grade at most 12 in each section; as short as its kind asks; a warning above 500 words."""
    for part in letter.parts:
        read = section_readability(letter.sections.get(part.key, ""))
        if min(read.grade, read.ari) > FAR_TOO_HARD:
            yield Lack(f"{part.heading or 'The opening'}: {read.warning}", f"section {part.key}")
    count = len(letter.text.split())
    most = _MOST_WORDS.get(letter.kind)
    if most and count > most:
        yield Lack(f"It has {count} words; at most {most} are read. Cut it.", "text")
    elif count > _MANY_WORDS:
        yield Lack(f"It has {count} words; one to two pages hold {_MANY_WORDS}.", "text", is_soft=True)

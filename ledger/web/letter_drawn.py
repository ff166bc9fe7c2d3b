"""A letter as its page shows it, for staff and for its client: the same body as in print."""

from collections.abc import Mapping
from typing import Protocol

from markupsafe import Markup

from ledger.kernel.errors import NotFound
from ledger.letters.letter_facts import LetterFacts
from ledger.letters.pdf import letter_html
from ledger.web.session import ledger


class Written(Protocol):
    """A letter as a read describes it."""

    @property
    def facts(self) -> LetterFacts: ...  # noqa: D102 the read's own name
    @property
    def sections(self) -> Mapping[str, str]: ...  # noqa: D102 likewise


def drawn(letter: Written) -> Markup:
    """Return the letter as a fragment; a logo that is missing from the store keeps nobody from reading it."""
    try:
        fragment = letter_html(letter.facts, letter.sections, "preview", ledger().files.read)
    except NotFound:
        fragment = letter_html(letter.facts, letter.sections, "preview")
    # Safe as markup: drawn by the letters' own templates, which escape facts and clean Markdown.
    return Markup(fragment)  # noqa: S704 see above

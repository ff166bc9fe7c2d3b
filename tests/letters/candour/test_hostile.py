"""No text makes a pattern look back far: 60 KB of each kind is checked within the limit."""

import time

import pytest

from ledger.letters.candour.checking import check_text
from ledger.letters.candour.readability import section_readability

SIZE = 60_000
LIMIT = 1.0
KINDS = {
    "one letter": "a",
    "spaces": " ",
    "promises": "we will ",
    "sorry": "sorry ",
    "apology that goes on": "sorry for the way you ",
    "not": "not never ",
    "is being": "is being now still ",
    "provider": "our main cloud service provider ",
    "words with hyphens": "a-b-",
    "digits": "1 ",
    "long number": "1234567890",
    "dots": "a.b.",
    "mails": "a@b.c.d-",
    "brackets": "[client ",
    "braces": "{{ ",
    "links": "[a](",
    "stars": "*_`",
    "backslashes": "\\\\a\\",
    "colons": "ab:cd:",
    "lines": "- a\n",
    "blank lines": "\n \n",
    "quotations": "“\"'",
    "due to": "due to the only a b c ",
    "working to": "are working to more of the ",
    "small number": "a very small number of our the ",
    "capitals": "INC-2026-0001 HFO ",
    "umlauts": "äöüßİ ",
    "references": "&#105;&nbsp;&",
    "accents": "e\u0308\u0301\u00ad",
}


def hostile(kind: str) -> str:
    """Return 60 KB of one kind in which no piece is like another one, for those are remembered."""
    unit = KINDS[kind] * (120 // len(KINDS[kind]))
    return "".join(f"{unit}{KINDS[kind]}{number}" for number in range(SIZE // len(unit)))[:SIZE]


@pytest.mark.parametrize("kind", KINDS)
def test_hostile_text_is_checked_within_a_second(kind: str) -> None:
    text = hostile(kind)
    began = time.process_time()
    check_text(text)
    section_readability(text)
    assert time.process_time() - began < LIMIT

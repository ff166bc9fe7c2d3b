"""Which requirement is asked of which kind of letter: the data table of letters.md ("What a letter must say").

`M` must: what is missing blocks review, approval and issue. `s` should: it warns, and the approver may let it stand
with a reason. `-` is not asked.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from ledger.incidents.severities import GRAVE
from ledger.letters.letter_facts import KINDS

MUST = "must"
SHOULD = "should"
NOT_ASKED = "not asked"

_LEVELS = {"M": MUST, "s": SHOULD, "-": NOT_ASKED}
_GRAVE_ONLY = frozenset({"L18", "L29"})
"""Asked of letters about an S1 or S2 only: a talk is offered, and a talk came first."""

_TABLE = """
L1  MMMMM Addressed by name to one contact of one client, dated, with one reference
L2  MMM-- Opens with what we did
L3  MMM-M An unconditional apology, in a sentence of its own
L4  -MM-M Responsibility accepted in plain words
L5  -MM-- The facts known at the date, as a timeline with zones
L6  -MM-- Who found it, and who told whom first
L7  -sM-- The effect in numbers
L8  -sM-- Regret tied to that effect
L9  -MM-- Contributing factors in everyday words, never a person
L10 MMM-- What we do not know yet, and when we tell
L11 --M-- What has been done already, dated
L12 --MM- What will stop a repeat: owner, date, and how the client sees it
L13 --MM- The remedy, free of charge
L14 --M-- Why no money is offered, where none is
L15 MMM-- What the client needs to do now
L16 MMMMM A named contact with telephone and mail who can decide
L17 -MM-- Why the client heard late, where it did
L18 -sM-- The offer of a call or a meeting
L19 -MMMM The invitation to correct us
L20 -sMss How to go further, to somebody else
L21 MMMMM Signed by somebody whose rank fits the severity
L22 --M-- A repeat says so: the earlier letter, its promise, why the fix failed
L23 MMMMM No blame on the client, a supplier or a person
L24 MMMMM No disclaimer, no contract shield, no waiver
L25 MMMM- The date of the next letter while anything is open
L26 MMMMM Nothing of any other client; staff by role
L27 MMMMM Plain language, not too long
L28 -MMss The offer of other formats
L29 -MM-- A spoken notice came first
L30 -MM-M It stands in for no regulated notice
L31 MMMMM Frozen once issued; a correction says what was wrong
L32 MMM-s The apology comes early
L33 MMMMM It sells nothing
"""


@dataclass(frozen=True)
class Requirement:
    """One line of the table."""

    number: str
    words: str
    levels: Mapping[str, str]
    """Kind of letter to `must`, `should` or `not asked`."""

    def level(self, kind: str, severity: str) -> str:
        """Return what is asked of a letter of this kind about an incident of this severity."""
        if self.number in _GRAVE_ONLY and severity not in GRAVE:
            return NOT_ASKED
        return self.levels[kind]


def _line(written: str) -> Requirement:
    number, levels, words = written.split(maxsplit=2)
    by_kind = {kind: _LEVELS[level] for kind, level in zip(KINDS, levels, strict=True)}
    return Requirement(number, words, MappingProxyType(by_kind))


REQUIREMENTS: tuple[Requirement, ...] = tuple(_line(one) for one in _TABLE.strip().splitlines())

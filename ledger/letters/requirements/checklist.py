"""The checklist of one letter: each of the 33 requirements, what its kind asks, and what is still missing."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from ledger.letters.candour.checking import Finding
from ledger.letters.letter_facts import LetterFacts
from ledger.letters.requirements import account, owning, reaching, repair, repeats
from ledger.letters.requirements.table import MUST, NOT_ASKED, REQUIREMENTS, Requirement
from ledger.letters.requirements.written import Lack, Written
from ledger.letters.sections import heading_of

CHECKERS: Mapping[str, Callable[[Written], Iterator[Lack]]] = {
    "L1": reaching.addressed,
    "L2": account.act,
    "L3": owning.apology,
    "L4": owning.ownership,
    "L5": account.timeline,
    "L6": account.told_first,
    "L7": account.in_numbers,
    "L8": account.regret,
    "L9": account.cause,
    "L10": account.not_known,
    "L11": account.done_already,
    "L12": repair.planned,
    "L13": repair.remedy,
    "L14": repair.no_remedy,
    "L15": reaching.to_do,
    "L16": reaching.contact,
    "L17": reaching.delay,
    "L18": reaching.talk,
    "L19": reaching.invitation,
    "L20": reaching.way_further,
    "L21": reaching.signed,
    "L22": repeats.repeat,
    "L23": owning.no_blame,
    "L24": owning.no_shield,
    "L25": account.next_date,
    "L26": owning.no_others,
    "L27": owning.plain,
    "L28": reaching.other_forms,
    "L29": reaching.spoken,
    "L30": account.regulated,
    "L31": reaching.corrects,
    "L32": owning.early,
    "L33": owning.no_sale,
}

_OF_SECTION = {
    "opening": "L2", "effect": "L7", "late": "L17", "unknown": "L10", "doing": "L11", "need": "L15", "next": "L25",
    "why": "L9", "changes": "L12", "giving": "L13", "talk": "L16", "worked": "L12", "kept": "L12", "wrong": "L31",
    "right": "L31",
}  # fmt: skip
"""Which requirement an empty section leaves unmet."""
_MAY_BE_EMPTY = frozenset({"giving", "next", "unknown"})


@dataclass(frozen=True)
class Item:
    """One requirement as it stands in a letter."""

    requirement: Requirement
    level: str
    lacks: tuple[Lack, ...]

    @property
    def number(self) -> str:
        """`L7`."""
        return self.requirement.number

    @property
    def standing(self) -> str:
        """`met`, `missing`, `waivable` or `not asked`."""
        if self.level == NOT_ASKED and not self.lacks:
            return "not asked"
        return "missing" if self.errors else "waivable" if self.lacks else "met"

    @property
    def errors(self) -> tuple[Lack, ...]:
        """What blocks."""
        return tuple(one for one in self.lacks if self.level == MUST and not one.is_soft)

    @property
    def warnings(self) -> tuple[Lack, ...]:
        """What the approver may let stand, with a reason."""
        return tuple(one for one in self.lacks if one not in self.errors)


def checklist(facts: LetterFacts, sections: Mapping[str, str], findings: Sequence[Finding] = ()) -> tuple[Item, ...]:
    """Return all 33 requirements in order; `sections` holds Markdown as edited, `findings` the candour check's.

    Of a requirement that this kind is not asked nothing is missing.
    """
    letter = Written(facts, sections, tuple(findings))
    empty = dict(_empty_sections(letter))
    return tuple(_item(one, letter, empty) for one in REQUIREMENTS)


def blocking(items: Sequence[Item]) -> list[tuple[str, Lack]]:
    """Return what blocks review, approval and issue, with its requirement's number."""
    return [(item.number, lack) for item in items for lack in item.errors]


def waivable(items: Sequence[Item]) -> list[tuple[str, Lack]]:
    """Return what the approver may let stand with a reason."""
    return [(item.number, lack) for item in items for lack in item.warnings]


def _item(requirement: Requirement, letter: Written, empty: Mapping[str, Lack]) -> Item:
    level = requirement.level(letter.kind, letter.facts.severity)
    found = () if level == NOT_ASKED else tuple(CHECKERS[requirement.number](letter))
    unwritten = [lack for key, lack in empty.items() if _OF_SECTION[key] == requirement.number]
    # An empty section says so once; what it then also lacks follows from that.
    kept = [one for one in found if one.place not in {lack.place for lack in empty.values()}]
    return Item(requirement, MUST if unwritten else level, (*unwritten, *kept))


def _empty_sections(letter: Written) -> Iterator[tuple[str, Lack]]:
    for part in letter.parts:
        if part.written and part.key not in _MAY_BE_EMPTY and not letter.sections.get(part.key, "").strip():
            heading = heading_of(letter.facts, part) or "opening"
            yield part.key, Lack(f"Write the section “{heading}”.", f"section {part.key}")

"""What the program says of a letter before a person decides: findings of the candour check, and the checklist."""

from collections.abc import Sequence
from dataclasses import dataclass

from ledger.letters.candour.checking import Finding, errors, warnings
from ledger.letters.requirements.checklist import Item, blocking, waivable
from ledger.letters.requirements.written import Lack


@dataclass(frozen=True)
class Judgement:
    """Both checks of one letter as it stands."""

    findings: tuple[Finding, ...] = ()
    """Gravest first."""
    items: tuple[Item, ...] = ()
    """All 33 requirements; nothing for a letter that is issued."""

    @property
    def lacking(self) -> tuple[tuple[str, str], ...]:
        """What is missing and blocks, as (requirement, sentence)."""
        return tuple((number, lack.sentence) for number, lack in blocking(self.items))

    @property
    def missing(self) -> Sequence[tuple[str, Lack]]:
        """The same apart from what the findings say in their own place."""
        return [(number, lack) for number, lack in blocking(self.items) if lack.place != "candour"]

    @property
    def waivable(self) -> tuple[tuple[str, str], ...]:
        """What the approver may let stand with a reason, as (rule or requirement, sentence), once for each warning."""
        found = [(one.rule, f"“{one.words}”: {one.why}") for one in warnings(self.findings)]
        return (*found, *((number, lack.sentence) for number, lack in waivable(self.items)))

    @property
    def errors(self) -> Sequence[Finding]:
        """Findings that are never waived."""
        return errors(self.findings)

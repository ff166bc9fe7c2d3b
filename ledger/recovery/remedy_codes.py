"""The twelve remedies and what is usual for each (recovery.md, "Remedies"). There is no payer to choose: we pay."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

Choices = tuple[tuple[str, str], ...]

ENTITLEMENTS: Choices = (
    ("law", "the law"),
    ("contract", "the contract"),
    ("owed_repair", "a repair we owe"),
    ("goodwill", "goodwill"),
)
TRIGGERS: Choices = (
    ("automatic", "without anybody asking"),
    ("offered", "we offered it"),
    ("asked", "the client asked"),
)
QUALITY_COSTS: Choices = (
    ("external_failure", "external failure: it reached the client"),
    ("internal_failure", "internal failure: we caught it"),
    ("appraisal", "appraisal: checking"),
    ("prevention", "prevention"),
)
SHOWN: Choices = (("NoCharge", "shown to the client at 0.00"), ("DoNotBill", "not shown to the client"))


@dataclass(frozen=True)
class RemedyKind:
    """One kind of remedy: its words, what it must say, and what is usual for it."""

    words: str
    hint: str
    entitlement: str
    trigger: str = "offered"
    quality_cost: str = "external_failure"


KINDS: Mapping[str, RemedyKind] = MappingProxyType(
    {
        "SC": RemedyKind("Service credit", "clause, formula, period, invoice", "contract", "automatic"),
        "WI": RemedyKind("Waived or reduced invoice", "invoice line, credit-note number, tax", "owed_repair"),
        "GW": RemedyKind("Goodwill", "reason, beyond any loss", "goodwill"),
        "RW": RemedyKind("Rework at our cost", "hours, rate, list value", "owed_repair"),
        "XS": RemedyKind("Extra service", "hours, end date", "goodwill"),
        "RF": RemedyKind("Refund", "payment reference, date", "owed_repair"),
        "CL": RemedyKind("The client's direct loss", "evidence, agreed amount", "law", "asked"),
        "TP": RemedyKind("Third-party cost", "supplier, its invoice, purpose", "owed_repair"),
        "EQ": RemedyKind("Equipment or licence", "asset, gift or loan, return date", "owed_repair"),
        "MO": RemedyKind("Monitoring or protection", "term, clear end", "goodwill", quality_cost="prevention"),
        "NM": RemedyKind("Not money", "meeting, named engineer, training; date", "goodwill"),
        "EX": RemedyKind("Help to leave", "scope, date", "contract", "asked"),
    }
)


def usual(code: str, **said: str | None) -> dict[str, str]:
    """Return entitlement, trigger and quality-cost class: as said, and where nothing is said as usual for the code."""
    kind = KINDS[code]
    preset = {"entitlement": kind.entitlement, "trigger": kind.trigger, "quality_cost": kind.quality_cost}
    return preset | {name: value for name, value in said.items() if value}

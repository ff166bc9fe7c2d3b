"""The table of remedies and of promises in a letter: one row for each line of the ledger, with its sums (L13)."""

from dataclasses import dataclass

from ledger.letters import wording
from ledger.letters.letter_facts import LetterFacts, PromiseLine, RemedyLine

_PROMISE_STATES = {
    "open": "Not due yet",
    "kept": "Kept",
    "late": "Late",
    "broken": "Not kept",
    "released": "You released us",
}


@dataclass(frozen=True)
class RemedyRow:
    """One remedy as printed."""

    what: str
    amount: str
    when: str
    payer: str


@dataclass(frozen=True)
class PromiseRow:
    """One promise as printed."""

    what: str
    due: str
    outcome: str


def remedy_rows(facts: LetterFacts) -> tuple[RemedyRow, ...]:
    """Return a row for each remedy line, in the order of the ledger."""
    return tuple(
        RemedyRow(
            what=wording.sentence(line.text),
            amount=_amount(facts, line),
            when=_when(facts, line),
            payer="Declined" if line.state == "declined_by_client" else "Paid by us",
        )
        for line in facts.remedies
    )


def totals(facts: LetterFacts) -> tuple[str, ...]:
    """Return the sum of each currency, tax included, of two amounts or more; declined lines do not count."""
    given = [line for line in facts.remedies if line.value_minor and line.state != "declined_by_client"]
    if len(given) < 2:  # noqa: PLR2004  # a sum of one amount says nothing
        return ()
    sums: dict[str, int] = {}
    for line in given:
        sums[line.currency] = sums.get(line.currency, 0) + (line.value_minor or 0) + line.tax_minor
    return tuple(wording.amount(minor, currency, facts.locale) for currency, minor in sums.items())


def promise_rows(facts: LetterFacts) -> tuple[PromiseRow, ...]:
    """Return a row for each promise, with its original date and what came of it."""
    return tuple(
        PromiseRow(
            what=wording.sentence(promise.text),
            due=wording.short_day(promise.due_at, facts.zone, facts.locale),
            outcome=_outcome(facts, promise),
        )
        for promise in facts.promises
    )


def _amount(facts: LetterFacts, line: RemedyLine) -> str:
    if line.value_minor is None:
        return "No charge"
    told = wording.amount(line.value_minor, line.currency, facts.locale)
    tax = (
        f" + {facts.tax_name}\u00a0{wording.amount(line.tax_minor, line.currency, facts.locale)}"
        if line.tax_minor
        else ""
    )
    return told + tax


def _when(facts: LetterFacts, line: RemedyLine) -> str:
    if line.state == "declined_by_client":
        return "You declined this"
    day = wording.short_day(line.by_when, facts.zone, facts.locale) if line.by_when else ""
    done = line.state in {"delivered", "confirmed"}
    mark = ("Done" if done else "By") if day else ("Done" if done else "")
    late = " (late)" if line.state == "late" else ""
    parts = (wording.sentence(line.how), wording.sentence(f"{mark} {day}".strip() + late) if mark else "")
    return " ".join(part for part in parts if part)


def _outcome(facts: LetterFacts, promise: PromiseLine) -> str:
    state = _PROMISE_STATES[promise.state]
    day = wording.short_day(promise.kept_at, facts.zone, facts.locale) if promise.kept_at else ""
    return f"{state}, {day}" if day else state

"""The table of remedies and of promises in a letter: one row for each line of the ledger, with its sums (L13)."""

from dataclasses import dataclass

from ledger.letters import wording
from ledger.letters.catalogue import marked, say
from ledger.letters.letter_facts import LetterFacts, PromiseLine, RemedyLine

_PROMISE_STATES = {
    "open": marked("Not due yet"),
    "kept": marked("Kept"),
    "late": marked("Late"),
    "broken": marked("Not kept"),
    "released": marked("You released us"),
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
            payer=say("Declined") if line.state == "declined_by_client" else say("Paid by us"),
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
        return say("No charge")
    told = wording.amount(line.value_minor, line.currency, facts.locale)
    tax = (
        f" + {facts.tax_name}\u00a0{wording.amount(line.tax_minor, line.currency, facts.locale)}"
        if line.tax_minor
        else ""
    )
    return told + tax


def _when(facts: LetterFacts, line: RemedyLine) -> str:
    if line.state == "declined_by_client":
        return say("You declined this")
    by_when = _by_when(facts, line)
    return " ".join(part for part in (wording.sentence(line.how), by_when) if part)


def _by_when(facts: LetterFacts, line: RemedyLine) -> str:
    day = wording.short_day(line.by_when, facts.zone, facts.locale) if line.by_when else ""
    if line.state in {"delivered", "confirmed"}:
        return say("Done {day}.", day=day) if day else say("Done.")
    if not day:
        return ""
    return say("By {day} (late).", day=day) if line.state == "late" else say("By {day}.", day=day)


def _outcome(facts: LetterFacts, promise: PromiseLine) -> str:
    state = say(_PROMISE_STATES[promise.state])
    day = wording.short_day(promise.kept_at, facts.zone, facts.locale) if promise.kept_at else ""
    return say("{state}, {day}", state=state, day=day) if day else state

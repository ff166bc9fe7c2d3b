"""Rows of the trends' tables as files have them, with their heads: decisions, leaks, reports, reviews, scorecards."""

from decimal import Decimal
from typing import Any

from ledger.kernel.clock import day_in, zoned
from ledger.trends.measure_page import MeasurePage
from ledger.trends.money_page import MoneyPage
from ledger.trends.months import period_label
from ledger.trends.scope import Scope
from ledger.trends.scorecard import Scorecard
from ledger.trends.scorecard_shown import card_shown
from ledger.web.trend_sheets import Cells, Listed

TARGETS = ("From", "Target in percent", "Why", "Set by", "Set at", "Taken back by", "Taken back at", "Why taken back")
REBASES = (
    "From", "What was changed", "Proposed by", "Proposed at", "Decision", "Decided by", "Decided at", "Words",
    "Taken back by", "Taken back at", "Why taken back",
)  # fmt: skip
LEAKS = ("Time entry", "Incident", "Person", "Began", "Hours", "Cost to us", "Currency")
REPORTS = (
    "Quarter", "As of", "Asked for by", "SHA-256 of the figures", "SHA-256 of the file", "Signed off by",
    "Signed off at", "Words",
)  # fmt: skip
REVIEWS = (
    "Review", "Client", "Quarter", "Stands", "Signed for us by", "Signed for us at", "Signed by the client",
    "Signed at", "Renewal", "Would recommend",
)  # fmt: skip
HAPPENED = ("Incident", "Severity", "On", "Put right", "First notice")
AIMS = ("Measure", "Done", "Out of", "Aim in percent", "Reading", "Beside")
OWED = ("Promise", "By", "Overdue")
Titled = tuple[str, Listed]


def happened(card: Scorecard) -> Listed:
    """Give what happened in a scorecard's year, oldest first."""
    return HAPPENED, [
        (
            one.reference, one.severity, day_in(one.at, card.zone),
            day_in(one.ended_at, card.zone) if one.ended_at else "still open",
            one.noticed,
        )
        for one in card.happened
    ]  # fmt: skip


def aims(card: Scorecard) -> Listed:
    """Give what we aim at and what we did, and beside it what is not counted."""
    rows = [(row["name"], row["line"], row["verdict"]) for row in card_shown(card)["rows"]]
    return AIMS, [
        (
            name,
            line.k,
            line.n,
            "" if line.measure.target is None else round(100 * line.measure.target),
            verdict,
            line.beside,
        )
        for name, line, verdict in rows
    ]  # fmt: skip


def owed(card: Scorecard) -> Listed:
    """Give the promises that were open, by when, and whether they were overdue."""
    return OWED, [(one.text, one.said(card.zone), "yes" if one.due_at < card.as_of else "no") for one in card.owed]


def decided(found: MeasurePage, scope: Scope) -> dict[str, Titled]:
    """Give a measure's targets and rebases, each under its title."""

    def at(moment: Any) -> str:
        return zoned(moment, scope.zone) if moment else ""

    targets: list[Cells] = [
        (
            period_label(one.from_month), "none" if one.percent is None else one.percent, one.reason, one.set_by,
            at(one.set_at), one.undone_by, at(one.undone_at), one.undone_reason,
        )
        for one in found.acts.targets
    ]  # fmt: skip
    rebases: list[Cells] = [
        (
            period_label(one.from_month), one.reason, one.proposed_by, at(one.proposed_at), one.decision,
            one.decided_by, at(one.decided_at), one.decided_words, one.undone_by, at(one.undone_at),
            one.undone_reason,
        )
        for one in found.acts.rebases
    ]  # fmt: skip
    name = found.measure.name
    return {
        "targets": (f"Targets of {name}", (TARGETS, targets)),
        "rebases": (f"Rebases of {name}", (REBASES, rebases)),
    }


def leaks(found: MoneyPage, zone: str) -> dict[str, Titled]:
    """Give the time entries that are still billable to a client; of M9 alone."""
    if found.measure.key != "who_funded":
        return {}
    rows: list[Cells] = [
        (
            one.external_id, one.incident_reference, one.person, zoned(one.started_at, zone), one.hours,
            Decimal(one.cost.decimal()), one.cost.currency,
        )
        for one in found.leaks
    ]  # fmt: skip
    return {"leaks": ("Still billable to a client", (LEAKS, rows))}

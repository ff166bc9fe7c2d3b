"""The weekly digest of trends: what has really changed, what is overdue, what waits for whom; or nothing to report."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from ledger.people.actor import Actor
from ledger.people.permissions import may
from ledger.trends.catalogue import MEASURES
from ledger.trends.findings import leaks_sentence
from ledger.trends.leadership import Leadership, leadership
from ledger.trends.months import period_label
from ledger.trends.reports import reports
from ledger.trends.reviews import reviews
from ledger.trends.scope import Scope

MONTHS = 24


@dataclass(frozen=True)
class Weekly:
    """What the mail says, each line a sentence under its heading; without lines there is nothing to report."""

    care: tuple[str, ...]
    changes: tuple[str, ...]
    overdue: tuple[str, ...]
    waiting: tuple[str, ...]

    @property
    def count(self) -> int:
        """How many lines there are."""
        return len(self.care) + len(self.changes) + len(self.overdue) + len(self.waiting)

    def text(self) -> list[str]:
        """Return the mail's lines."""
        parts = (
            ("First of all", self.care),
            ("What has really changed", self.changes),
            ("Overdue now", self.overdue),
            ("Waits for somebody", self.waiting),
        )
        said: list[str] = []
        for heading, lines in parts:
            if lines:
                said += [*([""] if said else []), heading, *(f"- {line}" for line in lines)]
        return said or ["Nothing to report: nothing has changed beyond chance, nothing is overdue, nothing waits."]


def weekly(session: Session, actor: Actor, scope: Scope, public_url: str) -> Weekly:
    """Return what this reader's digest says; it names measures, counts and references, and no word of a case.

    What changed and what is overdue say where more stands, by an address that begins with `public_url`.
    """
    found = leadership(session, actor, scope)
    leaks = leaks_sentence(found.leaks)
    return Weekly(
        (*([f"{leaks}."] if leaks else []), *found.care),
        tuple(f"{one.sentence} {public_url}/trends/measures/{one.key}" for one in found.changes),
        _overdue(found, public_url),
        tuple(_waiting(session, actor, found)),
    )


def _overdue(found: Leadership, public_url: str) -> tuple[str, ...]:
    stocks = (("promises", found.overdue_promises), ("actions", found.overdue_actions))
    at = f"{public_url}/trends/cases?measure=overdue"
    return tuple(f"{stock.k:,} of {stock.n:,} open {noun}. {at}_{noun}" for noun, stock in stocks if stock.k)


def _waiting(session: Session, actor: Actor, found: Leadership) -> list[str]:
    said = [
        f"A rebase of {MEASURES[key].name.lower()} from {period_label(month)} on waits for a second person."
        for key, month in found.rebases_waiting
        if key in found.measures
    ]
    if may(actor, "read_all_costs"):
        said += [
            f"The report of {period_label(one.quarter)} waits for its sign-off."
            for one in reports(session, actor)
            if one.pdf_sha256 and one.signed_at is None
        ]
    words = {"offered": "waits for the client", "draft": "is being written"}
    said += [
        f"Trust review {one.reference} "
        + ("was sent back by the client." if one.status == "draft" and one.client_words else f"{words[one.status]}.")
        for one in reviews(session, actor)
        if one.status in words
    ]
    if found.late and found.late.count:
        said.append(f"{found.late.count} filed after the report of {period_label(found.late.quarter)}.")
    return said

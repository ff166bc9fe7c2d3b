"""Committing money for a case against a budget, and giving back what was not needed.

Eight people who approve at once wait for each other at the budget's row, so that together they never overspend it.
"""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from ledger.books.budget_use import left_in
from ledger.books.commitments import COMMIT, commitments_of
from ledger.books.costs import committed, released
from ledger.books.house_models import Budget, CostCentre
from ledger.books.models import JournalEntry
from ledger.books.operations.journal import book
from ledger.books.posting import narrated
from ledger.incidents.models import Incident
from ledger.incidents.operations.touched import locked
from ledger.incidents.statuses import ENDED
from ledger.kernel.db import Recorded
from ledger.kernel.errors import Conflict, Invalid, Refused
from ledger.kernel.ids import new_id
from ledger.kernel.money import Money
from ledger.people.actor import SYSTEM, Actor
from ledger.people.permissions import may, permit
from ledger.people.queries import provider
from ledger.recovery.book_day import book_day

FROZEN = "This incident is closed and its money lines are frozen: undo an entry with a reason, and book the right one."


def commit_budget(  # noqa: PLR0913 what a commitment consists of, all named
    session: Session,
    actor: Actor,
    *,
    incident_id: str,
    amount: Money,
    text: str,
    cost_centre: str | None = None,
    beyond_budget: bool = False,
) -> JournalEntry:
    """Commit money for anything that a case needs; raise as `commit_money`, and `Conflict` once it is closed."""
    permit(actor, "keep_books")
    incident = locked(session, incident_id)
    refuse_frozen(incident)
    return commit_money(
        session, actor, incident_id=incident.id, line_subject=None, amount=amount, narration=text, kind=COMMIT,
        cost_centre=cost_centre, beyond_budget=beyond_budget,
    )  # fmt: skip


def commit_money(  # noqa: PLR0913 what a commitment consists of, all named
    session: Session,
    actor: Actor,
    *,
    incident_id: str,
    line_subject: str | None,
    amount: Money,
    narration: str,
    kind: str,
    client_id: str | None = None,
    cost_centre: str | None = None,
    beyond_budget: bool = False,
) -> JournalEntry:
    """Set money aside for a line of an incident that the caller has locked, and has asked permission for.

    `kind` is `commit` where any cost of the case may draw on it, `commit_line` where only this line may; `cost_centre`
    is a code, none for the usual one. Raises `Refused` where it goes beyond a budget: leadership may go beyond it where
    it says so (`beyond_budget`).
    """
    if amount.minor <= 0:
        raise Invalid({"amount": "Say how much: an amount above zero."})
    day = book_day(session)
    centre = cost_centre_for(session, cost_centre)
    if centre is not None:
        _require_budget(session, actor, centre, amount, day, beyond=beyond_budget)
    entry_id = new_id()
    return book(
        session,
        actor.user_id,
        subject=incident_id,
        line_subject=line_subject,
        kind=kind,
        narration=narrated(narration),
        booked_on=day,
        transfers=committed(entry_id, amount),
        client_id=client_id,
        cost_centre_id=centre.id if centre else None,
        entry_id=entry_id,
    )


def release_rest(
    session: Session, actor: Actor, incident_id: str, line_subject: str | None = None
) -> list[JournalEntry]:
    """Give back whatever is committed for a case (for one line of it) and not drawn.

    The caller has locked the incident and asked permission.
    """
    day = book_day(session)
    return [
        book(
            session,
            actor.user_id,
            subject=incident_id,
            line_subject=source.line_subject,
            kind="release",
            narration=narrated(f"Not needed: {source.narration}"),
            booked_on=day,
            transfers=released(commitment),
            client_id=source.client_id,
            cost_centre_id=source.cost_centre_id,
        )
        for commitment in commitments_of(session, incident_id)
        for source in [session.get_one(JournalEntry, commitment.id)]
        if line_subject in {None, source.line_subject}
    ]


def release_of_ended(session: Session, changed: Iterable[Recorded]) -> None:
    """Give back what is committed for incidents that ended without closing: not ours, a duplicate, withdrawn.

    An after-rule of the unit of work; closing releases by itself (`letters/operations/closing.py`).
    """
    ended = {row.id for row in changed if isinstance(row, Incident) and row.status in ENDED}
    for incident_id in sorted(ended):
        release_rest(session, SYSTEM, incident_id)


def cost_centre_for(session: Session, code: str | None) -> CostCentre | None:
    """Return the active cost centre with this code, or the usual one; none where there is none at all."""
    query = select(CostCentre).where(CostCentre.active)
    if not code:
        return session.scalars(query.where(CostCentre.is_default)).one_or_none()
    found = session.scalars(query.where(CostCentre.code == code)).one_or_none()
    if found is None:
        raise Invalid({"cost_centre": f"There is no active cost centre {code}."})
    return found


def cost_centre_of(session: Session, incident_id: str, line_subject: str | None) -> str | None:
    """Return the id of the cost centre that bears a line: of its latest commitment, of the case's, or the usual one."""
    query = select(JournalEntry.cost_centre_id).where(
        JournalEntry.subject == incident_id, JournalEntry.cost_centre_id.is_not(None)
    )
    latest = query.order_by(JournalEntry.id.desc()).limit(1)
    own = session.scalar(latest.where(JournalEntry.line_subject == line_subject)) if line_subject else None
    found = own or session.scalar(latest.where(JournalEntry.kind == COMMIT))
    usual = None if found else cost_centre_for(session, None)
    return found or (usual.id if usual else None)


def refuse_frozen(incident: Incident) -> None:
    """Raise `Conflict` for an incident whose money lines are frozen."""
    if incident.status == "closed":
        raise Conflict(FROZEN)


_BUDGETS_OF_DAY = (
    select(Budget)
    .where(
        Budget.cost_centre_id == bindparam("centre"),
        Budget.currency == bindparam("in"),
        Budget.starts_on <= bindparam("day"),
        Budget.ends_on >= bindparam("day"),
    )
    .order_by(Budget.id)
    .with_for_update()
    .execution_options(populate_existing=True)
)


def _require_budget(  # noqa: PLR0913 whose money, how much, when
    session: Session, actor: Actor, centre: CostCentre, amount: Money, day: date, *, beyond: bool
) -> None:
    asked = {"centre": centre.id, "in": amount.currency, "day": day}
    may_go_beyond = beyond and may(actor, "go_beyond_budget")
    for budget in session.scalars(_BUDGETS_OF_DAY, asked).all():
        left = left_in(session, budget)
        if amount.minor > left.minor and not may_go_beyond:
            locale = provider(session).locale
            rest = f"has {left.spoken(locale)} left" if left.minor > 0 else "is used up"
            said = f"The budget of {centre.code} for {budget.period} {rest}"
            does = "say so to go beyond it" if may(actor, "go_beyond_budget") else "only leadership may go beyond it"
            sentence = f"{said}, and this needs {amount.spoken(locale)}; {does}."
            raise Refused(sentence)

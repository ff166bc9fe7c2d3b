"""Up to which amount a role approves one line alone: as an administrator set it, else as usual for the currency."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger.kernel.money import Money
from ledger.people.actor import Actor
from ledger.people.permissions import permit
from ledger.recovery.funding import APPROVAL_LIMITS, Limits
from ledger.recovery.limit_models import ApprovalLimit


def limits_of(session: Session, role: str) -> Limits:
    """Return what one person of a role approves alone; leadership without limit in a currency until one is set."""
    query = select(ApprovalLimit.currency, ApprovalLimit.amount_minor).where(ApprovalLimit.role == role)
    chosen = {row.currency: row.amount_minor for row in session.execute(query)}
    if role == "service_manager":
        return Limits({**APPROVAL_LIMITS, **chosen})
    return Limits(chosen, otherwise=None)


def chosen_limits(session: Session, actor: Actor) -> list[tuple[str, Money, bool]]:
    """Return (role, limit, whether somebody set it) for the settings page, by role and currency."""
    permit(actor, "read_settings")
    rows = session.execute(select(ApprovalLimit.role, ApprovalLimit.currency, ApprovalLimit.amount_minor)).all()
    chosen = {(role, currency): minor for role, currency, minor in rows}
    usual = {("service_manager", currency): minor for currency, minor in APPROVAL_LIMITS.items()}
    return [
        (role, Money(minor, currency), (role, currency) in chosen)
        for (role, currency), minor in sorted((usual | chosen).items())
    ]

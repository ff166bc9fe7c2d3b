"""Setting up to which amount a role approves one line alone, and what an hour of our work costs us."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger.kernel.errors import Conflict, Invalid
from ledger.kernel.ids import new_id
from ledger.kernel.money import Money
from ledger.people.actor import Actor
from ledger.people.permissions import permit
from ledger.record.operations import note
from ledger.recovery.limit_models import ApprovalLimit, LabourRate


def set_approval_limit(session: Session, actor: Actor, *, role: str, amount: Money) -> ApprovalLimit:
    """Set up to which amount a role approves one line alone, in the amount's currency; nothing means nothing."""
    permit(actor, "manage_settings")
    if amount.minor < 0:
        raise Invalid({"amount": "A limit is not below zero."})
    query = select(ApprovalLimit).where(ApprovalLimit.role == role, ApprovalLimit.currency == amount.currency)
    row = session.scalars(query.with_for_update()).one_or_none()
    if row is None:
        row = ApprovalLimit(id=new_id(), role=role, currency=amount.currency)
        session.add(row)
    row.amount_minor = amount.minor
    row.event_id = note(
        session,
        "approval_limit.set",
        actor=actor.user_id,
        subjects="settings",
        data={"role": role, "currency": amount.currency, "amount": amount.decimal()},
    )
    session.flush()
    return row


def set_labour_rate(session: Session, actor: Actor, *, name: str, rate: Money, valid_from: date) -> LabourRate:
    """Set what an hour of `name`'s work costs us from a day on; lines already written keep their own rate.

    Raises `Invalid` for nothing, `Conflict` for a second rate from the same day.
    """
    permit(actor, "set_rates")
    if rate.minor <= 0:
        raise Invalid({"rate": "An hour costs more than nothing."})
    same = select(LabourRate.id).where(
        LabourRate.name == name, LabourRate.currency == rate.currency, LabourRate.valid_from == valid_from
    )
    if session.scalar(same) is not None:
        sentence = "There is a rate of that name from that day already; choose another day."
        raise Conflict(sentence)
    row = LabourRate(
        id=new_id(), name=name, currency=rate.currency, amount_minor=rate.minor, valid_from=valid_from
    )  # fmt: skip
    row.event_id = note(
        session,
        "labour_rate.set",
        actor=actor.user_id,
        subjects="settings",
        data={
            "rate": row.id,
            "currency": rate.currency,
            "amount": rate.decimal(),
            "valid_from": valid_from.isoformat(),
        },
        sealed={"name": name},
    )
    session.add(row)
    session.flush()
    return row

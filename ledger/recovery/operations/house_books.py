"""What our house decides about its books: cost centres, budgets, and its own account numbers. All of it is recorded."""

import re

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger.books.accounts import is_account_name
from ledger.books.house_models import AccountMapping, Budget, CostCentre
from ledger.books.spans import span
from ledger.incidents.operations.touched import refuse_stale
from ledger.kernel.errors import Invalid, NotFound
from ledger.kernel.ids import new_id
from ledger.kernel.money import Money
from ledger.people.actor import Actor
from ledger.people.permissions import permit
from ledger.record.operations import note

_CODE = re.compile(r"[A-Z0-9][A-Z0-9-]{0,19}", re.ASCII)
_OWN = re.compile(r"[ -~]{1,40}", re.ASCII)


def save_cost_centre(  # noqa: PLR0913 what a cost centre consists of, all named
    session: Session,
    actor: Actor,
    *,
    code: str,
    name: str,
    is_default: bool = False,
    active: bool = True,
    version: int | None = None,
) -> CostCentre:
    """Add a cost centre, or change the one with this code; the first is the usual one until another is said to be."""
    permit(actor, "keep_books")
    faults = {} if _CODE.fullmatch(code) else {"code": "Use up to 20 capital letters, digits and hyphens, such as OPS."}
    if not name.strip():
        faults["name"] = "Give it a name."
    if is_default and not active:
        faults["active"] = "The usual cost centre is in use; make another one the usual one first."
    if faults:
        raise Invalid(faults)
    rows = list(session.scalars(select(CostCentre).order_by(CostCentre.code).with_for_update()))
    row = next((one for one in rows if one.code == code), None)
    if row is None:
        row = CostCentre(id=new_id(), version=0, code=code)
        session.add(row)
    else:
        refuse_stale(row.version, version)
        _refuse_without_usual(row, is_default=is_default, active=active)
    usual = is_default or not any(one.is_default for one in rows if one is not row)
    row.name, row.active, row.is_default = name.strip(), active or usual, usual
    _centre_changed(session, actor, row)
    for other in rows:
        if usual and other is not row and other.is_default:
            other.is_default = False
            _centre_changed(session, actor, other)
    session.flush()
    return row


def _refuse_without_usual(row: CostCentre, *, is_default: bool, active: bool) -> None:
    """Raise `Invalid` where the usual cost centre is to be so no more: another one takes its place by saying so."""
    if row.is_default and not is_default:
        raise Invalid({"is_default": f"{row.code} is the usual one; say of another one that it is from now on."})
    if row.is_default and not active:
        raise Invalid({"active": f"{row.code} is the usual one and so in use; make another one the usual one first."})


def set_budget(  # noqa: PLR0913 what a budget consists of, all named
    session: Session, actor: Actor, *, cost_centre: str, period: str, amount: Money, version: int | None = None
) -> Budget:
    """Set how much a cost centre may approve in a year, quarter or month, in one currency; raise `Invalid`, `Stale`."""
    permit(actor, "keep_books")
    centre = session.scalars(select(CostCentre).where(CostCentre.code == cost_centre)).one_or_none()
    if centre is None:
        raise Invalid({"cost_centre": f"There is no cost centre {cost_centre}; add it first."})
    try:
        days = span(period)
    except ValueError as fault:
        raise Invalid({"period": f"This {fault}."}) from None
    query = select(Budget).where(
        Budget.cost_centre_id == centre.id, Budget.period == days.name, Budget.currency == amount.currency
    )
    row = session.scalars(query.with_for_update()).one_or_none()
    if row is None:
        row = Budget(id=new_id(), version=0, cost_centre_id=centre.id, period=days.name, currency=amount.currency)
        row.starts_on, row.ends_on = days.first, days.last
        session.add(row)
    else:
        refuse_stale(row.version, version)
    row.version += 1
    row.amount_minor = amount.minor
    row.event_id = note(
        session,
        "books.budget_set",
        actor=actor.user_id,
        subjects="books",
        data={
            "budget": row.id, "cost_centre": centre.id, "period": row.period, "amount": amount.decimal(),
            "currency": amount.currency,
        },
    )  # fmt: skip
    session.flush()
    return row


def map_account(  # noqa: PLR0913 what a mapping consists of, all named
    session: Session, actor: Actor, *, account: str, own_account: str, tax_code: str = "", version: int | None = None
) -> AccountMapping:
    """Say what an account, and all below it that have no mapping of their own, is called in our own general ledger."""
    permit(actor, "keep_books")
    faults = {} if is_account_name(account) else {"account": "This is not the name of an account."}
    if not _OWN.fullmatch(own_account):
        faults["own_account"] = "Write up to 40 plain characters, such as 6550."
    if tax_code and (not _OWN.fullmatch(tax_code) or len(tax_code) > 20):  # noqa: PLR2004 the column's length
        faults["tax_code"] = "Write up to 20 plain characters, such as V19."
    if faults:
        raise Invalid(faults)
    row = session.scalars(
        select(AccountMapping).where(AccountMapping.account == account).with_for_update()
    ).one_or_none()
    if row is None:
        row = AccountMapping(id=new_id(), version=0, account=account)
        session.add(row)
    else:
        refuse_stale(row.version, version)
    row.version += 1
    row.own_account, row.tax_code = own_account, tax_code
    row.event_id = note(
        session,
        "books.account_mapped",
        actor=actor.user_id,
        subjects="books",
        data={"mapping": row.id, "account": account, "own_account": own_account, "tax_code": tax_code},
    )
    session.flush()
    return row


def unmap_account(session: Session, actor: Actor, *, account: str) -> None:
    """Take an account's own number away; it is called by its name again."""
    permit(actor, "keep_books")
    query = select(AccountMapping).where(AccountMapping.account == account)
    row = session.scalars(query.with_for_update()).one_or_none()
    if row is None:
        raise NotFound
    row.event_id = note(
        session,
        "books.account_unmapped",
        actor=actor.user_id,
        subjects="books",
        data={"mapping": row.id, "account": account},
    )
    session.delete(row)
    session.flush()


def _centre_changed(session: Session, actor: Actor, row: CostCentre) -> None:
    row.version += 1
    row.event_id = note(
        session,
        "books.cost_centre_saved",
        actor=actor.user_id,
        subjects="books",
        data={"cost_centre": row.id, "code": row.code, "is_default": row.is_default, "active": row.active},
        sealed={"name": row.name},
    )

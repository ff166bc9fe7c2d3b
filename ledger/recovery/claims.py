"""What suppliers and insurers owe us for a case: claimed, and not come in yet."""

from collections.abc import Iterable

from sqlalchemy.orm import Session

from ledger.books.accounts import OWED_BY_SUPPLIER
from ledger.books.posting import TransferLine
from ledger.books.queries import balance_of
from ledger.kernel.money import Money


def still_owed(session: Session, incident_id: str, account: str, currency: str) -> Money:
    """Return what stands on the account of one who is to pay us back for a case, in one currency."""
    return Money(balance_of(session, account, currency, subject=incident_id), currency)


def claims_in(transfers: Iterable[TransferLine]) -> list[TransferLine]:
    """Return the transfers by which somebody is to pay us back."""
    return [line for line in transfers if line.debit.startswith(OWED_BY_SUPPLIER)]

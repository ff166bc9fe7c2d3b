"""What suppliers and insurers owe us for a case: claimed, and not come in yet."""

from collections.abc import Iterable

from sqlalchemy.orm import Session

from ledger.books.accounts import OWED_BY_SUPPLIER
from ledger.books.posting import TransferLine, balances
from ledger.books.queries import transfers_of
from ledger.kernel.money import Money


def still_owed(session: Session, incident_id: str, account: str, currency: str) -> Money:
    """Return what stands on the account of one who is to pay us back for a case, in one currency."""
    return Money(balances(transfers_of(session, incident_id)).get((account, currency), 0), currency)


def claims_in(transfers: Iterable[TransferLine]) -> list[TransferLine]:
    """Return the transfers by which somebody is to pay us back."""
    return [line for line in transfers if line.debit.startswith(OWED_BY_SUPPLIER)]

"""Which accounts a remedy moves, and when (recovery.md, "The books" and "When things post").

Grants (SC, WI, RF, CL, GW) are booked when they are promised, for then we owe them; their application or payment, and
the cost of work, parts and third parties, when they are delivered.
"""

from dataclasses import dataclass

from ledger.books.accounts import (
    ABSORBED_LABOUR,
    BANK,
    CLIENT_LOSS,
    GOODWILL,
    LABOUR,
    PARTS,
    PARTS_IN_STOCK,
    PROVISION,
    REFUND,
    SERVICE_CREDIT,
    TAX_OUTPUT,
    THIRD_PARTY,
    WAIVED,
    client_credit,
    is_account_name,
    is_client_facing,
    payable,
    receivable,
)
from ledger.kernel.money import LARGEST

GRANTS = frozenset({"SC", "WI", "RF", "CL", "GW"})
"""What is given as money: its cost to us is what it is worth."""
_GRANTED_FROM = {"SC": SERVICE_CREDIT, "WI": WAIVED, "RF": REFUND, "CL": CLIENT_LOSS, "GW": GOODWILL}
_PARTS = frozenset({"EQ"})


@dataclass(frozen=True)
class TransferLine:
    """An amount in minor units of one currency, from the account credited to the account debited."""

    debit: str
    credit: str
    amount: int
    currency: str
    commitment: str | None = None
    """Id of the entry whose committed money this sets aside, draws on or releases."""

    def mirrored(self) -> "TransferLine":
        """Return the transfer that undoes this one exactly."""
        return TransferLine(self.credit, self.debit, self.amount, self.currency, self.commitment)


@dataclass(frozen=True)
class RemedyAmounts:
    """What of a remedy line the books need; amounts in minor units, tax is that on the value."""

    code: str
    client_code: str
    cost: int
    cost_currency: str
    value: int
    tax: int
    value_currency: str
    supplier: str = ""
    """Code of who is paid for it; empty for our own people and stock."""
    granted: int | None = None
    """What was booked to the client when it was promised, tax included; none: as it would be booked now."""


def promised(line: RemedyAmounts) -> tuple[TransferLine, ...]:
    """Return what is booked when the line is promised: the grant, and the output tax that goes back with it."""
    if line.code not in GRANTS:
        return ()
    owed = receivable(line.client_code) if line.code == "WI" else client_credit(line.client_code)
    amount, tax, currency = _granted(line)
    granted = TransferLine(_GRANTED_FROM[line.code], owed, amount, currency)
    return _positive(granted, TransferLine(TAX_OUTPUT, owed, tax, currency))


def delivered(line: RemedyAmounts) -> tuple[TransferLine, ...]:
    """Return what is booked when the line is delivered: a grant is applied or paid, work and goods become a cost."""
    if line.code in GRANTS:
        return _settled(line)
    return _positive(TransferLine(_cost_account(line), _paid_from(line), line.cost, line.cost_currency))


def faults(transfers: tuple[TransferLine, ...]) -> list[str]:
    """Return why a booking cannot stand, a sentence each; none means it can."""
    if not transfers:
        return ["A booking needs at least one transfer."]
    found = []
    for transfer in transfers:
        found += [
            f"{name} is not the name of an account."
            for name in (transfer.debit, transfer.credit)
            if not is_account_name(name)
        ]
        if not 0 < transfer.amount < LARGEST:
            found.append("A transfer needs an amount above zero.")
        if transfer.debit == transfer.credit:
            found.append("A transfer needs two different accounts.")
    return found


def balances(transfers: tuple[TransferLine, ...]) -> dict[tuple[str, str], int]:
    """Return debits minus credits by (account, currency)."""
    sums: dict[tuple[str, str], int] = {}
    for transfer in transfers:
        for account, amount in ((transfer.debit, transfer.amount), (transfer.credit, -transfer.amount)):
            sums[account, transfer.currency] = sums.get((account, transfer.currency), 0) + amount
    return sums


def raises_what_is_owed(transfer: TransferLine) -> bool:
    """Return whether the transfer, seen alone, makes some client owe more."""
    return is_client_facing(transfer.debit)


def change_of_provision(transfer: TransferLine) -> int:
    """Return by how much the transfer raises (or lowers) what is set aside."""
    return transfer.amount * ((transfer.credit == PROVISION) - (transfer.debit == PROVISION))


def _settled(line: RemedyAmounts) -> tuple[TransferLine, ...]:
    if line.code == "WI":
        return ()
    given_to = receivable(line.client_code) if line.code == "SC" else BANK
    amount, tax, currency = _granted(line)
    owed = amount + tax if line.granted is None else line.granted
    return _positive(TransferLine(client_credit(line.client_code), given_to, owed, currency))


def _granted(line: RemedyAmounts) -> tuple[int, int, str]:
    """Return amount, tax and currency of a grant; goodwill is booked at what it costs us, with the tax that is said."""
    if line.code == "GW":
        return line.cost, line.tax, line.value_currency
    return line.value, line.tax, line.value_currency


def _cost_account(line: RemedyAmounts) -> str:
    if line.code in _PARTS:
        return PARTS
    return THIRD_PARTY if line.supplier else LABOUR


def _paid_from(line: RemedyAmounts) -> str:
    if line.supplier:
        return payable(line.supplier)
    return PARTS_IN_STOCK if line.code in _PARTS else ABSORBED_LABOUR


def _positive(*transfers: TransferLine) -> tuple[TransferLine, ...]:
    return tuple(transfer for transfer in transfers if transfer.amount > 0)


def narrated(text: str) -> str:
    """Return words as an entry says them: one line of at most 400 characters."""
    return " ".join(text.split())[:400]

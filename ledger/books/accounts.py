"""The provider's accounts, named as beancount and hledger accept; clients and suppliers stand in them by code."""

import re

COMMITTED = "Expenses:Recovery:Committed"
PROVISION = "Liabilities:Provision:Recovery"
"""What is set aside for a recovery and not yet spent."""
LABOUR = "Expenses:Recovery:Labour"
PARTS = "Expenses:Recovery:Parts"
THIRD_PARTY = "Expenses:Recovery:ThirdParty"
TRAVEL = "Expenses:Recovery:Travel"
GOODWILL = "Expenses:Recovery:Goodwill"
CLIENT_LOSS = "Expenses:Recovery:ClientLoss"
ABSORBED_LABOUR = "Expenses:Absorbed:Labour"
"""Payroll is booked already; work on a recovery is only moved, not paid again."""
PARTS_IN_STOCK = "Assets:Inventory:Parts"
BANK = "Assets:Clearing:Bank"
TAX_INPUT = "Assets:Tax:Input"
TAX_OUTPUT = "Liabilities:Tax:Output"
SERVICE_CREDIT = "Income:Contra:ServiceCredit"
REFUND = "Income:Contra:Refund"
WAIVED = "Income:Contra:Waived"
FROM_SUPPLIER = "Income:Reimbursed:Supplier"
FROM_INSURANCE = "Income:Reimbursed:Insurance"
CONVERSION = "Equity:Conversion"
"""Where one currency becomes another, at a rate that a person entered."""

CLIENT_CREDIT = "Liabilities:Client:Credit:"
RECEIVABLE = "Assets:Receivable:Client:"
OWED_BY_SUPPLIER = "Assets:Receivable:Supplier:"
PAYABLE = "Liabilities:Payable:"

GIVEN = (SERVICE_CREDIT, REFUND, WAIVED, CLIENT_LOSS, GOODWILL)
"""What clients get back, before tax."""
COST_PREFIXES = ("Expenses:Recovery:", "Income:Contra:", CONVERSION)
"""Accounts whose debits are what a mistake costs us; a conversion moves a cost from one currency to another."""
NOT_COST = (COMMITTED,)
"""A commitment is not yet a cost."""
CLIENT_FACING = (RECEIVABLE, CLIENT_CREDIT)
"""Postings on these may lower what a client owes, never raise it."""

_NAME = re.compile(r"(Assets|Liabilities|Equity|Income|Expenses)(:[A-Z0-9][A-Za-z0-9-]*)+", re.ASCII)
_UNFIT = re.compile(r"[^A-Z0-9-]", re.ASCII)
_PARTY = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{0,19}", re.ASCII)
SHORT_CODE = "a short code of letters, digits and hyphens, such as LABCO"
LONGEST = 120


def is_account_name(name: str) -> bool:
    """Return whether beancount and hledger both take `name`: one of five roots, then capitalised parts."""
    return len(name) <= LONGEST and _NAME.fullmatch(name) is not None


def is_party_code(code: str) -> bool:
    """Return whether a person wrote a short code of a supplier or an insurer: nothing of it is lost in an account."""
    return _PARTY.fullmatch(code) is not None


def is_client_facing(name: str) -> bool:
    """Return whether the account says what stands between us and a client."""
    return name.startswith(CLIENT_FACING)


def is_cost(name: str) -> bool:
    """Return whether a debit on the account is a cost of a recovery to us."""
    return name.startswith(COST_PREFIXES) and not name.startswith(NOT_COST)


def client_credit(client_code: str) -> str:
    """Return the account of what we owe the client with this code."""
    return CLIENT_CREDIT + _part(client_code)


def receivable(client_code: str) -> str:
    """Return the account of what the client with this code was invoiced."""
    return RECEIVABLE + _part(client_code)


def payable(supplier_code: str) -> str:
    """Return the account of what we owe the supplier with this code."""
    return PAYABLE + _part(supplier_code)


def owed_by(supplier_code: str) -> str:
    """Return the account of what the supplier or insurer with this code owes us."""
    return OWED_BY_SUPPLIER + _part(supplier_code)


def _part(code: str) -> str:
    """Return a code as one part of an account name; what the name cannot hold becomes a hyphen."""
    return _UNFIT.sub("-", code.upper()).lstrip("-") or "X"

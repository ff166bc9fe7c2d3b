"""What the example's remedies record beside their amounts: clauses, invoices, hours, payments; all of it invented."""

import re
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from types import MappingProxyType

from ledger.demo.story import Gift

_NUMBER = re.compile(r"[Cc]redit note (\d+)")
_CLAUSE = re.compile(r"clause (\d+)")
_HOURLY = 8_500
"""Minor units: what the example reckons an hour of work with."""


def when_proposed(gift: Gift, day: date) -> dict[str, str]:
    """Return what the kind of gift records when it is proposed on a day."""
    return _PROPOSED[gift.code](gift, day)


def when_delivered(gift: Gift, day: date) -> dict[str, str]:
    """Return what the kind of gift records when the client has it on a day."""
    return _DELIVERED[gift.code](gift, day) if gift.code in _DELIVERED else {}


def _hours(gift: Gift, _day: date) -> dict[str, str]:
    return {"hours": f"{max(gift.cost or _HOURLY, _HOURLY // 4) / _HOURLY:.2f}"}


def _credit(gift: Gift, day: date) -> dict[str, str]:
    found = _CLAUSE.search(gift.text)
    return {
        "clause": found[1] if found else "6",
        "formula": "a share of the month's fee, by the hours it was down",
        "period": f"{day:%B %Y}",
    }


def _invoice(gift: Gift, _day: date) -> dict[str, str]:
    return {"invoice": f"{_number(gift)} of the month before"}


def _number(gift: Gift) -> str:
    found = _NUMBER.search(f"{gift.how} {gift.evidence}")
    return found[1] if found else "1480"


_PROPOSED: Mapping[str, Callable[[Gift, date], dict[str, str]]] = MappingProxyType(
    {
        "RW": _hours,
        "XS": lambda gift, day: _hours(gift, day) | {"ends_on": (day + timedelta(days=90)).isoformat()},
        "SC": _credit,
        "WI": _invoice,
        "RF": lambda _gift, _day: {},
        "CL": lambda _gift, _day: {"loss_evidence": "The client's own list of hours and bills"},
        "TP": lambda gift, _day: {"purpose": gift.text},
        "EQ": lambda gift, _day: {"asset": gift.text, "kept": "gift"},
        "MO": lambda _gift, day: {
            "term": "twelve months",
            "renewals": "ends",
            "ends_on": (day + timedelta(days=365)).isoformat(),
        },
        "GW": lambda _gift, _day: {"reason": "They lost time that no list of hours shows"},
        "NM": lambda gift, _day: {"deliverable": gift.text},
        "EX": lambda gift, _day: {"scope": gift.text},
    }
)
_DELIVERED: Mapping[str, Callable[[Gift, date], dict[str, str]]] = MappingProxyType(
    {
        "RW": lambda _gift, _day: {"accepted_by": "The client's contact, on the work sheet"},
        "SC": lambda gift, _day: {"invoice": f"the one with credit note {_number(gift)}"},
        "WI": lambda gift, _day: {"credit_note": _number(gift)},
        "RF": lambda _gift, day: {"payment_reference": f"RF-{day:%y%m%d}", "paid_on": day.isoformat()},
        "TP": lambda gift, day: {"supplier_invoice": f"{gift.supplier}-{day:%y%m}"},
    }
)

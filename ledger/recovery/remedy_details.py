"""What each of the twelve remedies must record beside its amounts (recovery.md, "Remedies"), and when it is known.

What the client may read of it is printed under the line where nobody wrote how it reaches the client.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Literal

from ledger.kernel.clock import day_words

Stage = Literal["proposed", "delivered", "reckoned"]
KEPT: tuple[tuple[str, str], ...] = (("gift", "to keep"), ("loan", "on loan"))
RENEWALS: tuple[tuple[str, str], ...] = (("at_our_cost", "renewed at our cost"), ("ends", "it ends"))
_HOURS = re.compile(r"(\d{1,5})(?:[.,](\d{1,2}))?", re.ASCII)


@dataclass(frozen=True)
class Detail:
    """One thing that is recorded of a line: asked when it is proposed or once the client has it, or reckoned."""

    name: str
    label: str
    help: str = ""
    kind: Literal["words", "hours", "day", "choice"] = "words"
    asked: Stage = "proposed"
    is_required: bool = True
    is_inside: bool = False
    """Whether it stays among ourselves."""
    options: tuple[tuple[str, str], ...] = ()


_HOURS_GIVEN = Detail("hours", "Hours", "Such as 6.25.", kind="hours")
_CALCULATION = Detail("calculation", "Reckoned", asked="reckoned", is_inside=True)
_TAX_RATE = Detail("tax_rate", "Tax reckoned", asked="reckoned")
DETAILS: Mapping[str, tuple[Detail, ...]] = MappingProxyType(
    {
        "RW": (
            _HOURS_GIVEN,
            Detail("accepted_by", "Accepted by", "Who at the client looked at the result.", asked="delivered"),
        ),
        "XS": (_HOURS_GIVEN, Detail("ends_on", "Until", kind="day")),
        "SC": (
            Detail("clause", "Clause of the contract", "Such as 7.2."),
            Detail("formula", "Formula", "Such as 10 % of the month's fee."),
            Detail("period", "Period", "Such as October 2026."),
            Detail("invoice", "Invoice it is applied to", "Without the client having to claim it.", asked="delivered"),
        ),
        "WI": (
            Detail("invoice", "Invoice and line", "Such as 2086, line 3."),
            Detail("credit_note", "Credit note", asked="delivered"),
        ),
        "RF": (
            Detail("payment_reference", "Payment reference", asked="delivered"),
            Detail("paid_on", "Paid on", kind="day", asked="delivered"),
        ),
        "CL": (Detail("loss_evidence", "What shows the loss", "A bill, a time sheet, a letter."),),
        "TP": (
            Detail("purpose", "What for"),
            Detail("supplier_invoice", "Supplier's invoice", asked="delivered", is_inside=True),
        ),
        "EQ": (
            Detail("asset", "What it is", "Make, model, number."),
            Detail("kept", "To keep or on loan", kind="choice", options=KEPT),
            Detail("return_on", "Comes back on", "Of a loan.", kind="day", is_required=False),
        ),
        "MO": (
            Detail("term", "Term", "Such as twelve months."),
            Detail("renewals", "After the term", kind="choice", options=RENEWALS),
            Detail("ends_on", "Ends on", "Where it ends.", kind="day", is_required=False),
        ),
        "GW": (Detail("reason", "Reason", "Why it goes beyond any loss.", is_inside=True),),
        "NM": (Detail("deliverable", "What we do", "A meeting, a named engineer, a training."),),
        "EX": (Detail("scope", "What it covers"),),
    }
)
"""By code, in the order of the form. The tax effect of a waived invoice is the line's own tax."""
_DAY_NEEDED = frozenset({"NM", "EX"})


def read_details(code: str, said: Mapping[str, str], stage: Stage) -> tuple[dict[str, str], dict[str, str]]:
    """Return what is said of a line at this stage in plain forms, and what is wrong, a sentence by `details.name`.

    Hours come back with two decimals, days as ISO dates. What belongs to another kind or stage is refused by name.
    """
    asked = {one.name: one for one in DETAILS[code] if one.asked == stage}
    faults = {f"details.{name}": "This kind of remedy has no such detail here." for name in said.keys() - asked.keys()}
    read = {}
    for name, one in asked.items():
        words = said.get(name, "").strip()
        if not words:
            if one.is_required:
                faults[f"details.{name}"] = f"{one.label}: this is needed for this kind of remedy."
            continue
        try:
            read[name] = _plain(one, words)
        except ValueError as reason:
            faults[f"details.{name}"] = str(reason)
    faults |= _together(code, read) if stage == "proposed" else {}
    return read, faults


def details_of(code: str, said: Mapping[str, str]) -> dict[str, str]:
    """Return what was said that a proposal of this kind has; forms send what was typed before the kind was changed."""
    asked = {one.name for one in DETAILS.get(code, ()) if one.asked == "proposed"}
    return {name: words for name, words in said.items() if name in asked}


def kinds_with_detail() -> dict[str, str]:
    """Return by detail the codes that ask for it when a line is proposed, parted by spaces."""
    found: dict[str, str] = {}
    for code, asked in DETAILS.items():
        for one in asked:
            if one.asked == "proposed":
                found[one.name] = f"{found.get(one.name, '')} {code}".strip()
    return found


def passed_days(code: str, read: Mapping[str, str], today: date) -> dict[str, str]:
    """Return a sentence by `details.name` for each day ahead that is asked for and has passed."""
    return {
        f"details.{one.name}": "This day has passed; say a later one."
        for one in DETAILS[code]
        if one.kind == "day" and one.asked == "proposed" and one.name in read
        if date.fromisoformat(read[one.name]) < today
    }


def needs_day(code: str) -> bool:
    """Return whether a line of this kind has its date from the beginning: what is not money becomes a promise."""
    return code in _DAY_NEEDED


def spoken_details(code: str, details: Mapping[str, str], *, inside: bool = False) -> tuple[tuple[str, str], ...]:
    """Return (label, words) of what is recorded of a line; what stays among ourselves only if `inside`."""
    return tuple((one.label, _spoken(one, details[one.name])) for one in _told(code, details, inside=inside))


def how_words(code: str, details: Mapping[str, str]) -> str:
    """Return what the client reads of the details in one line: `Clause of the contract: 7.2; Ends on: 5 May 2027`."""
    return "; ".join(f"{label}: {words}" for label, words in spoken_details(code, details))


def recorded_words(code: str, details: Mapping[str, str]) -> str:
    """Return the same as it is recorded: days as ISO dates, whatever words pages have for them by then."""
    told = _told(code, details, inside=False)
    return "; ".join(f"{one.label}: {dict(one.options).get(details[one.name], details[one.name])}" for one in told)


def _told(code: str, details: Mapping[str, str], *, inside: bool) -> Iterator[Detail]:
    for one in (*DETAILS[code], _CALCULATION, _TAX_RATE):
        if one.name in details and (inside or not one.is_inside):
            yield one


def _spoken(detail: Detail, words: str) -> str:
    if detail.kind == "day":
        return day_words(date.fromisoformat(words))
    return dict(detail.options).get(words, words)


def packed(details: Mapping[str, str]) -> str:
    """Return details as they are kept and recorded: JSON with its names in order."""
    return json.dumps(dict(details), sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def unpacked(text: str) -> dict[str, str]:
    """Return details from what is kept."""
    details: dict[str, str] = json.loads(text)
    return details


def _plain(one: Detail, words: str) -> str:
    if one.kind == "hours":
        found = _HOURS.fullmatch(words)
        if not found or not int(found[1] + (found[2] or "")):
            fault = "Write hours with at most two decimals, such as 6.25; more than none."
            raise ValueError(fault)
        return f"{int(found[1])}.{(found[2] or '').ljust(2, '0')}"
    if one.kind == "day":
        try:
            return date.fromisoformat(words).isoformat()
        except ValueError:
            fault = "Write a day such as 2026-10-06."
            raise ValueError(fault) from None
    if one.kind == "choice" and words not in dict(one.options):
        fault = f"Choose one of: {', '.join(dict(one.options))}."
        raise ValueError(fault)
    return words


def _together(code: str, read: Mapping[str, str]) -> dict[str, str]:
    if code == "EQ" and read.get("kept") == "loan" and "return_on" not in read:
        return {"details.return_on": "A loan comes back: say when."}
    if code == "MO" and read.get("renewals") == "ends" and "ends_on" not in read:
        return {"details.ends_on": "Say on which day it ends."}
    return {}

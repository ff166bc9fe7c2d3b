"""Fields that several commands have: a day, a whole number, one of our people, the version that was seen."""

from datetime import date
from typing import Any

from marshmallow import fields, validate

from ledger.web.schemas.base import MISSING, Words

_NOT_A_DAY = "Write a day such as 2026-10-06."
_FIRST, _LAST = date(1970, 1, 2), date(2199, 12, 30)
"""What a ledger can hold, whichever zone the day is read in."""


def day_field(label: str, text: str = "", *, required: bool = False, data_key: str | None = None) -> fields.Date:
    """Return the field of a local day; which instants it means is decided by the zone of whoever it concerns."""
    return fields.Date(
        required=required,
        data_key=data_key,
        validate=validate.Range(_FIRST, _LAST, error=_NOT_A_DAY),
        metadata={"label": label, "help": text, "widget": "date"},
        error_messages={"required": MISSING, "null": MISSING, "invalid": _NOT_A_DAY, "format": _NOT_A_DAY},
    )


def number_field(label: str, lowest: int, highest: int, fault: str, text: str = "", **more: Any) -> fields.Integer:
    """Return the field of a whole number from `lowest` to `highest`; `fault` is the sentence for anything else."""
    return fields.Integer(
        validate=validate.Range(lowest, highest, error=fault),
        metadata={"label": label, "help": text} | more.pop("metadata", {}),
        error_messages={"required": MISSING, "null": MISSING, "invalid": fault},
        **more,
    )


def person_field(label: str, *, required: bool = False) -> Words:
    """Return the field of one of our people, by id; the page offers the names."""
    return Words(36, label=label, required=required, metadata={"widget": "select"})


def version_field(*, required: bool = True) -> fields.Integer:
    """Return the hidden field with the version that a form was drawn from; the API says it in If-Match."""
    return fields.Integer(
        required=required,
        metadata={"label": "Version", "widget": "hidden"},
        error_messages={"required": MISSING},
    )


def outsider_field(help: str = "Such as: Hanne Vik, chair of the board.") -> Words:  # noqa: A002 the word forms know it by
    """Return the field that names who from outside checks an action, and what they are to us."""
    return Words(200, label="Who from outside, and what they are to us", help=help)


def proof_field() -> Words:
    """Return the field that says how the word of somebody from outside reached us."""
    return Words(1000, label="How their word reached us", help="A signed letter, a mail; attach it as evidence first.")

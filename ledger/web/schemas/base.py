"""The parent of every schema, and the kinds of fields they are made of."""

import unicodedata
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from marshmallow import RAISE, Schema, ValidationError, fields, validate

from ledger.kernel.clock import iso
from ledger.kernel.money import LARGEST, Money, currencies, parse_money

MISSING = "This is needed."
Choices = tuple[tuple[str, str], ...]


class Command(Schema):
    """A command as a form or a JSON body says it; unknown fields are refused by name."""

    class Meta:
        """Refuse what the command does not know."""

        unknown = RAISE

    error_messages = {  # noqa: RUF012 marshmallow's own way
        "unknown": "This field is not known here.",
        "type": "Send a JSON object with named fields.",
    }


_PASTED = dict.fromkeys(map(ord, "\u00a0\u2007\u202f"), " ") | dict.fromkeys(map(ord, "\u2028\u2029"), "\n")
"""No-break spaces and separators of lines come with pasted text; here they are a space and a new line."""
_TURNED = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Bidirectional overrides: they can make a letter read otherwise than it is recorded."""


def _is_broken(character: str) -> bool:
    """Say whether a character has no place in text; joiners of scripts and of pictures have one."""
    if character in "\n\t":
        return False
    return character in _TURNED or unicodedata.category(character) in {"Cc", "Cs", "Co", "Cn", "Zl", "Zp"}


class Words(fields.String):
    """Text with a longest length; surrounding space is dropped, control characters are refused."""

    def __init__(self, longest: int, *, label: str, help: str = "", rows: int = 0, **more: Any) -> None:  # noqa: A002 the word forms know it by
        shortest = 1 if more.get("required") else 0
        metadata = {
            "label": label,
            "help": help,
            "widget": "textarea" if rows else "text",
            "rows": rows,
            "maxlength": longest,
        }
        metadata |= more.pop("metadata", {})
        rule = validate.Length(shortest, longest, error=f"Write between {shortest} and {longest} characters.")
        super().__init__(validate=rule, metadata=metadata, error_messages=_said(), **more)

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **more: Any) -> str:
        text = super()._deserialize(value, attr, data, **more).replace("\r\n", "\n").translate(_PASTED).strip()
        place = next((place for place, character in enumerate(text) if _is_broken(character)), None)
        if place is not None:
            before = text[max(0, place - 20) : place].replace("\n", " ").strip()
            where = f"behind “{before}”" if before else "at its beginning"
            fault = f"There are control characters or broken characters in it: U+{ord(text[place]):04X} {where}."
            raise ValidationError(fault)
        return str(text)


class Choice(fields.String):
    """One of a few codes; metadata carries the options as (code, words)."""

    def __init__(self, options: Choices, *, label: str, help: str = "", widget: str = "select", **more: Any) -> None:  # noqa: A002 the word forms know it by
        codes = [code for code, _ in options]
        rule = validate.OneOf(codes, error=f"Choose one of: {', '.join(codes)}.")
        metadata = {"label": label, "help": help, "widget": widget, "options": list(options)} | more.pop("metadata", {})
        super().__init__(validate=rule, metadata=metadata, error_messages=_said(), **more)


class Moment(fields.Field[datetime]):
    """An instant in RFC 3339 with its offset; forms add the zone before the schema sees it."""

    def __init__(self, *, label: str, help: str = "", **more: Any) -> None:  # noqa: A002 the word forms know it by
        metadata = {"label": label, "help": help, "widget": "datetime"} | more.pop("metadata", {})
        super().__init__(metadata=metadata, error_messages=_said(), **more)

    def _serialize(self, value: datetime | None, attr: str | None, obj: Any, **more: Any) -> str | None:  # noqa: ARG002 the library's signature
        return None if value is None else iso(value)

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **more: Any) -> datetime:  # noqa: ARG002 the library's signature
        fault = "Write a time with its zone, such as 2026-10-06T09:02:00+01:00."
        try:
            instant = datetime.fromisoformat(value) if isinstance(value, str) and len(value) <= 40 else None  # noqa: PLR2004 longest RFC 3339 text
        except ValueError:
            raise ValidationError(fault) from None
        if instant is None or instant.tzinfo is None or not 1970 < instant.year < 2200:  # noqa: PLR2004 what a ledger can hold
            raise ValidationError(fault)
        return instant.astimezone(UTC)


class Amount(fields.Field[Money]):
    """Money as `{"amount": "1234.56", "currency": "EUR"}`; zero or more, never less."""

    def __init__(self, *, label: str, help: str = "", **more: Any) -> None:  # noqa: A002 the word forms know it by
        metadata = {"label": label, "help": help, "widget": "money"} | more.pop("metadata", {})
        super().__init__(metadata=metadata, error_messages=_said(), **more)

    def _serialize(self, value: Money | None, attr: str | None, obj: Any, **more: Any) -> dict[str, str] | None:  # noqa: ARG002 the library's signature
        return None if value is None else {"amount": value.decimal(), "currency": value.currency}

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **more: Any) -> Money:  # noqa: ARG002 the library's signature
        named = isinstance(value, dict) and set(value) == {"amount", "currency"}
        if not named or not all(isinstance(part, str) for part in value.values()):
            fault = 'Write money as {"amount": "1234.56", "currency": "EUR"}.'
            raise ValidationError(fault)
        if value["currency"] not in currencies():
            fault = "That is not a currency (ISO 4217, such as EUR)."
            raise ValidationError(fault)
        try:
            money = parse_money(value["amount"], value["currency"])
        except ValueError as reason:
            fault = f"The amount {reason}."
            raise ValidationError(fault) from None
        if not 0 <= money.minor < LARGEST:
            fault = "The amount cannot be below zero."
            raise ValidationError(fault)
        return money


def _said() -> dict[str, Any]:
    return {"required": MISSING, "null": MISSING, "invalid": "This is not of the kind that is needed here."}

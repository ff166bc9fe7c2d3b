"""JSON has kinds: where a form can only send text, a program that means a number must send a number."""

from collections.abc import Iterator, Mapping
from typing import Any

from marshmallow import Schema, fields

from ledger.kernel.errors import Invalid

NUMBERS = (fields.Integer, fields.Float)


def refuse_wrong_kinds(schema: Schema, value: Any) -> None:
    """Raise `Invalid` naming each field whose JSON kind is not the schema's; marshmallow would convert some."""
    faults: dict[str, str | list[str]] = dict(_wrong_in(schema, value, ""))
    if faults:
        raise Invalid(faults)


def _wrong_in(schema: Schema, value: Any, path: str) -> Iterator[tuple[str, str]]:
    if schema.many and isinstance(value, list):
        for place, inner in enumerate(value):
            yield from _wrong_members(schema, inner, f"{path}{place}.")
    else:
        yield from _wrong_members(schema, value, path)


def _wrong_members(schema: Schema, value: Any, path: str) -> Iterator[tuple[str, str]]:
    if not isinstance(value, Mapping):
        return
    for name, kind in schema.load_fields.items():
        key = kind.data_key or name
        if value.get(key) is not None:
            yield from _wrong(kind, value[key], f"{path}{key}")


def _wrong(kind: fields.Field[Any], value: Any, path: str) -> Iterator[tuple[str, str]]:
    if isinstance(kind, fields.Boolean):
        if not isinstance(value, bool):
            yield path, "Write true or false."
    elif isinstance(kind, NUMBERS):
        if isinstance(value, bool) or not isinstance(value, int | float):
            yield path, "Write a number, without quotation marks."
        elif isinstance(kind, fields.Integer) and not isinstance(value, int):
            yield path, "Write a whole number."
    elif isinstance(kind, fields.Nested):
        yield from _wrong_in(kind.schema, value, f"{path}.")
    elif isinstance(kind, fields.List) and isinstance(value, list):
        for place, inner in enumerate(value):
            yield from _wrong(kind.inner, inner, f"{path}.{place}")

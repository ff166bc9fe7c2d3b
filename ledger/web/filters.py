"""Filters in an address: what stands behind the question mark, read so that one bad value does not lose the list."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import request, url_for
from marshmallow import Schema, ValidationError

from ledger.kernel.errors import Invalid
from ledger.web.forms import flat_errors
from ledger.web.paging import Position, position

POSITION = ("after", "limit")
"""What says which page of a list, and not which list."""


@dataclass(frozen=True)
class Chip:
    """A filter that is set: what it is called, what it says, and the address of the list without it."""

    label: str
    words: str
    without: str


@dataclass(frozen=True)
class Asked:
    """What an address asks of a list."""

    schema: Schema
    typed: Mapping[str, str]
    """As it stood in the address, by name; empty values are left out."""
    said: Mapping[str, Any]
    """What the schema accepted, by its own names."""
    errors: Mapping[str, list[str]]

    @property
    def kept(self) -> dict[str, Any]:
        """The filters that hold, as an address says them again."""
        return {name: text for name, text in self.typed.items() if name not in self.errors and name not in POSITION}

    def faults(self, errors: Mapping[str, list[str]]) -> list[str]:
        """Return errors as sentences that name their filter: `Began from: Write a day.`, for the top of a page."""
        labels = {kind.data_key or name: kind.metadata.get("label") for name, kind in self.schema.fields.items()}
        return [f"{labels.get(name) or name}: {text}" for name, texts in errors.items() for text in texts]

    def or_refuse(self) -> "Asked":
        """Raise `Invalid` if anything was not accepted: an export of something else than was asked would mislead."""
        if self.errors:
            raise Invalid(self.errors)
        return self

    def chips(self, endpoint: str) -> list[Chip]:
        """Return what is set, each with the address that removes it."""
        return [
            Chip(*_in_words(self.schema, name, text), url_for(endpoint, **_without(self.kept, name)))
            for name, text in self.kept.items()
        ]


def read_filters(schema: Schema) -> Asked:
    """Return what the address of this request says of `schema`'s fields.

    A value that is refused has its sentences in `errors` and narrows nothing; the others hold.
    """
    typed = {name: text.strip() for name, text in request.args.items() if text.strip()}
    try:
        return Asked(schema, typed, schema.load(typed), {})
    except ValidationError as fault:
        errors = flat_errors(fault.messages)
        needed = tuple(name for name, kind in schema.fields.items() if kind.required)
        return Asked(schema, typed, schema.load(_without(typed, *errors), partial=needed), errors)


def start_of(asked: Asked) -> tuple[Position | None, dict[str, list[str]]]:
    """Return where the page begins, and all that is wrong with the address; a cursor not ours begins at the start."""
    try:
        return position(asked.said.get("after")), dict(asked.errors)
    except Invalid as fault:
        return None, {**asked.errors, **fault.fields}


def _without(typed: Mapping[str, str], *names: str) -> dict[str, Any]:
    return {name: text for name, text in typed.items() if name not in names}


def _in_words(schema: Schema, name: str, text: str) -> tuple[str, str]:
    kind = next(kind for own, kind in schema.fields.items() if (kind.data_key or own) == name)
    options = dict(kind.metadata.get("options", ()))
    return kind.metadata["label"], options.get(text, text)

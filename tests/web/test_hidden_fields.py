"""What every form sends beside its fields: no schema may have a field of such a name, it would never hear of it."""

from collections.abc import Iterator
from importlib import import_module
from pkgutil import iter_modules

import pytest
from marshmallow import Schema
from werkzeug.datastructures import MultiDict

from ledger.web import schemas
from ledger.web.forms import NOT_FIELDS, unflattened
from ledger.web.schemas.base import Command, Words


def test_a_form_of_whose_fields_one_is_sent_by_all_forms_is_refused() -> None:
    class Taken(Command):
        once = Words(20, label="Once")

    with pytest.raises(TypeError, match="Taken: every form sends once"):
        unflattened(MultiDict({"once": "a"}), Taken(), "UTC")


def test_no_schema_has_a_field_that_all_forms_send() -> None:
    for module in iter_modules(schemas.__path__, f"{schemas.__name__}."):
        import_module(module.name)
    assert [one for one in _below(Schema) if NOT_FIELDS & one().fields.keys()] == []


def _below(schema: type[Schema]) -> Iterator[type[Schema]]:
    for one in schema.__subclasses__():
        if one.__module__.startswith(schemas.__name__):
            yield one
        yield from _below(one)

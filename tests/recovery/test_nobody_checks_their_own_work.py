"""Nothing charges a client: no column, no verb, no parameter, no field, no page (of actions: `test_action_machine`)."""

import inspect
import re

import pytest
from marshmallow import Schema

import ledger.web.register  # noqa: F401 every schema is then known
from ledger.books.models import JournalEntry, Transfer
from ledger.config import home
from ledger.kernel.db import Base
from ledger.recovery.models import Action, Promise, Remedy
from ledger.recovery.operations import (
    action_checking,
    action_doing,
    action_planning,
    actions,
    evidence,
    promises,
    remedies,
    updates,
)

READ_ONLY = frozenset({"EffortColumns.billable"})
"""Which column of another system's file says that effort is still billed there: read for the report of leaks."""
CHARGING = re.compile(r"charg|bill_to|billable|payer|paid_by|funded_by|invoice_to|payable_by", re.IGNORECASE)


@pytest.mark.parametrize("model", [Action, Remedy, Promise, JournalEntry, Transfer])
def test_no_table_has_a_column_that_could_name_another_payer(model: type[Base]) -> None:
    names = [column.name for column in model.__table__.columns]
    assert [name for name in names if CHARGING.search(name)] == []


@pytest.mark.parametrize(
    "room", [action_checking, action_doing, action_planning, actions, evidence, promises, remedies, updates]
)
def test_no_verb_and_no_parameter_charges_a_client(room: object) -> None:
    verbs = [item for item in vars(room).values() if inspect.isfunction(item)]
    words = {name for verb in verbs for name in (verb.__name__, *inspect.signature(verb).parameters)}
    assert [word for word in sorted(words) if CHARGING.search(word)] == []


def test_no_schema_has_a_field_that_charges_a_client() -> None:
    found = [kind for kind in _all(Schema) if kind.__module__.startswith("ledger.web.schemas")]
    fields = {f"{kind.__name__}.{name}" for kind in found for name in kind().fields}
    assert fields >= READ_ONLY
    assert [name for name in sorted(fields - READ_ONLY) if CHARGING.search(name)] == []


def test_no_page_of_recovery_speaks_of_billing() -> None:
    pages = sorted((home() / "templates" / "recovery").glob("*.html"))
    assert pages
    assert [page.name for page in pages if re.search(r"\bBillable\b", page.read_text(encoding="utf-8"))] == []


def _all(parent: type[Schema]) -> list[type[Schema]]:
    return [kind for child in parent.__subclasses__() for kind in (child, *_all(child))]

"""No sequence of steps gives a verified action without an independent second person, and nothing charges a client."""

import inspect
import re
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from marshmallow import Schema

import ledger.web.register  # noqa: F401 every schema is then known
from ledger.books.models import JournalEntry, Transfer
from ledger.config import home
from ledger.kernel.db import Base
from ledger.kernel.errors import AmendsError
from ledger.people.actor import Actor
from ledger.recovery.models import Action, Promise, Remedy
from ledger.recovery.operations import actions, promises, remedies, updates
from ledger.recovery.queries import recovery_of
from ledger.work import Ledger
from tests.recovery.factories import FAR, Case, a_case, an_action

STEPS = ("implement", "send_back", "verify", "own", "cancel", "redate")
sequences = st.lists(
    st.tuples(st.sampled_from(STEPS), st.sampled_from(("nia", "omar", "lead"))), min_size=1, max_size=9
)
CHARGING = re.compile(r"charg|bill_to|billable|payer|paid_by|funded_by|invoice_to|payable_by", re.IGNORECASE)


def taken(ledger: Ledger, case: Case, action_id: str, step: str, person: Actor) -> None:
    """Try a step; a refusal changes nothing."""
    key: dict[str, Any] = {"action_id": action_id}
    try:
        if step == "implement":
            ledger.do(actions.implement_action, person, **key, evidence="a log line")
        elif step == "send_back":
            ledger.do(actions.send_back_action, person, **key, note="not yet")
        elif step == "verify":
            ledger.do(actions.verify_action, person, **key, note="looked at it")
        elif step == "own":
            ledger.do(actions.edit_action, case.nia, **key, owner_id=person.user_id)
        elif step == "cancel":
            ledger.do(actions.cancel_action, person, **key, reason="no")
        else:
            ledger.do(actions.redate_action, person, **key, due_on=FAR, reason="later")
    except AmendsError:
        return


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(sequences)
def test_no_sequence_gives_a_verified_action_without_an_independent_verifier(
    ledger: Ledger, steps: list[tuple[str, str]]
) -> None:
    case = _case_once(ledger)
    people = {"nia": case.nia, "omar": case.omar, "lead": case.lead}
    row = an_action(ledger, case)
    for step, name in steps:
        taken(ledger, case, row.id, step, people[name])
        with ledger.database.read() as session:
            found = session.get_one(Action, row.id)
            is_verified = found.status == "implementation_verified"
            assert is_verified == (found.verifier_id is not None)
            if is_verified:
                assert found.verifier_id not in {found.owner_id, found.implemented_by, None}
                assert found.evidence
                assert found.verification_note
            assert found.original_due_at == row.original_due_at


_CASES: dict[int, Case] = {}


def _case_once(ledger: Ledger) -> Case:
    """Set the case up once for all examples of one test: the ledger is the same one throughout."""
    if id(ledger) not in _CASES:
        _CASES.clear()
        _CASES[id(ledger)] = a_case(ledger)
    return _CASES[id(ledger)]


def test_the_read_of_an_incident_shows_the_same(ledger: Ledger) -> None:
    case = a_case(ledger)
    row = an_action(ledger, case)
    for step, person in (("implement", case.nia), ("verify", case.nia), ("verify", case.lead)):
        taken(ledger, case, row.id, step, person)
    (shown,) = ledger.ask(recovery_of, case.omar, case.filed.id).actions
    assert (shown.status, shown.verifier) == ("implementation_verified", "Ruth Amadi")


@pytest.mark.parametrize("model", [Action, Remedy, Promise, JournalEntry, Transfer])
def test_no_table_has_a_column_that_could_name_another_payer(model: type[Base]) -> None:
    names = [column.name for column in model.__table__.columns]
    assert [name for name in names if CHARGING.search(name)] == []


@pytest.mark.parametrize("room", [actions, promises, remedies, updates])
def test_no_verb_and_no_parameter_charges_a_client(room: object) -> None:
    verbs = [item for item in vars(room).values() if inspect.isfunction(item)]
    words = {name for verb in verbs for name in (verb.__name__, *inspect.signature(verb).parameters)}
    assert [word for word in sorted(words) if CHARGING.search(word)] == []


def test_no_schema_has_a_field_that_charges_a_client() -> None:
    found = [kind for kind in _all(Schema) if kind.__module__.startswith("ledger.web.schemas")]
    fields = {f"{kind.__name__}.{name}" for kind in found for name in kind().fields}
    assert fields
    assert [name for name in sorted(fields) if CHARGING.search(name)] == []


def test_no_page_of_recovery_speaks_of_billing() -> None:
    pages = sorted((home() / "templates" / "recovery").glob("*.html"))
    assert pages
    assert [page.name for page in pages if re.search(r"\bBillable\b", page.read_text(encoding="utf-8"))] == []


def _all(parent: type[Schema]) -> list[type[Schema]]:
    return [kind for child in parent.__subclasses__() for kind in (child, *_all(child))]

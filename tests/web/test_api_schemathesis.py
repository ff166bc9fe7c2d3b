"""The API against its own description: generated requests, good and bad, do not fell it, and answers conform."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import Case
from schemathesis.core.failures import FailureGroup
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi import checks

from ledger.app import create_app
from ledger.work import open_ledger
from tests.conftest import settings_for
from tests.support.databases import SqlitePlaces
from tests.support.rounds import rounds
from tests.support.seeded import Seeded, seed

EXAMPLES = rounds(6, 60)
HELD = [
    schemathesis.checks.not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_schema_conformance,
    checks.response_headers_conformance,
    checks.negative_data_rejection,
    checks.missing_required_header,
    checks.unsupported_method,
    checks.ignored_auth,
]
"""Left out: that whatever fits the schema is accepted. Rules refuse more than a schema says: an unknown client."""

SEEDED = {
    "letter_id": "letter", "reference": "incident", "client_code": "client", "code": "client",
    "action_id": "action", "remedy_id": "remedy", "promise_id": "promise", "delivery_id": "delivery",
}  # fmt: skip
"""What addresses name, by the names of `seeded`."""


@pytest.fixture(scope="module")
def described(sqlite_places: SqlitePlaces, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Any, Seeded]]:
    """The API of a small ledger, as it describes itself; one database is enough for what is held here."""
    folder: Path = tmp_path_factory.mktemp("described")
    ledger = open_ledger(settings_for(sqlite_places.new("described"), folder))
    seeded = seed(ledger)
    app = create_app(ledger.settings, ledger)
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", app)
    # Invalid data may also be too much: more than a megabyte is refused before it is read.
    schema.config.checks.negative_data_rejection.expected_statuses.append("413")
    schema.config.update(headers={"Authorization": f"Bearer {seeded.tokens['service_manager']}"})
    yield schema, seeded
    ledger.database.engine.dispose()


@pytest.mark.parametrize("mode", GenerationMode)
def test_every_operation_answers_as_it_describes_itself(described: tuple[Any, Seeded], mode: GenerationMode) -> None:
    schema, seeded = described
    operations = [one.ok() for one in schema.get_all_operations()]
    faults = [fault for operation in operations for fault in faults_of(operation, seeded, mode)]
    assert not faults, "\n\n".join(faults)


def test_operations_on_what_is_there_answer_as_they_describe_themselves(described: tuple[Any, Seeded]) -> None:
    schema, seeded = described
    operations = [one.ok() for one in schema.get_all_operations()]
    there = [(operation, named(operation, seeded)) for operation in operations if named(operation, seeded)]
    assert there
    modes = list(GenerationMode)
    faults = [fault for one, names in there for mode in modes for fault in faults_of(one, seeded, mode, names)]
    assert not faults, "\n\n".join(faults)


def named(operation: Any, seeded: Seeded) -> dict[str, str]:
    """Return real names for all that the operation's address names, or nothing."""
    names = [parameter.name for parameter in operation.path_parameters]
    return {name: seeded.values[SEEDED[name]] for name in names} if set(names) <= set(SEEDED) else {}


def faults_of(
    operation: Any, seeded: Seeded, mode: GenerationMode, names: dict[str, str] | None = None
) -> Iterator[str]:
    """Return what is wrong with one operation: the first request that shows it."""
    token = seeded.tokens["service_manager"]
    more = {"path_parameters": names} if names else {}

    @given(case=operation.as_strategy(generation_mode=mode, **more))
    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    def held(case: "Case[Any]") -> None:
        case.call_and_validate(headers={"Authorization": f"Bearer {token}"}, checks=HELD)

    try:
        held()
    except Unsatisfiable:
        return
    except (FailureGroup, AssertionError) as fault:
        yield f"{operation.label}: {fault}"

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
from tests.support.seeded import seed

EXAMPLES = 20
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


@pytest.fixture(scope="module")
def _described(sqlite_places: SqlitePlaces, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Any, str]]:
    """The API of a small ledger, as it describes itself; one database is enough for what is held here."""
    folder: Path = tmp_path_factory.mktemp("described")
    ledger = open_ledger(settings_for(sqlite_places.new("described"), folder))
    seeded = seed(ledger)
    app = create_app(ledger.settings, ledger)
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", app)
    yield schema, seeded.tokens["service_manager"]
    ledger.database.engine.dispose()


@pytest.fixture
def described(_described: tuple[Any, str]) -> Any:
    """The API's description, loaded."""
    return _described[0]


@pytest.fixture
def token(_described: tuple[Any, str]) -> str:
    """A service manager's token."""
    return _described[1]


@pytest.mark.parametrize("mode", GenerationMode)
def test_every_operation_answers_as_it_describes_itself(described: Any, token: str, mode: GenerationMode) -> None:
    faults = [fault for one in described.get_all_operations() for fault in faults_of(one.ok(), token, mode)]
    assert not faults, "\n\n".join(faults)


def faults_of(operation: Any, token: str, mode: GenerationMode) -> Iterator[str]:
    """Return what is wrong with one operation: the first request that shows it."""

    @given(case=operation.as_strategy(generation_mode=mode))
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

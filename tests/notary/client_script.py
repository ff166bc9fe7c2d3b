"""The client's own script, as these tests call it, and a ledger to have receipts of."""

import importlib.util
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from ledger.clients.logs import log_named
from ledger.incidents.operations.timeline import add_entry
from ledger.notary.signing import checkpoint
from ledger.work import Ledger
from tests.factories import a_client, a_provider, an_actor, an_incident
from tests.notary.test_signing import keys_of

SCRIPT = Path(__file__).resolve().parents[2] / "ledger" / "web" / "static" / "verify_receipt.py"


def _script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("verify_receipt", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


script: Any = _script()


REFUSALS = (script.Refused, ValueError, KeyError, TypeError, AttributeError, IndexError)


def checked(ledger: Ledger, text: str, **more: Any) -> None:
    """Let the client's script check a receipt with the ledger's keys."""
    script.check(text, [script.read_key(str(key)) for key in keys_of(ledger)], **more)


@pytest.fixture
def lived_in(ledger: Ledger) -> Ledger:
    """A ledger with a client, an incident, entries, and an older checkpoint."""
    a_provider(ledger)
    client = a_client(ledger)
    actor = an_actor(ledger)
    filed = an_incident(ledger, actor)
    an_incident(ledger, actor, title="Files were gone")
    checkpoint(ledger, client.log_id)
    for text in ("Mail queue grew.", "Disk was full, \u202eesrever\u202c and \x1b[31mred."):
        ledger.do(
            add_entry, actor, incident_id=filed.id, kind="observation", text=text, visibility="all_clients"
        )  # fmt: skip
    return ledger


def log_of(session: Any, actor: Any) -> str:
    return log_named(session, actor, "HFO")

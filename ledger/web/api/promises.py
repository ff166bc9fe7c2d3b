"""Promises as JSON."""

from typing import Any

from ledger.recovery.as_recorded import promise_findings
from ledger.recovery.operations import promises as verbs
from ledger.recovery.operations.broken_cases import file_broken_promise
from ledger.recovery.operations.redating import redate_promise
from ledger.recovery.queries import promise_of
from ledger.recovery.rows import PromiseRow
from ledger.web.addressed import incident_id_named
from ledger.web.api_door.once import created_once
from ledger.web.api_door.tokens import api_blueprint
from ledger.web.api_door.versions import WITHOUT_VERSION, versioned
from ledger.web.guarding import refuse_mismatch
from ledger.web.schemas import promises as said_and_shown
from ledger.web.session import actor, ledger, needs

api = api_blueprint("promises", "/promises", "Promises: who told which client what, by when.")


@api.post("")
@needs("promise")
@created_once
@api.arguments(said_and_shown.MakePromise)
@api.response(201, said_and_shown.PromiseShown)
def create(said: dict[str, Any]) -> PromiseRow:
    """Write a promise down; its day ends at the client's place."""
    reference = said.pop("incident", None)
    key = incident_id_named(reference) if reference else None
    return _shown(ledger().do(verbs.make_promise, actor(), incident_id=key, **said).id)


@api.get("/<promise_id>")
@needs("read_cases")
@api.response(200, said_and_shown.PromiseShown)
@versioned
def show(promise_id: str) -> PromiseRow:
    """Return one promise; 409 where it is not as it was recorded."""
    refuse_mismatch(promise_findings, promise_id)
    return _shown(promise_id)


@api.post("/<promise_id>/keep")
@needs("promise")
@api.arguments(said_and_shown.KeepPromise(exclude=WITHOUT_VERSION))
@api.response(200, said_and_shown.PromiseShown)
@versioned
def keep(said: dict[str, Any], promise_id: str, *, version: int) -> PromiseRow:
    """Say that it was done: kept by its date, or late."""
    ledger().do(verbs.keep_promise, actor(), promise_id=promise_id, version=version, **said)
    return _shown(promise_id)


@api.post("/<promise_id>/redate")
@needs("promise")
@api.arguments(said_and_shown.RedatePromise(exclude=WITHOUT_VERSION))
@api.response(200, said_and_shown.PromiseShown)
@versioned
def redate(said: dict[str, Any], promise_id: str, *, version: int) -> PromiseRow:
    """Move the date; the original one stays."""
    ledger().do(redate_promise, actor(), promise_id=promise_id, version=version, **said)
    return _shown(promise_id)


@api.post("/<promise_id>/release")
@needs("speak_for_client")
@api.arguments(said_and_shown.ReleasePromise(exclude=WITHOUT_VERSION))
@api.response(200, said_and_shown.PromiseShown)
@versioned
def release(said: dict[str, Any], promise_id: str, *, version: int) -> PromiseRow:
    """Record that the client released us, in its words."""
    ledger().do(verbs.release_promise, actor(), promise_id=promise_id, version=version, **said)
    return _shown(promise_id)


@api.post("/<promise_id>/break")
@needs("promise")
@api.arguments(said_and_shown.BreakPromise(exclude=WITHOUT_VERSION))
@api.response(200, said_and_shown.PromiseShown)
@versioned
def give_up(said: dict[str, Any], promise_id: str, *, version: int) -> PromiseRow:
    """Admit that it will not be kept."""
    ledger().do(verbs.break_promise, actor(), promise_id=promise_id, version=version, **said)
    return _shown(promise_id)


@api.post("/<promise_id>/incident")
@needs("file")
@api.arguments(said_and_shown.FileBrokenPromise(exclude=WITHOUT_VERSION))
@api.response(200, said_and_shown.PromiseShown)
@versioned
def file(said: dict[str, Any], promise_id: str, *, version: int) -> PromiseRow:
    """File a broken promise as an incident of its own: `filed_as` says which; withdrawing that undoes it."""
    ledger().do(file_broken_promise, actor(), promise_id=promise_id, version=version, **said)
    return _shown(promise_id)


def _shown(promise_id: str) -> PromiseRow:
    return ledger().ask(promise_of, actor(), promise_id)

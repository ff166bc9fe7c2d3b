"""Letters to all clients of an incident as JSON: where each stands, and one step for all that it is for."""

from typing import Any

from ledger.letters.batch_steps import STEPS
from ledger.letters.batches import Batch, batch_of
from ledger.letters.operations.batches import ask_for_all
from ledger.web.addressed import incident_id_at
from ledger.web.api_door.once import created_once
from ledger.web.api_door.tokens import api_blueprint
from ledger.web.jobs import jobs
from ledger.web.schemas.letter_batches import AskForAll, BatchShown
from ledger.web.session import actor, ledger, needs

api = api_blueprint("letter_batches", "/incidents", "Letters of one kind to all clients of an incident, as one batch.")


@api.get("/<reference>/letters/<kind>")
@needs("read_cases")
@api.response(200, BatchShown)
def show(reference: str, kind: str) -> dict[str, Any]:
    """Return where each letter stands, what holds it up, which steps can be asked for, and how far the last one is.

    A step's `seen` says what it would be about; send it with the step, and nothing that changed meanwhile is done.
    """
    return _shown(ledger().ask(batch_of, actor(), incident_id_at(reference), kind))


@api.post("/<reference>/letters/<kind>")
@needs("draft_letter")
@created_once
@api.arguments(AskForAll)
@api.response(201, BatchShown)
def ask(said: dict[str, Any], reference: str, kind: str) -> dict[str, Any]:
    """Ask for one step of all letters it is for; the worker does it, and `progress` says how far it has come.

    409 while the step before is at work or where nothing is to be done, 412 where something changed since `seen`.
    """
    incident_id = incident_id_at(reference)
    jobs().letter_tasks(ledger().do(ask_for_all, actor(), incident_id=incident_id, kind=kind, **said))
    return _shown(ledger().ask(batch_of, actor(), incident_id, kind))


def _shown(batch: Batch) -> dict[str, Any]:
    steps = [
        {"step": name, "count": len(batch.of_step(name)), "seen": batch.seen(name)}
        for name in STEPS
        if batch.of_step(name)
    ]
    return {
        "incident_reference": batch.reference,
        "kind": batch.kind,
        "counts": dict(batch.counts),
        "steps": steps,
        "progress": batch.progress,
        "letters": batch.rows,
    }

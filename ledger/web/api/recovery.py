"""What is done about an incident, and what we owe, as JSON."""

from typing import Any

from ledger.duties.asking import Asked
from ledger.duties.due import Due
from ledger.duties.owed import owed
from ledger.letters.as_recorded import case_findings
from ledger.recovery.action_page import read_across_of
from ledger.recovery.action_row import ReadAcrossRow
from ledger.recovery.case_money import CaseMoney, money_of_case
from ledger.recovery.operations.read_across import answer_read_across
from ledger.recovery.operations.updates import Told, quick_update
from ledger.recovery.queries import recovery_of
from ledger.recovery.rows import Recovery
from ledger.web.addressed import incident_id_at
from ledger.web.api_door.once import created_once
from ledger.web.api_door.tokens import api_blueprint
from ledger.web.doubts import refuse_doubtful
from ledger.web.guarding import refuse_mismatch
from ledger.web.schemas.action_shown import ReadAcrossAsked, ReadAcrossShown
from ledger.web.schemas.action_steps import AnswerReadAcross
from ledger.web.schemas.case_cost import CaseCostShown
from ledger.web.schemas.promises import OwedFilters, OwedShown, QuickUpdateByProgram, ToldShown
from ledger.web.schemas.recovery import RecoveryShown
from ledger.web.session import actor, ledger, needs

api = api_blueprint("recovery", "/recovery", "What is done about incidents and who pays (we do), and what we owe.")


@api.get("/incidents/<reference>")
@needs("read_cases")
@api.response(200, RecoveryShown)
def show(reference: str) -> Recovery:
    """Return an incident's actions, remedies and promises, with totals by currency; 409 where not as recorded."""
    key = incident_id_at(reference)
    refuse_mismatch(case_findings, key)
    return ledger().ask(recovery_of, actor(), key)


@api.post("/incidents/<reference>/updates")
@needs("answer")
@created_once
@api.arguments(QuickUpdateByProgram)
@api.response(201, ToldShown(many=True))
def update(said: dict[str, Any], reference: str) -> list[Told]:
    """Tell the affected clients how it stands: the promised update is kept, the next one promised."""
    incident_id = incident_id_at(reference)
    if not said.pop("names_nobody"):
        refuse_doubtful(incident_id, said["text"], client_code=said.get("client_code"))
    return list(ledger().do(quick_update, actor(), incident_id=incident_id, **said))


@api.get("/incidents/<reference>/read-across")
@needs("read_cases")
@api.response(200, ReadAcrossAsked)
def read_across(reference: str) -> dict[str, ReadAcrossRow | None]:
    """Return why it could happen nowhere else; null while nobody has said so."""
    return {"answer": ledger().ask(read_across_of, actor(), incident_id_at(reference))}


@api.post("/incidents/<reference>/read-across")
@needs("act")
@created_once
@api.arguments(AnswerReadAcross)
@api.response(201, ReadAcrossShown)
def answer(said: dict[str, Any], reference: str) -> ReadAcrossRow | None:
    """Say why it could happen nowhere else, and where you looked; where it could, add a preventive action instead."""
    key = incident_id_at(reference)
    ledger().do(answer_read_across, actor(), incident_id=key, **said)
    return ledger().ask(read_across_of, actor(), key)


@api.get("/incidents/<reference>/cost")
@needs("read_cases")
@api.response(200, CaseCostShown)
def cost(reference: str) -> CaseMoney:
    """Return what an incident cost us and what its clients get, by currency; what others pay us back stands apart."""
    return ledger().ask(money_of_case, actor(), incident_id_at(reference))


@api.get("/owed")
@needs("read_cases")
@api.arguments(OwedFilters, location="query")
@api.response(200, OwedShown(many=True))
def index(said: dict[str, Any]) -> list[Due]:
    """List what we owe, overdue first, then by due date; at most the 500 earliest of each kind."""
    return ledger().ask(owed, actor(), Asked(**said))

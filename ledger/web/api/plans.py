"""Service plans as JSON."""

from typing import Any

from ledger.clients.plan_queries import list_plans, plan_by_id
from ledger.incidents.operations.service_plans import save_service_plan
from ledger.web.api_door.once import created_once
from ledger.web.api_door.tokens import api_blueprint
from ledger.web.api_door.versions import versioned
from ledger.web.schemas.plans import EditPlan, PlanListed, PlanShown, cells_of, clocks_of
from ledger.web.session import actor, ledger, needs

api = api_blueprint("plans", "/plans", "Service plans: clocks stricter than the standard ones.")


@api.get("")
@needs("read_cases")
@api.response(200, PlanListed(many=True))
def index() -> Any:
    """List all service plans by name; a provider has a handful."""
    return ledger().ask(list_plans, actor())


@api.post("")
@needs("manage_clients")
@created_once
@api.arguments(EditPlan)
@api.response(201, PlanShown)
def create(said: dict[str, Any]) -> dict[str, Any]:
    """Add a plan; a clock looser than the standard is refused."""
    return _shown(ledger().do(save_service_plan, actor(), name=said["name"], clocks=clocks_of(said)).id)


@api.get("/<plan_id>")
@needs("read_cases")
@api.response(200, PlanShown)
@versioned
def show(plan_id: str) -> dict[str, Any]:
    """Return one plan with the clocks it makes stricter."""
    return _shown(plan_id)


@api.put("/<plan_id>")
@needs("manage_clients")
@api.arguments(EditPlan)
@api.response(200, PlanShown)
@versioned
def change(said: dict[str, Any], plan_id: str, *, version: int) -> dict[str, Any]:
    """Change a plan; a clock that is not named is standard from now on, those that run stay."""
    ledger().do(save_service_plan, actor(), name=said["name"], clocks=clocks_of(said), plan_id=plan_id, version=version)
    return _shown(plan_id)


def _shown(plan_id: str) -> dict[str, Any]:
    plan = ledger().ask(plan_by_id, actor(), plan_id)
    return {"id": plan.id, "version": plan.version, "name": plan.name, "clocks": cells_of(plan.clocks)}

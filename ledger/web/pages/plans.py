"""Service plans: the list, and one plan's clocks beside the standard ones."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for

from ledger.clients.plan_queries import list_plans, plan_by_id
from ledger.clients.plan_shape import KINDS
from ledger.incidents.operations.service_plans import save_service_plan
from ledger.web.forms import form, or_again, read_form
from ledger.web.schemas.plans import EditedPlan, cells_of, clocks_of
from ledger.web.session import actor, ledger, needs

pages = Blueprint("plans", __name__)


@pages.get("/plans")
@needs("read_cases")
def index() -> str:
    """Show the service plans."""
    return render_template("clients/plans.html", rows=ledger().ask(list_plans, actor()))


@pages.get("/plans/new")
@needs("manage_clients")
def new() -> str:
    """Show the form for one more plan."""
    return render_template("clients/plan.html", plan=None, form=form(EditedPlan()), kinds=KINDS)


@pages.post("/plans/new")
@needs("manage_clients")
@or_again(new)
def create() -> Any:
    """Save it for the first time."""
    return _saved(read_form(EditedPlan()), None)


@pages.get("/plans/<plan_id>")
@needs("manage_clients")
def edit(plan_id: str) -> str:
    """Show a plan as a form."""
    plan = ledger().ask(plan_by_id, actor(), plan_id)
    clocks: dict[str, dict[str, str]] = {kind: {} for kind in KINDS} | cells_of(plan.clocks)
    shown = form(EditedPlan(), name=plan.name, **clocks)
    return render_template("clients/plan.html", plan=plan, form=shown, kinds=KINDS)


@pages.post("/plans/<plan_id>")
@needs("manage_clients")
@or_again(edit)
def save(plan_id: str) -> Any:
    """Save it again."""
    return _saved(read_form(EditedPlan()), plan_id)


def _saved(said: dict[str, Any], plan_id: str | None) -> Any:
    saved = ledger().do(
        save_service_plan, actor(), name=said["name"], clocks=clocks_of(said), plan_id=plan_id,
        version=said.get("version"),
    )  # fmt: skip
    flash(f"{saved.name} is saved. Clocks that run already keep the rule that made them.", "done")
    return redirect(url_for("plans.index"))

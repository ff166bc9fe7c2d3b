"""Before work starts: the evaluation plan, the money, and who may approve it."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from ledger.books.commitments import COMMIT
from ledger.incidents.models import Incident
from ledger.incidents.operations.touched import locked
from ledger.kernel.clock import now
from ledger.kernel.errors import Invalid, Refused
from ledger.kernel.money import Money
from ledger.people.actor import Actor
from ledger.people.permissions import permit
from ledger.people.queries import provider
from ledger.recovery.action_rules import CHECKED_KINDS, missing_to_start
from ledger.recovery.action_standing import estimate_of, in_line, managers
from ledger.recovery.action_usual import usual_plan
from ledger.recovery.funding import is_above, who_may_instead
from ledger.recovery.limits import limits_of
from ledger.recovery.models import Action
from ledger.recovery.operations.action_outside import named_outsider
from ledger.recovery.operations.action_telling import open_action, refuse_missing, require, standing, stepped
from ledger.recovery.operations.commitments import commit_money, refuse_frozen
from ledger.recovery.operations.owners import require_owner

ALONE = "service_manager"
"""The role whose limit an owner may approve for itself."""


@dataclass(frozen=True)
class Plan:
    """What is said of a plan; none of a part leaves it as it stands."""

    evaluation_criteria: str | None = None
    measure: str | None = None
    baseline: str | None = None
    window_days: int | None = None
    min_opportunities: int | None = None
    planned_verifier_id: str | None = None
    outsider: str | None = None
    sort: str | None = None
    estimate: Money | None = None

    def onto(self, session: Session, incident: Incident, row: Action) -> None:
        """Write it onto an action; raise `Invalid` for a verifier who is its owner or cannot act."""
        for name in ("evaluation_criteria", "measure", "baseline", "window_days", "min_opportunities", "sort"):
            if (value := getattr(self, name)) is not None:
                setattr(row, name, value)
        if self.planned_verifier_id is not None:
            if self.planned_verifier_id == row.owner_id:
                sentence = "Nobody checks their own work: name somebody else than the owner."
                raise Invalid({"planned_verifier_id": sentence})
            try:
                row.planned_verifier_id = require_owner(session, self.planned_verifier_id)
            except Invalid:
                raise Invalid({"planned_verifier_id": "Choose one of our people who works on incidents."}) from None
            if incident.severity == "S1" and in_line(managers(session), self.planned_verifier_id, row.owner_id):
                sentence = "Against an S1, name somebody outside the line of management of its owner."
                raise Invalid({"planned_verifier_id": sentence})
        if self.outsider:
            row.outsider = named_outsider(session, incident, row, self.outsider)
        if self.estimate is not None:
            row.estimate_minor, row.estimate_currency = self.estimate.minor, self.estimate.currency


def plan_action(  # noqa: PLR0913 the parts of a plan, all named
    session: Session,
    actor: Actor,
    *,
    action_id: str,
    version: int | None = None,
    evaluation_criteria: str | None = None,
    measure: str | None = None,
    baseline: str | None = None,
    window_days: int | None = None,
    min_opportunities: int | None = None,
    planned_verifier_id: str | None = None,
    outsider: str | None = None,
    sort: str | None = None,
    estimate: Money | None = None,
    start: bool = False,
) -> Action:
    """Write down by what it will be known that an action works, and what it will cost us; with `start`, start it.

    What is not given stays. Raises `Conflict` once work has started: a test that is chosen afterwards proves nothing;
    only an action from before plans were asked for may still get one. Raises `Invalid` for an estimate that changes
    after it was approved.
    """
    incident, row = open_action(session, actor, action_id, version)
    is_legacy = row.status in {"in_progress", "implemented", "implementation_verified"} and row.window_days is None
    if not is_legacy:
        sentence = "The plan is made before work starts and stays; hand it over or cancel it to begin another."
        require(row, "proposed", "funded", "not_effective", "reopened", sentence=sentence)
    if estimate is not None and row.approved_at is not None and estimate != estimate_of(row):
        raise Invalid({"estimate": "This money is approved already; add an action of its own for what more is needed."})
    said = Plan(
        evaluation_criteria, measure, baseline, window_days, min_opportunities, planned_verifier_id, outsider, sort,
        estimate,
    )  # fmt: skip
    said.onto(session, incident, row)
    stepped(session, actor, incident, row, "action.planned")
    return begin(session, actor, incident, row) if start and row.status in {"proposed", "funded"} else row


def fund_action(
    session: Session, actor: Actor, *, action_id: str, beyond_budget: bool = False, version: int | None = None
) -> Action:
    """Approve that we pay for an action; nobody but the provider can.

    Up to the limit of a service manager its owner may; above it somebody else of a role whose limit reaches that far.
    Raises `Refused` for those who may not, and beyond a budget, unless leadership says so (`beyond_budget`); `Invalid`
    without an estimate.
    """
    permit(actor, "approve_remedy")
    incident, row = open_action(session, actor, action_id, version)
    return _funded(session, actor, incident, row, beyond_budget=beyond_budget)


def start_action(session: Session, actor: Actor, *, action_id: str, version: int | None = None) -> Action:
    """Start work; approves its money on the way where the actor may.

    Raises `Invalid` with a sentence for each part of the plan that is missing.
    """
    incident, row = open_action(session, actor, action_id, version)
    return begin(session, actor, incident, row)


def begin(session: Session, actor: Actor, incident: Incident, row: Action) -> Action:
    """Start an action that is proposed or funded, with all guards; for verbs that hold it."""
    if row.status in {"proposed", "funded"} and (found := missing_to_start(standing(session, incident, row))):
        raise Invalid(found)
    if row.status == "proposed" and (row.estimate_minor is not None or row.kind in CHECKED_KINDS):
        _funded(session, actor, incident, row)
    refuse_missing(standing(session, incident, row), "in_progress")
    row.started_at = now()
    return stepped(session, actor, incident, row, "action.started", to="in_progress")


def preset(session: Session, incident: Incident, row: Action) -> None:
    """Give an action the usual plan for its incident's cause family, where nobody has written another."""
    for name, value in usual_plan(session, incident).items():
        if getattr(row, name) is None:
            setattr(row, name, value)
    if row.estimate_minor is None:
        row.estimate_minor, row.estimate_currency = 0, provider(session).currency


def _funded(session: Session, actor: Actor, incident: Incident, row: Action, *, beyond_budget: bool = False) -> Action:
    refuse_missing(standing(session, incident, row), "funded")
    amount = estimate_of(row)
    if amount is not None:
        _refuse_too_much(session, actor, row, amount)
        _commit(session, actor, incident, row, amount, beyond_budget=beyond_budget)
    row.approved_by, row.approved_at = actor.user_id, now()
    return stepped(session, actor, incident, row, "action.funded", to="funded")


def _refuse_too_much(session: Session, actor: Actor, row: Action, amount: Money) -> None:
    if actor.user_id == row.owner_id and is_above(limits_of(session, ALONE), amount):
        sentence = "Above the limit somebody else than its owner approves the money of an action."
        raise Refused(sentence)
    if is_above(limits_of(session, actor.role), amount):
        sentence = f"This is above what you may approve; {who_may_instead(actor.role)}."
        raise Refused(sentence)


def _commit(  # noqa: PLR0913 the action and its money
    session: Session, actor: Actor, incident: Incident, row: Action, amount: Money, *, beyond_budget: bool
) -> None:
    """Set the money aside in the books: any cost of the case may draw on it, and closing gives back the rest."""
    if not amount.minor:
        return
    refuse_frozen(locked(session, incident.id))
    commit_money(
        session,
        actor,
        incident_id=incident.id,
        line_subject=row.id,
        amount=amount,
        narration=row.text,
        kind=COMMIT,
        beyond_budget=beyond_budget,
    )

"""A case to put right, and the people who do it; everything in it is invented."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import time_machine
from sqlalchemy import update

from ledger.clients.models import Client
from ledger.incidents.operations.filing import Filed
from ledger.kernel.clock import now
from ledger.kernel.money import Money
from ledger.people.actor import Actor
from ledger.people.models import User
from ledger.recovery.action_rules import CHECKED_KINDS
from ledger.recovery.models import Action, Remedy
from ledger.recovery.operations.action_checking import record_result, verify_action
from ledger.recovery.operations.action_doing import implement_action
from ledger.recovery.operations.action_planning import Plan
from ledger.recovery.operations.actions import add_action
from ledger.recovery.operations.remedies import approve_remedy, promise_remedy, propose_remedy
from ledger.recovery.queries import recovery_of
from ledger.recovery.rows import Recovery
from ledger.work import Ledger
from tests.factories import a_client, a_provider, an_actor, an_incident

FAR = date(2099, 1, 31)


@dataclass(frozen=True)
class Case:
    """One incident on one client, with two service managers, one of leadership, and somebody of the client's."""

    client: Client
    filed: Filed
    nia: Actor
    omar: Actor
    lead: Actor
    theirs: Actor

    @property
    def reference(self) -> str:
        """What the client calls it."""
        return self.filed.client_references[0]


def a_case(ledger: Ledger, severity: str = "S2") -> Case:
    """Set up the provider, its people, a client and an incident of ours, owned by Nia."""
    a_provider(ledger)
    client = a_client(ledger)
    nia, omar = an_actor(ledger, name="Nia Pryce"), an_actor(ledger, name="Omar Haddad")
    lead = an_actor(ledger, "leadership", name="Ruth Amadi")
    theirs = an_actor(ledger, "client", name="Mina Okafor", client_id=client.id, email="mina@hfo.example")
    act = "We changed the list of folders and tried no restore."
    return Case(client, an_incident(ledger, nia, severity=severity, act_statement=act), nia, omar, lead, theirs)


def gbp(minor: int) -> Money:
    """Return pounds, given in pence."""
    return Money(minor, "GBP")


def a_plan(verifier: Actor | None, **differs: Any) -> Plan:
    """Return a complete plan that costs nothing but our own time."""
    given: dict[str, Any] = {
        "evaluation_criteria": "Every restore gives back what was asked for",
        "measure": "Restores tried, and those that were right",
        "baseline": "Two of five restores failed in September",
        "window_days": 60,
        "min_opportunities": 5,
        "planned_verifier_id": verifier.user_id if verifier else None,
        "sort": "procedure",
        "estimate": gbp(0),
    }
    return Plan(**(given | differs))


def an_action(ledger: Ledger, case: Case, **differs: Any) -> Action:
    """Add an action that Nia owns and Omar is to verify, and start it."""
    given: dict[str, Any] = {"kind": "corrective", "text": "We check every restore", "due_on": FAR, "start": True}
    kind = differs.get("kind", "corrective")
    given["plan"] = a_plan(case.omar) if kind in CHECKED_KINDS and differs.get("start") is not False else None
    if differs.get("owner_id") == case.omar.user_id and given["plan"]:
        given["plan"] = a_plan(case.lead)
    return ledger.do(add_action, case.nia, incident_id=case.filed.id, **(given | differs))


HARM: dict[str, Any] = {"could_break": "A restore takes longer", "how_undone": "Take the step off the list"}


def a_done_action(ledger: Ledger, case: Case, by: Actor | None = None, **differs: Any) -> Action:
    """Add an action that Nia owns and that somebody (Nia) implemented."""
    row = an_action(ledger, case, **differs)
    return ledger.do(implement_action, by or case.nia, action_id=row.id, evidence="restore log of 4 November", **HARM)


def a_firm_of_one(ledger: Ledger) -> tuple[Case, str]:
    """Leave Nia alone with an action that she did herself."""
    case = a_case(ledger)
    row = a_done_action(ledger, case)
    others = [case.omar.user_id, case.lead.user_id]
    with ledger.database.write() as session:
        session.execute(update(User).where(User.id.in_(others)).values(active=False))
        session.commit()
    return case, row.id


def a_watched_action(ledger: Ledger, case: Case, **differs: Any) -> Action:
    """Add an action that Nia did and Omar verified; its window is open."""
    row = a_done_action(ledger, case, **differs)
    return ledger.do(verify_action, case.omar, action_id=row.id, note="Looked at the restore of last night")


def an_effective_action(ledger: Ledger, case: Case, days: int = 61, **differs: Any) -> Action:
    """Add an action that was watched, and of which Omar says after some days that it works."""
    row = a_watched_action(ledger, case, **differs)
    with time_machine.travel(now() + timedelta(days=days), tick=False):
        return ledger.do(
            record_result, case.omar, action_id=row.id, held=True, opportunities=7, result="Seven restores, all right"
        )


RECORDED: dict[str, dict[str, str]] = {
    "RW": {"hours": "6.25"},
    "XS": {"hours": "2", "ends_on": "2099-01-31"},
    "SC": {"clause": "7.2", "formula": "10 % of the month's fee", "period": "October 2026"},
    "WI": {"invoice": "2086, line 3"},
    "RF": {},
    "CL": {"loss_evidence": "list of hours"},
    "TP": {"purpose": "an outside reading"},
    "EQ": {"asset": "A switch", "kept": "gift"},
    "MO": {"term": "twelve months", "renewals": "at_our_cost"},
    "GW": {"reason": "A bad week"},
    "NM": {"deliverable": "A training"},
    "EX": {"scope": "All mailboxes"},
}
"""What each kind must say when it is proposed."""
DONE: dict[str, dict[str, str]] = {
    "RW": {"accepted_by": "Mina Okafor"},
    "SC": {"invoice": "2090"},
    "WI": {"credit_note": "2087"},
    "RF": {"payment_reference": "P-11", "paid_on": "2026-11-02"},
    "TP": {"supplier_invoice": "L-7"},
}
"""What a kind must say once the client has it."""


def a_remedy(ledger: Ledger, case: Case, **differs: Any) -> Remedy:
    """Propose a remedy line, as Nia."""
    differs.setdefault("details", RECORDED.get(differs.get("code", "SC")))
    given: dict[str, Any] = {"code": "SC", "text": "Ten per cent of October", "value": gbp(18_500), "tax": gbp(3_700)}
    return ledger.do(propose_remedy, case.nia, client_reference=case.reference, **(given | differs))


def a_promised_remedy(ledger: Ledger, case: Case, **differs: Any) -> Remedy:
    """Propose, approve and promise a remedy line."""
    row = a_remedy(ledger, case, **differs)
    ledger.do(approve_remedy, case.lead, remedy_id=row.id)
    return ledger.do(promise_remedy, case.nia, remedy_id=row.id, due_on=FAR)


def recovery(ledger: Ledger, case: Case) -> Recovery:
    """Return the case's recovery as its manager reads it."""
    return ledger.ask(recovery_of, case.nia, case.filed.id)

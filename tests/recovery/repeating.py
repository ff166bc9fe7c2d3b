"""Mistakes that come back: a case of a cause family, and others of it."""

from datetime import timedelta
from typing import Any

import time_machine

from ledger.incidents.operations.editing import edit_incident
from ledger.incidents.operations.filing import Filed
from ledger.incidents.operations.second_person import decide, propose
from ledger.kernel.clock import now
from ledger.recovery.models import Action
from ledger.recovery.queries import action_of
from ledger.work import Ledger
from tests.factories import an_incident
from tests.recovery.factories import Case, a_case

FAMILY = "Restores"


def a_case_of_a_family(ledger: Ledger) -> Case:
    """Open a case whose cause family and service are known."""
    case = a_case(ledger)
    ledger.do(edit_incident, case.nia, incident_id=case.filed.id, cause_family=FAMILY, service="Backups")
    return case


def another(ledger: Ledger, case: Case, days: int, code: str = "HFO", **known: Any) -> Filed:
    """File an incident some days from now, and say at once what is known of it."""
    with time_machine.travel(now() + timedelta(days=days), tick=False):
        filed = an_incident(ledger, case.nia, (code,))
        ledger.do(edit_incident, case.nia, incident_id=filed.id, **({"cause_family": FAMILY} | known))
    return filed


def state(ledger: Ledger, case: Case, row: Action) -> str:
    """Return where an action stands."""
    return ledger.ask(action_of, case.lead, row.id).status


def agreed_to_be_none(ledger: Ledger, case: Case, filed: Filed) -> None:
    """Let a second person agree that an incident is no repeat."""
    asked = ledger.do(propose, case.omar, incident_id=filed.id, kind="not_a_repeat", reason="The disk broke")
    ledger.do(decide, case.lead, proposal_id=asked.id, decision="agreed")

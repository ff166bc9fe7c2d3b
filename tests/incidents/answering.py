"""An open incident to answer, and the small questions its tests ask."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from ledger.clients.models import Client
from ledger.clients.plan_shape import PlanClocks
from ledger.incidents.clocks_shown import ClockShown
from ledger.incidents.incident_page import IncidentPage, incident_by_reference
from ledger.incidents.operations.service_plans import save_service_plan
from ledger.incidents.operations.timeline import add_entry
from ledger.kernel.clock import now
from ledger.people.actor import SYSTEM, Actor
from ledger.record.models import PROVIDER_LOG
from ledger.work import Ledger
from tests.factories import a_client, a_provider, an_actor, an_incident
from tests.support.events import RecordedEvent, log_events


@dataclass(frozen=True)
class Case:
    """An incident of two clients that began three hours ago and of which we knew twenty minutes later."""

    ledger: Ledger
    id: str
    reference: str
    manager: Actor
    harbour: Client
    orchard: Client
    began_at: datetime
    aware_at: datetime

    def say(self, kind: str = "action", text: str = "Restarted the mail server.", **more: Any) -> Any:
        """Add an entry."""
        return self.ledger.do(add_entry, self.manager, incident_id=self.id, kind=kind, text=text, **more)

    def page(self) -> IncidentPage:
        """Read the incident."""
        return self.ledger.ask(incident_by_reference, self.manager, self.reference)

    def after(self, minutes: int) -> datetime:
        """Return the time so many minutes after we knew."""
        return self.aware_at + timedelta(minutes=minutes)

    def clocks(self, kind: str, code: str = "HFO") -> list[ClockShown]:
        """Return the clocks of a kind for one client, by due time."""
        found = [clock for clock in self.page().clocks if clock.kind == kind and code in clock.codes]
        return sorted(found, key=lambda clock: clock.due_at)

    def impact_id(self, code: str = "HFO") -> str:
        """Return the impact on one client."""
        return next(one.id for one in self.page().impacts if one.client_code == code)

    def events(self, client: Client | None = None) -> list[RecordedEvent]:
        """Return what a client's log holds, or ours."""
        with self.ledger.database.read() as session:
            return log_events(session, client.log_id if client else PROVIDER_LOG)


def a_case(ledger: Ledger, severity: str = "S1", *, plan: PlanClocks | None = None, **differs: Any) -> Case:
    """Set the provider up and file the incident of a case; `plan` is of the first client."""
    a_provider(ledger)
    if plan:
        ledger.do(save_service_plan, SYSTEM, name="Round the clock", clocks=plan)
    harbour = a_client(ledger, people_total=40, plan="Round the clock" if plan else None)
    orchard = a_client(ledger, "ORC", "Orchard Clinic")
    manager = an_actor(ledger, name="Nadia Okafor")
    began_at = now() - timedelta(hours=3)
    aware_at = began_at + timedelta(minutes=20)
    times = {"impact_started_at": began_at, "aware_at": aware_at}
    filed = an_incident(ledger, manager, ("HFO", "ORC"), severity=severity, **(times | differs))
    return Case(ledger, filed.id, filed.reference, manager, harbour, orchard, began_at, aware_at)

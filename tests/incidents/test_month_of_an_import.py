"""An imported incident is counted in the month its file put it in, whatever is written down about it later."""

from sqlalchemy import select

from ledger.incidents.models import Incident
from ledger.incidents.operations.milestones import set_milestones
from ledger.kernel.clock import now
from ledger.work import Ledger
from tests.factories import a_client, a_provider, an_actor
from tests.support.notices import a_notice, brought_in, file_of


def test_a_milestone_set_later_leaves_an_import_in_its_month(ledger: Ledger) -> None:
    a_provider(ledger)
    a_client(ledger)
    manager = an_actor(ledger)
    brought_in(ledger, manager, file_of(a_notice()))
    with ledger.database.read() as session:
        incident = session.scalars(select(Incident)).one()
    changed = ledger.do(set_milestones, manager, incident_id=incident.id, times={"contained_at": now()})
    assert (incident.report_month, changed.report_month) == ("2026-10", "2026-10")

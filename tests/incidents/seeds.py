"""What the walk over all addresses names of an incident: an internal entry, a factor, a proposal that waits."""

from ledger.incidents.operations.editing import add_factor
from ledger.incidents.operations.second_person import propose
from ledger.incidents.operations.timeline import add_entry
from ledger.people.actor import Actor
from ledger.work import Ledger


def answering_to_walk(ledger: Ledger, writer: Actor, incident_id: str) -> dict[str, str]:
    """Answer an incident a little, and return the names."""
    entry = ledger.do(
        add_entry, writer, incident_id=incident_id, kind="action", text="Put the old certificate back on the quay."
    )
    ledger.do(add_entry, writer, incident_id=incident_id, kind="client_notice", text="We told you what we know.")
    factor = ledger.do(add_factor, writer, incident_id=incident_id, text="No test on the second server at the quay.")
    proposal = ledger.do(
        propose, writer, incident_id=incident_id, kind="lower_severity", severity="S3", reason="The quay was closed."
    )
    return {"entry": entry.id, "factor": factor.id, "proposal": proposal.id}

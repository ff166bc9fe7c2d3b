"""What a ledger holds of an imported incident, for planning the next import without a ledger."""

from ledger.incidents.import_plan import Known, fingerprint
from ledger.incidents.intake import ParsedIncident


def known_after(incident: ParsedIncident, before: Known | None = None) -> Known:
    """Return what the ledger holds once this version is taken over; earlier updates the file omits are kept."""
    earlier = before.updates if before else {}
    return Known(
        external_id=incident.external_id,
        title=incident.title,
        status=incident.status,
        impact=incident.impact,
        started_at=incident.started_at,
        monitoring_at=incident.monitoring_at,
        resolved_at=incident.resolved_at,
        updated_at=incident.updated_at,
        components=incident.components,
        updates={**earlier, **{update.external_id: fingerprint(update) for update in incident.updates}},
    )

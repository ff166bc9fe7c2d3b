"""Which columns of incidents and their timelines repeat what the record says; `amends verify` compares them."""

from ledger.incidents.models import Entry, Factor, Impact, Incident
from ledger.record.projection import Projection

RECORDED = (
    Projection(
        Entry,
        ("entry.added", "entry.corrected", "entry.published"),
        names="entry",
        columns={"kind": "kind", "visibility": "visibility", "channel": "channel", "outcome": "outcome"}
        | {"next_update_at": "next_update_at", "external_id": "external_id"},
        words={"text": "text", "correction_reason": "why"},
        occurred="occurred_at",
    ),
    Projection(Factor, ("factor.added",), names="factor", words={"text": "text", "why_not_noticed": "why_not_noticed"}),
    Projection(
        Incident,
        ("incident.filed",),
        columns={"severity": "severity", "found_by": "found_by", "aware_at": "aware_at"}
        | {"impact_started_at": "impact_started_at", "external_reference": "external_reference"},
        words={"title": "title", "act_statement": "act_statement", "service": "service"},
    ),
    Projection(Impact, ("impact.opened",), columns={"from_at": "from_at"}, words={"statement": "statement"}),
)

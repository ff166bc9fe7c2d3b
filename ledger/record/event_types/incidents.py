"""Events of incidents: filing, impacts, timeline, clocks, milestones, proposals, imports."""

from ledger.record.event_type import EventType

_ENTRY = (
    "entry:id kind:code visibility:code channel:code? outcome:code? next_update_at:time? external_id:reference? "
    "corrects:id?"
)
_CLOCK = "clock:id kind:code impact:id due_at:time at:time"
_IMPORTED = (
    "external_priority:reference? status:code flags:codes impact_started_at:time? resolved_at:time? provider:code"
    " aware_at:time? acknowledged_at:time? found_by:code?"
)

TYPES = (
    EventType("cause_family.added", "provider", "A family of causes was named.", sealed="name"),
    EventType("clock.ended", "provider", "A clock ended without being met, for it was needed no more.", data=_CLOCK),
    EventType("clock.replaced", "provider", "A clock was replaced by another one.", data=_CLOCK),
    EventType("clock.stopped", "provider", "A clock stopped: what it waited for was done.", data=_CLOCK),
    EventType("clocks.started", "provider", "Clocks were started.", data="impact:id clocks:table", sealed="rules"),
    EventType("entry.added", "both", "An entry was written into the timeline.", data=_ENTRY, sealed="text why"),
    EventType(
        "entry.corrected", "both", "An entry of the timeline was corrected; the earlier words stay.", data=_ENTRY,
        sealed="text why",
    ),
    EventType(
        "entry.published", "both", "An entry that was internal was shown to you.", data=_ENTRY, sealed="text why"
    ),
    EventType(
        "factor.added", "provider", "A contributing factor was written down.", data="factor:id",
        sealed="text why_not_noticed",
    ),
    EventType("factor.removed", "provider", "A contributing factor was taken out.", data="factor:id at:time"),
    EventType(
        "impact.act_stated", "client", "What we did or failed to do was stated anew.", data="provisional:flag",
        sealed="act_statement",
    ),
    EventType(
        "impact.changed", "client", "What an incident did to you was described further, or otherwise.",
        data="from_at:time? to_at:time? client_reported_at:time? client_notified_at:time? before:time? "
        "people_affected:count? people_total:count? data_effect:code? emptied:codes? words:codes?",
        sealed="statement act_statement delay_reason no_remedy_reason client_must_do",
    ),
    EventType(
        "impact.opened", "client", "An incident that touched you was recorded.",
        data="status:code? from_at:time? client_reported_at:time? external_id:reference?",
        sealed="statement act_statement",
    ),
    EventType(
        "incident.changed", "provider", "What we know of an incident was changed.",
        data="ours:code? cause_family_id:id? external_reference:reference? emptied:codes? words:codes?",
        sealed="title act_statement service acting_party authorised_by",
    ),
    EventType(
        "incident.closed_without_letter", "provider", "A case was closed without a final letter.", sealed="reason"
    ),
    EventType(
        "incident.ended", "both", "An incident ended without being closed: not ours, a duplicate, or withdrawn.",
        data="status:code",
    ),
    EventType(
        "incident.filed", "provider", "An incident was filed.",
        data="severity:code found_by:code aware_at:time impact_started_at:time? external_reference:reference?",
        sealed="title act_statement service",
    ),
    EventType(
        "incident.handed_over", "provider", "An incident was handed over to somebody else.",
        data="from:id to:id deputy:id?", sealed="note",
    ),
    EventType(
        "incident.imported", "provider", "An incident was imported from another system.",
        data=f"{_IMPORTED} external_id:reference severity:code", sealed="title",
    ),
    EventType(
        "incident.imported_again", "provider", "A later file said more of an imported incident.",
        data=f"{_IMPORTED} changed:codes", sealed="title",
    ),
    EventType(
        "incident.milestone", "both", "A milestone of an incident was set or moved, such as contained or put right.",
        data="milestone:code at:time? before:time? status:code",
    ),
    EventType("incident.people", "provider", "Owner or deputy were named.", data="owner:id deputy:id?"),
    EventType("incident.severity", "provider", "The severity was changed.", data="severity:code before:code"),
    EventType(
        "incident.unwatched", "both", "What was being watched did not hold; it is worked on again.", data="status:code"
    ),
    EventType(
        "incident.watched", "both", "An incident was put right and is being watched.", data="status:code"
    ),
    EventType(
        "proposal.decided", "provider", "A second person agreed to a proposal or declined it.",
        data="proposal:id kind:code decision:code", sealed="note",
    ),
    EventType(
        "proposal.made", "provider", "Somebody proposed what a second person decides.",
        data="proposal:id kind:code severity:code? aware_at:time? of:code?", sealed="reason",
    ),
)  # fmt: skip

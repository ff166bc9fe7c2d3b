"""Events of actions, promises and remedies: the client's log holds what it sees, ours also owners, costs, evidence."""

from ledger.record.event_type import EventType, Whose


def _action(name: str, says: str) -> EventType:
    return EventType(
        f"action.{name}", "both", says,
        data="action:id kind:code status:code due_at:time original_due_at:time implemented_at:time? verified_at:time?",
        sealed="text how_seen cancelled_reason",
        inside="owner:id implementer:id? verifier:id? shown:flag",
        inside_sealed="evidence verification_note reason note",
    )  # fmt: skip


def _promise(name: str, says: str) -> EventType:
    return EventType(
        f"promise.{name}", "both", says,
        data="promise:id kind:code status:code promised_at:time due_at:time original_due_at:time due_is_day:flag "
        "agreed_due_at:time? kept_at:time?",
        sealed="text ending_words reason client_words",
        inside="owner:id? shown:flag incident:code?",
        inside_sealed="evidence",
    )  # fmt: skip


def _remedy(name: str, says: str, whose: Whose = "both") -> EventType:
    return EventType(
        f"remedy.{name}", whose, says,
        data="remedy:id code:code status:code value:amount tax:amount currency:code due_on:day?",
        sealed="text how how_recorded ended_reason confirmation",
        inside="cost:amount cost_currency:code supplier:reference shown:code entitlement:code trigger:code "
        "quality_cost:code proposed_by:id approved_by:id? extra_of:id?",
        inside_sealed="evidence details",
    )  # fmt: skip


TYPES = (
    EventType(
        "approval_limit.set",
        "provider",
        "Up to which amount a role approves one line alone was set.",
        data="role:code currency:code amount:amount",
    ),
    EventType(
        "labour_rate.set",
        "provider",
        "What an hour of our work costs us was set, from a day on.",
        data="rate:id currency:code amount:amount valid_from:day",
        sealed="name",
    ),
    _action("added", "Something to be done was written down."),
    _action("cancelled", "Something to be done will not be done; the reason stands beside it."),
    _action("edited", "Something to be done was described otherwise."),
    _action("implemented", "Something was done; a second person verifies it."),
    _action("redated", "Something is to be done by another date; the first date stays."),
    _action("sent_back", "A second person looked and sent it back."),
    _action("verified", "A second person looked and found it done."),
    _promise("agreed", "You agreed beforehand to a later date of a promise, and it counts against that."),
    _promise("broken", "A promise was not kept."),
    _promise("filed", "A promise that we did not keep became an incident of its own."),
    _promise("kept", "A promise was kept, in time or late."),
    _promise("made", "We promised you something by a date."),
    _promise("redated", "A promise got another date; the first date stays, and it counts against that."),
    _promise("released", "You released us from a promise."),
    EventType(
        "effort.imported",
        "provider",
        "A time entry was imported and booked as our cost.",
        data="effort:id external_id:reference hours:amount cost:amount currency:code billable:code entry:id",
        sealed="person notes",
    ),
    _remedy("approved", "A remedy was approved by a second person.", "provider"),
    _remedy("confirmed", "You said that you have what a remedy promised."),
    _remedy("declined", "You declined a remedy."),
    _remedy("delivered", "A remedy was delivered to you."),
    _remedy("promised", "A remedy was promised to you; we pay for it."),
    _remedy("proposed", "A remedy was proposed.", "provider"),
    _remedy("withdrawn", "A remedy was withdrawn."),
)

"""Events of actions, promises and remedies: the client's log holds what it sees, ours also owners, costs, evidence."""

from ledger.record.event_type import EventType, Whose


def _action(name: str, says: str) -> EventType:
    return EventType(
        f"action.{name}", "both", says,
        data="action:id kind:code status:code due_at:time original_due_at:time implemented_at:time? verified_at:time? "
        "watching_from_at:time? window_ends_at:time? opportunities:count? effective_at:time? removed_at:time? "
        "stays_until_at:time?",
        sealed="text how_seen cancelled_reason evaluation_criteria result",
        inside="owner:id implementer:id? verifier:id? shown:flag sort:code? estimate:amount? currency:code? "
        "approved_by:id? approved_at:time? window_days:count? min_opportunities:count? planned_verifier:id? "
        "started_at:time? extended_at:time? result_by:id? handed_over_at:time? handed_over_from:code?",
        inside_sealed="evidence verification_note reason note measure baseline could_break how_undone outsider proof",
    )  # fmt: skip


def _evidence(name: str, says: str) -> EventType:
    return EventType(
        f"action.{name}", "both", says,
        data="evidence:id action:id kind:code sha256:digest? media_type:code? size:count? added_at:time",
        sealed="text link file_name",
        inside="added_by:id shown:flag",
    )  # fmt: skip


def _repeat(name: str, says: str) -> EventType:
    return EventType(
        f"action.{name}", "provider", says,
        data="repeat:id action:id incident:id from_status:code told_at:time? unwatched_at:time? "
        "undone_at:time?",
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
    _action("dated", "What holds until the repair stays until a day."),
    _action("edited", "Something to be done was described otherwise."),
    _action("effective", "What was done works: it was put to the test often enough and held."),
    _action("extended", "What was done is watched for longer, because it was put to the test too rarely."),
    _action("funded", "We agreed to pay for something to be done."),
    _action("given_owner", "Something to be done has another owner and date."),
    _action("handed_over", "Something to be done was handed over, outside its incident."),
    _action("implemented", "Something was done; a second person verifies it."),
    _action("inconclusive", "What was done was put to the test too rarely to know whether it works."),
    _action("not_effective", "What was done did not hold."),
    _action("planned", "It was said by what we will know that something works."),
    _action("redated", "Something is to be done by another date; the first date stays."),
    _action("removed", "What held until the repair was taken away."),
    _action("reopened", "What was found to work did not hold after all."),
    _action("restored", "What was thought to have come back was something else; a second person agreed."),
    _action("resumed", "What did not hold is taken up again."),
    _action("sent_back", "A second person looked and sent it back."),
    _action("started", "Work on something to be done began."),
    _action("taken_up", "Its new owner took something up that was handed over."),
    _action("verified", "A second person looked and found it done."),
    _action("verified_outside", "Somebody from outside looked and found that it was done."),
    _action("judged_outside", "Somebody from outside said whether it works."),
    _action("watched", "It is watched from now on whether what was done works."),
    _evidence("evidence_added", "Something that shows what was done was attached."),
    _evidence("evidence_shown", "Something that shows what was done was shown to you."),
    EventType(
        "action.attested",
        "both",
        "You said whether you see what was done.",
        data="attestation:id action:id agrees:flag at:time",
        sealed="text",
    ),
    _repeat("repeat_found", "An incident showed that something did not hold."),
    _repeat("repeat_told", "Owner and leadership were told that something did not hold."),
    _repeat("repeat_undone", "A second person found that an incident was no repeat."),
    EventType(
        "read_across.answered",
        "provider",
        "It was said why this could happen nowhere else.",
        data="read_across:id by:id at:time",
        sealed="reason looked_at",
    ),
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
    _remedy("redated", "A remedy got another day, with the promise that was made for it."),
    _remedy("withdrawn", "A remedy was withdrawn."),
)

"""Events of calendar feeds, reminders and webhooks: how people are told of what is due."""

from ledger.record.event_type import EventType

TYPES = (
    EventType(
        "feed.made", "provider", "Somebody made a calendar address of what is due.", data="feed:id short_titles:flag"
    ),
    EventType("feed.revoked", "provider", "A calendar address was revoked.", data="feed:id"),
    EventType(
        "reminders.escalated",
        "provider",
        "Something due in an open S1 or S2 was missed, and somebody further up was told.",
        data="kind:code thing:id moment:code to:id due_at:time",
    ),
    EventType(
        "reminders.escalation_set",
        "provider",
        "How soon what was missed goes further up was set.",
        data="manager_after:count leadership_after:count",
    ),
    EventType(
        "reminders.wished",
        "provider",
        "Somebody said what they want to be reminded of.",
        data="digest_at:code? each:flag quiet_from:code quiet_to:code short_titles:flag weekly:flag?",
    ),
    EventType(
        "webhook.added",
        "provider",
        "An address that is told of what is due was added.",
        data="webhook:id active:flag",
        sealed="name url",
    ),
    EventType(
        "webhook.changed",
        "provider",
        "An address that is told of what is due was changed.",
        data="webhook:id active:flag",
        sealed="name url",
    ),
)

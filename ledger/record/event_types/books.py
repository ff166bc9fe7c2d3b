"""Events of the books."""

from ledger.record.event_type import EventType

_ENTRY = (
    "entry:id line:code? kind:code booked_on:day reverses:id? transfers:table occurred_on:day? client:id?"
    " cost_centre:id? calculation:reference?"
)

TYPES = (
    EventType("books.booked", "provider", "Money was booked.", data=_ENTRY, sealed="narration"),
    EventType("books.reversed", "provider", "A booking was reversed.", data=_ENTRY, sealed="narration"),
)

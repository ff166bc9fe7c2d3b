"""Events of the books."""

from ledger.record.event_type import EventType

_ENTRY = (
    "entry:id line:code? kind:code booked_on:day reverses:id? transfers:table occurred_on:day? client:id?"
    " cost_centre:id? calculation:reference?"
)

TYPES = (
    EventType("books.booked", "provider", "Money was booked.", data=_ENTRY, sealed="narration"),
    EventType("books.reversed", "provider", "A booking was reversed.", data=_ENTRY, sealed="narration"),
    EventType(
        "books.cost_centre_saved", "provider", "A cost centre was added or changed.",
        data="cost_centre:id code:code is_default:flag active:flag", sealed="name",
    ),
    EventType(
        "books.budget_set", "provider", "A budget was set.",
        data="budget:id cost_centre:id period:code amount:amount currency:code",
    ),
    EventType(
        "books.account_mapped", "provider", "An account was given our own number.",
        data="mapping:id account:code own_account:reference tax_code:reference",
    ),
    EventType(
        "books.account_unmapped", "provider", "An account lost our own number.", data="mapping:id account:code"
    ),
    EventType(
        "books.month_closed", "provider", "A month of the books was closed.", data="month:code status:code"
    ),
    EventType(
        "books.month_reopened", "provider", "A month of the books was opened again.",
        data="month:code status:code", sealed="reason",
    ),
    EventType(
        "books.rate_entered", "provider", "An exchange rate was entered.",
        data="rate_id:id base:code quote:code rate:amount on_date:day",
    ),
)  # fmt: skip

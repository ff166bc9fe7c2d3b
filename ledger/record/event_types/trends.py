"""Events of trends: what people decide about how measures are read."""

from ledger.record.event_type import EventType

TYPES = (
    EventType(
        "rebase.decided",
        "provider",
        "A second person decided whether the limits of a measure are reckoned anew from a month on.",
        data="rebase:id measure:code from_month:code decision:code",
        sealed="words",
    ),
    EventType(
        "rebase.proposed",
        "provider",
        "Somebody proposed to reckon the limits of a measure anew from a month on.",
        data="rebase:id measure:code from_month:code",
        sealed="reason",
    ),
    EventType(
        "rebase.undone",
        "provider",
        "The limits of a measure are reckoned as before again.",
        data="rebase:id measure:code from_month:code",
        sealed="reason",
    ),
    EventType(
        "report.asked",
        "provider",
        "An accountability report was asked for.",
        data="report:id quarter:code as_of:time",
    ),
    EventType(
        "report.drawn",
        "provider",
        "An accountability report was drawn, and its figures frozen.",
        data="report:id quarter:code figures_sha256:digest pdf_sha256:digest",
    ),
    EventType(
        "report.signed",
        "provider",
        "A second person signed an accountability report off.",
        data="report:id quarter:code figures_sha256:digest pdf_sha256:digest",
        sealed="words",
    ),
    EventType(
        "target.set",
        "provider",
        "The target of a measure was set from a month on.",
        data="target:id measure:code from_month:code percent:count?",
        sealed="reason",
    ),
    EventType(
        "target.undone",
        "provider",
        "A target that was set for a measure was taken back.",
        data="target:id measure:code from_month:code",
        sealed="reason",
    ),
)

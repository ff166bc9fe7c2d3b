"""Events of trends: how measures are read, accountability reports, and trust reviews with clients."""

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
        "review.agreed",
        "client",
        "Somebody of yours signed a trust review.",
        data="review:id quarter:code content_sha256:digest pdf_sha256:digest recorded_by_us:flag?",
        sealed="words by_name",
    ),
    EventType("review.begun", "provider", "A trust review was begun.", data="review:id quarter:code client:id"),
    EventType(
        "review.offered",
        "client",
        "We signed a trust review, which is frozen from then on.",
        data="review:id quarter:code content_sha256:digest pdf_sha256:digest renewal:code recommends:code",
        sealed="changed_terms our_part client_part",
    ),
    EventType(
        "review.sent_back",
        "client",
        "Somebody of yours sent a trust review back.",
        data="review:id quarter:code content_sha256:digest pdf_sha256:digest",
        sealed="words by_name",
    ),
    EventType(
        "review.signing_proof",
        "provider",
        "By what we know that somebody of a client's without an account signed a trust review.",
        data="review:id file_sha256:digest?",
        sealed="proof file_name",
    ),
    EventType(
        "review.written",
        "provider",
        "What is to stand in a trust review was written.",
        data="review:id renewal:code recommends:code",
        sealed="changed_terms our_part client_part",
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

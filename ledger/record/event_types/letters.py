"""Events of letters: drafts in the provider's log only; issue, answers and replies in the client's."""

from ledger.record.event_type import EventType

_SECTIONS = (
    "opening effect late unknown doing need next talk why changes giving worked kept wrong right"  # letters/sections.py
)


def _inside(name: str, says: str, data: str = "", sealed: str = "") -> EventType:
    about = "letter:id kind:code version:count content_sha256:digest"
    return EventType(f"letter.{name}", "provider", says, data=f"{about} {data}", sealed=sealed)


def _answer(name: str, says: str) -> EventType:
    return EventType(
        f"letter.{name}", "client", says,
        data="answer:id letter:id kind:code version:count recorded_by_us:flag reply_due_at:time?",
        sealed="words by_name",
    )  # fmt: skip


def _delivery(name: str, says: str, data: str = "", sealed: str = "") -> EventType:
    return EventType(f"letter.{name}", "client", says, data=f"letter:id delivery:id {data}", sealed=sealed)


TYPES = (
    EventType(
        "candour.name_settled", "provider", "A name that the candour check took for somebody's was found to be none.",
        data="dictionary:code who:id", sealed="reason",
    ),
    EventType(
        "candour.rule_graded", "provider", "A rule of the candour check was switched off, or given another grade.",
        data="rule:code grade:code before:code client:id?", sealed="reason",
    ),
    EventType(
        "candour.rule_added", "provider", "A rule of our own was added to the candour check.",
        data="rule:code grade:code case_sensitive:flag",
        sealed="category pattern why instead reason must_match must_not_match",
    ),
    _answer("acknowledged", "Somebody of yours acknowledged a letter, which means only that they read it."),
    _inside(
        "addressed", "It was chosen to whom a letter goes, who signs it, and its print.",
        "contact:id signatory:id large_print:flag?",
    ),
    EventType(
        "letter.answer_proof", "provider", "By what we know an answer that we recorded for a client.",
        data="answer:id file_sha256:digest?", sealed="proof file_name",
    ),
    _inside("approval_withdrawn", "The record changed after an approval, so that it fell.", sealed="changed"),
    _inside("approved", "A second person approved a letter."),
    _inside("approved_alone", "A first notice was approved alone, at night.", "second_look_due_at:time"),
    _answer("asked", "You asked about a letter."),
    _inside("discarded", "A draft was put away."),
    EventType(
        "letter.batch_asked", "provider", "One step was asked for many letters of an incident at once.",
        data="batch:id step:code kind:code count:count",
    ),
    _delivery(
        "bounced", "A mail with a letter came back, as we were told.", sealed="words",
    ),
    _answer("disputed", "You disputed a letter."),
    _inside("drafted", "A letter was drafted.", sealed=f"subject {_SECTIONS}"),
    _inside("edited", "A draft was edited.", sealed=f"subject {_SECTIONS}"),
    _inside("frozen", "A letter was frozen to be drawn and issued.", "at:time"),
    EventType(
        "letter.issued", "client", "A letter was issued to you; the fingerprint is that of its file.",
        data="letter:id kind:code version:count dated_on:day pdf_sha256:digest", sealed="subject",
    ),
    _inside("looked_at_again", "A second person looked at a notice that had gone out alone.", sealed="words"),
    _delivery("mail_failed", "A mail with a letter could not be sent.", "may_have_arrived:flag"),
    _delivery("mailed", "A mail with a letter was taken by the mail server.", "may_be_double:flag"),
    _delivery("mailing_asked", "A letter is to be mailed to you.", "contact:id style:code attempt:count", sealed="to"),
    _inside("not_in_timeline", "An issued letter could not be written into the timeline."),
    EventType(
        "letter.point_raised", "provider", "Something that is not known yet was written down.",
        data="point:id impact:id tell_by:time", sealed="text",
    ),
    EventType(
        "letter.point_settled", "provider", "Something that was not known was settled.", data="point:id",
        sealed="outcome",
    ),
    _inside("refreshed", "The facts of a draft were gathered again.", sealed="changed"),
    EventType(
        "letter.replied", "client", "We replied to a question or dispute of yours.", data="answer:id letter:id",
        sealed="reply",
    ),
    _inside("sent_back", "A letter was sent back to be changed.", sealed="words"),
    _inside("submitted", "A draft was submitted for approval."),
    EventType(
        "letter.four_questions", "client", "Somebody of yours answered our four questions about a case.",
        data="verdict:id fair:count quick:count honest:count fixed:count recorded_by_us:flag", sealed="words by_name",
    ),
    EventType(
        "letter.verdict_proof", "provider", "By what we know the answers that we recorded for a client.",
        data="verdict:id", sealed="proof",
    ),
    _inside("warnings_waived", "Warnings of the candour check were waived.", "rules:codes", sealed="reason"),
)  # fmt: skip

"""Letters and what clients answered to them."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from ledger.kernel.db import At, Base, Id, Instant, Key, Line, Recorded


class Letter(Recorded, Base):
    """One impact, one kind, one version. Once issued neither text nor facts nor file change."""

    __tablename__ = "letter"
    __table_args__ = (
        Index(
            "uq_letter_kept_version", "impact_id", "kind", "version_number", unique=True,
            sqlite_where=text("status <> 'discarded'"), postgresql_where=text("status <> 'discarded'"),
        ),
        CheckConstraint("kind IN ('first_notice', 'interim', 'final', 'follow_up', 'correction')", name="kind"),
        CheckConstraint(
            "status IN ('draft', 'in_review', 'approved', 'issuing', 'issued', 'corrected', 'superseded', 'discarded')",
            name="status",
        ),
        CheckConstraint(
            "approved_by IS NULL OR approved_by <> author_id OR alone_at_night", name="approver_is_not_author"
        ),
        CheckConstraint(
            "(status IN ('issued', 'corrected', 'superseded')) = (pdf_sha256 IS NOT NULL)", name="issued_has_file"
        ),
        Index("ix_letter_status", "status"),
    )  # fmt: skip

    id: Mapped[Key]
    version: Mapped[int] = mapped_column(default=1)
    """Of the row, for concurrent edits."""
    impact_id: Mapped[Id] = mapped_column(ForeignKey("impact.id"), index=True)
    kind: Mapped[str] = mapped_column(String(12))
    version_number: Mapped[int] = mapped_column(default=1)
    """Of the letter, as printed."""
    status: Mapped[str] = mapped_column(String(12), default="draft")
    contact_id: Mapped[Id] = mapped_column(ForeignKey("contact.id"))
    signatory_id: Mapped[Id] = mapped_column(ForeignKey("user_account.id"))
    large_print: Mapped[bool | None]
    """Chosen for this letter; none follows the client's wish."""
    author_id: Mapped[Id] = mapped_column(ForeignKey("user_account.id"))
    subject_line: Mapped[Line]
    sections: Mapped[dict[str, str]] = mapped_column(JSON)
    """Section key to Markdown."""
    said: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)
    """Facts that no other record holds and this letter's writer adds: what was wrong, why the last fix failed."""
    facts: Mapped[dict[str, Any]] = mapped_column(JSON)
    """As gathered last; frozen when issued."""
    content_sha256: Mapped[str] = mapped_column(String(64))
    """Of subject line, sections and facts without date and checkpoint: what an approval is of."""
    edited_by: Mapped[Id] = mapped_column(ForeignKey("user_account.id"))
    """Who changed the text last: no more an independent second person than the author is."""
    submitted_at: Mapped[datetime | None] = mapped_column(Instant)
    came_back: Mapped[str] = mapped_column(Text, default="")
    """Why it is a draft again: the reviewer's words, or what changed after it was approved."""
    approved_by: Mapped[str | None] = mapped_column(String(36), ForeignKey("user_account.id"))
    approved_at: Mapped[datetime | None] = mapped_column(Instant)
    approved_sha256: Mapped[str | None] = mapped_column(String(64))
    waived: Mapped[list[str]] = mapped_column(JSON, default=list, info={"absent": []})
    """Rules of the candour check whose warnings the approver waived, for this text."""
    waived_reason: Mapped[str] = mapped_column(Text, default="", info={"absent": ""})
    alone_at_night: Mapped[bool] = mapped_column(default=False)
    second_look_due_at: Mapped[datetime | None] = mapped_column(Instant)
    second_look_by: Mapped[str | None] = mapped_column(String(36))
    second_look_at: Mapped[datetime | None] = mapped_column(Instant)
    issued_at: Mapped[datetime | None] = mapped_column(Instant)
    issued_by: Mapped[str | None] = mapped_column(String(36))
    dated_on: Mapped[date | None]
    pdf_sha256: Mapped[str | None] = mapped_column(String(64), index=True)
    created_at: Mapped[At]
    corrects_id: Mapped[str | None] = mapped_column(String(36), ForeignKey("letter.id"))


class Delivery(Recorded, Base):
    """One issued letter by mail to one contact: that it is to go, that it went, that it came back."""

    __tablename__ = "delivery"
    __table_args__ = (
        UniqueConstraint("letter_id", "contact_id", "attempt"),
        CheckConstraint("style IN ('attached', 'link')", name="style"),
        CheckConstraint("status IN ('waiting', 'sent', 'failed', 'bounced')", name="status"),
        Index("ix_delivery_status", "status"),
    )

    id: Mapped[Key]
    version: Mapped[int] = mapped_column(default=1)
    letter_id: Mapped[Id] = mapped_column(ForeignKey("letter.id"), index=True)
    contact_id: Mapped[Id] = mapped_column(ForeignKey("contact.id"))
    attempt: Mapped[int] = mapped_column(default=1)
    """Counts up only after one that failed or came back: a letter is mailed to one person once."""
    style: Mapped[str] = mapped_column(String(8))
    """With the PDF `attached`, or a `link` to the portal alone: the client's wish as it stood."""
    to_mail: Mapped[Line]
    message_id: Mapped[Line]
    """The same in every try, so that a mailbox can tell that it is the same mail."""
    asked_by: Mapped[Id]
    asked_at: Mapped[At]
    status: Mapped[str] = mapped_column(String(8), default="waiting")
    ended_at: Mapped[datetime | None] = mapped_column(Instant)
    may_be_double: Mapped[bool] = mapped_column(default=False)
    """A try before the last one broke off after the message was handed over: it may have arrived twice."""
    answer: Mapped[str] = mapped_column(String(200), default="")
    """What the mail server said at last, in our words."""
    bounced_by: Mapped[str | None] = mapped_column(String(36))
    bounced_at: Mapped[datetime | None] = mapped_column(Instant)
    bounce_words: Mapped[str] = mapped_column(Text, default="")


class DeliveryTry(Base):
    """The trying of one delivery that has not ended yet: who sends has it alone, and after a failure it waits."""

    __tablename__ = "delivery_try"

    delivery_id: Mapped[str] = mapped_column(String(36), ForeignKey("delivery.id"), primary_key=True)
    tries: Mapped[int] = mapped_column(default=0)
    next_try_at: Mapped[At]
    """Not before; while somebody is sending it, the end of the time they have for that."""
    begun_at: Mapped[datetime | None] = mapped_column(Instant)
    """When a try began that nobody has ended: after a crash its end is not known."""
    is_unsure: Mapped[bool] = mapped_column(default=False)
    """Whether the end of any try is not known."""
    answer: Mapped[str] = mapped_column(String(200), default="")


class LetterTask(Base):
    """One step of one letter that somebody asked for together with others: done by the worker, in that name.

    What a step does is recorded by its own verb; a row here is only what is still to be done, and why it was refused.
    """

    __tablename__ = "letter_task"
    __table_args__ = (
        CheckConstraint("step IN ('draft', 'refresh', 'submit', 'approve', 'issue')", name="step"),
        CheckConstraint("status IN ('waiting', 'done', 'refused')", name="status"),
        Index("ix_letter_task_status", "status"),
        Index("ix_letter_task_incident_id_kind", "incident_id", "kind"),
    )

    id: Mapped[Key]
    batch_id: Mapped[Id] = mapped_column(index=True)
    """One press of a button."""
    incident_id: Mapped[Id] = mapped_column(ForeignKey("incident.id"))
    impact_id: Mapped[Id] = mapped_column(ForeignKey("impact.id"))
    kind: Mapped[str] = mapped_column(String(12))
    """Which letter: `first_notice`, `final`."""
    step: Mapped[str] = mapped_column(String(8))
    letter_id: Mapped[str | None] = mapped_column(String(36), ForeignKey("letter.id"))
    version: Mapped[int | None]
    """Of the letter's row: as it was seen when this was asked, and as it stood when it ended."""
    asked_by: Mapped[Id] = mapped_column(ForeignKey("user_account.id"))
    asked_at: Mapped[At]
    status: Mapped[str] = mapped_column(String(8), default="waiting")
    ended_at: Mapped[datetime | None] = mapped_column(Instant)
    answer: Mapped[str] = mapped_column(Text, default="")
    """What the letter lacks, or why the step was refused: a sentence a line."""


class OpenPointRow(Recorded, Base):
    """Something about one impact that nobody knows yet, and by when we tell the client; settled once it is known."""

    __tablename__ = "letter_open_point"

    id: Mapped[Key]
    impact_id: Mapped[Id] = mapped_column(ForeignKey("impact.id"), index=True)
    text: Mapped[str] = mapped_column(Text)
    """As a clause: `whether the backup of May is whole`."""
    tell_by: Mapped[At]
    raised_by: Mapped[Id] = mapped_column(ForeignKey("user_account.id"))
    raised_at: Mapped[At]
    outcome: Mapped[str] = mapped_column(Text, default="")
    """What is known now, or why it no longer matters."""
    settled_by: Mapped[str | None] = mapped_column(String(36), ForeignKey("user_account.id"))
    settled_at: Mapped[datetime | None] = mapped_column(Instant)


class Verdict(Recorded, Base):
    """How somebody of a client's answered the four questions about one case, from 1 (no) to 5 (yes, fully)."""

    __tablename__ = "letter_verdict"
    __table_args__ = (
        CheckConstraint(
            "fair BETWEEN 1 AND 5 AND quick BETWEEN 1 AND 5 AND honest BETWEEN 1 AND 5 AND fixed BETWEEN 1 AND 5",
            name="from_1_to_5",
        ),
        UniqueConstraint("impact_id", "by_user_id", "by_name", name="uq_letter_verdict_once"),
    )

    id: Mapped[Key]
    impact_id: Mapped[Id] = mapped_column(ForeignKey("impact.id"), index=True)
    fair: Mapped[int]
    """Is the outcome fair?"""
    quick: Mapped[int]
    """Was the process quick and fair?"""
    honest: Mapped[int]
    """Were you treated with respect and told the truth?"""
    fixed: Mapped[int]
    """Do you believe that it is fixed?"""
    words: Mapped[str] = mapped_column(Text, default="")
    by_name: Mapped[Line]
    by_user_id: Mapped[Id]
    """The client's own user, or the member of staff who recorded the client's answers."""
    proof: Mapped[str] = mapped_column(Text, default="")
    at: Mapped[At]


class CandourChoice(Recorded, Base):
    """What this provider decided about one rule of the candour check, or about one name: a row for each."""

    __tablename__ = "candour_choice"
    __table_args__ = (
        CheckConstraint("grade IN ('error', 'warning', 'hint', 'off', 'as_shipped', 'settled')", name="grade"),
    )

    subject: Mapped[str] = mapped_column(String(60), primary_key=True)
    """`OVR11`, or `clients:0190...`: whose name it is, never the name itself."""
    grade: Mapped[str] = mapped_column(String(10))
    reason: Mapped[str] = mapped_column(Text)
    by_id: Mapped[Id] = mapped_column(ForeignKey("user_account.id"))
    at: Mapped[At]


class Answer(Recorded, Base):
    """What a client said to one version of a letter, and what we replied."""

    __tablename__ = "answer"
    __table_args__ = (CheckConstraint("kind IN ('acknowledged', 'question', 'dispute')", name="kind"),)

    id: Mapped[Key]
    letter_id: Mapped[Id] = mapped_column(ForeignKey("letter.id"), index=True)
    kind: Mapped[str] = mapped_column(String(12))
    words: Mapped[str] = mapped_column(Text, default="")
    by_name: Mapped[Line]
    by_user_id: Mapped[Id]
    """The client's own user, or the member of staff who recorded the client's words."""
    proof: Mapped[str] = mapped_column(Text, default="")
    """How we know what we recorded; with it perhaps a file of the store, such as their mail."""
    proof_sha256: Mapped[str] = mapped_column(String(64), default="", info={"absent": ""})
    proof_name: Mapped[str] = mapped_column(String(200), default="", info={"absent": ""})
    proof_type: Mapped[str] = mapped_column(String(100), default="", info={"absent": ""})
    at: Mapped[At]
    reply_due_at: Mapped[datetime | None] = mapped_column(Instant)
    reply: Mapped[str | None] = mapped_column(Text)
    replied_by: Mapped[str | None] = mapped_column(String(36))
    replied_at: Mapped[datetime | None] = mapped_column(Instant)

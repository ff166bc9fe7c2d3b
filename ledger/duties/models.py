"""Calendar feeds, what people want to be reminded of, webhooks, and the outbox of reminders."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from ledger.kernel.db import At, Base, Id, Instant, Key, Line, Recorded


class CalendarFeed(Base):
    """A secret address under which a calendar program reads what is due for one person; kept as a hash."""

    __tablename__ = "calendar_feed"

    id: Mapped[Key]
    user_id: Mapped[Id] = mapped_column(ForeignKey("user_account.id"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    short_titles: Mapped[bool] = mapped_column(default=False)
    """References only: whoever looks at the calendar reads no words of a client."""
    made_at: Mapped[At]
    revoked_at: Mapped[datetime | None] = mapped_column(Instant)


class ReminderWish(Recorded, Base):
    """What one person wants to be reminded of beyond the open S1 and S2 that are theirs; no row means nothing."""

    __tablename__ = "reminder_wish"

    user_id: Mapped[Id] = mapped_column(ForeignKey("user_account.id"), primary_key=True)
    version: Mapped[int] = mapped_column(default=1)
    digest_at: Mapped[str | None] = mapped_column(String(5))
    """`08:00` on the person's working days, in the person's zone; none means no digest."""
    each: Mapped[bool] = mapped_column(default=False)
    """Also one mail before, and one at, each due time."""
    weekly: Mapped[bool] = mapped_column(default=False, info={"absent": False})
    """Also what trends say, once a week."""
    quiet_from: Mapped[str] = mapped_column(String(5), default="20:00")
    quiet_to: Mapped[str] = mapped_column(String(5), default="07:00")
    short_titles: Mapped[bool] = mapped_column(default=False)
    """References only in the mails."""


class EscalationRule(Recorded, Base):
    """After how many minutes past its due time a missed duty of an open S1 or S2 goes further up; one row or none."""

    __tablename__ = "escalation_rule"
    __table_args__ = (
        CheckConstraint("id = 1", name="single"),
        CheckConstraint("manager_after >= 0 AND leadership_after >= manager_after", name="order"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, default=1)
    version: Mapped[int] = mapped_column(default=1)
    manager_after: Mapped[int] = mapped_column(default=15)
    leadership_after: Mapped[int] = mapped_column(default=60)


class Webhook(Recorded, Base):
    """An address of the provider's own that is told of what is due in open S1 and S2; references and times only."""

    __tablename__ = "webhook"

    id: Mapped[Key]
    version: Mapped[int] = mapped_column(default=1)
    name: Mapped[Line]
    url: Mapped[Line]
    secret: Mapped[str] = mapped_column(String(80))
    """What signs a message; the receiver checks with it. Unlike a password it has to be known here."""
    active: Mapped[bool] = mapped_column(default=True)
    made_at: Mapped[At]


class Reminder(Base):
    """One message to one person or webhook about one thing and one moment: once, whoever plans or sends it."""

    __tablename__ = "reminder"
    __table_args__ = (
        UniqueConstraint("recipient", "kind", "thing_id", "moment", "due_at"),
        CheckConstraint("channel IN ('mail', 'webhook')", name="channel"),
        CheckConstraint("status IN ('waiting', 'sent', 'failed', 'dropped')", name="status"),
        Index("ix_reminder_status_next_try_at", "status", "next_try_at"),
        Index("ix_reminder_recipient_made_at", "recipient", "made_at"),
    )

    id: Mapped[Key]
    recipient: Mapped[Id]
    """Id of a user, or of a webhook."""
    channel: Mapped[str] = mapped_column(String(8))
    kind: Mapped[str] = mapped_column(String(12))
    """Kind of what is due, `digest`, `weekly`, `repeat` or `test`."""
    thing_id: Mapped[Id]
    moment: Mapped[str] = mapped_column(String(20))
    due_at: Mapped[At]
    """As it stood when this was planned: a date that moves is reminded of anew."""
    made_at: Mapped[At]
    status: Mapped[str] = mapped_column(String(8), default="waiting")
    tries: Mapped[int] = mapped_column(default=0)
    next_try_at: Mapped[At]
    """Not before; while somebody is sending it, the end of the time they have for that."""
    ended_at: Mapped[datetime | None] = mapped_column(Instant)
    answer: Mapped[str] = mapped_column(String(200), default="")
    """What came of the last try: a status number, or the kind of fault; never a body."""

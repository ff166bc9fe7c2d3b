"""The provider's own settings, users and their tokens."""

from datetime import datetime
from typing import Any

from flask_security import UserMixin
from sqlalchemy import JSON, BigInteger, CheckConstraint, ForeignKey, Index, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from ledger.kernel.db import At, Base, Code, Id, Instant, Key, Line, Recorded
from ledger.people.actor import ROLES

_ROLE_LIST = ", ".join(f"'{role}'" for role in ROLES)


class Provider(Recorded, Base):
    """The one provider whose ledger this is: a single row, made on the first-run page."""

    __tablename__ = "provider"
    __table_args__ = (CheckConstraint("id = 1", name="single"),)

    id: Mapped[int] = mapped_column(primary_key=True, default=1)
    version: Mapped[int] = mapped_column(default=1)
    name: Mapped[Line]
    domain: Mapped[Line]
    """`northgate.example`: the first part of every log's origin."""
    address: Mapped[str] = mapped_column(Text)
    letterhead: Mapped[Line] = mapped_column(default="")
    """One line under the name: registration, website."""
    zone: Mapped[str] = mapped_column(String(60))
    """Years and months of references and reports are counted in this zone."""
    locale: Mapped[str] = mapped_column(String(20), default="en_GB")
    currency: Mapped[str] = mapped_column(String(3))
    country: Mapped[str] = mapped_column(String(2))
    """For public holidays (ISO 3166-1 alpha-2)."""
    subdivision: Mapped[str] = mapped_column(String(10), default="")
    opens: Mapped[str] = mapped_column(String(5), default="09:00")
    closes: Mapped[str] = mapped_column(String(5), default="17:30")
    phone: Mapped[Line]
    mail: Mapped[Line]
    escalation_name: Mapped[Line]
    """Someone outside the delivery line to whom a client can go further."""
    escalation_mail: Mapped[Line]
    logo_sha256: Mapped[str | None] = mapped_column(String(64))
    """The file of the logo that new letters carry, in the file store."""


class User(UserMixin, Recorded, Base):
    """Somebody who can sign in: one of our people, or one of a client's."""

    __tablename__ = "user_account"
    __table_args__ = (
        CheckConstraint(f"role IN ({_ROLE_LIST})", name="role"),
        CheckConstraint("(role = 'client') = (client_id IS NOT NULL)", name="client_has_client"),
    )

    id: Mapped[Key]  # type: ignore[assignment] # the library's mixin expects a number
    version: Mapped[int] = mapped_column(default=1)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[Line]
    title: Mapped[Line] = mapped_column(default="")
    telephone: Mapped[Line] = mapped_column(default="")
    role: Mapped[str] = mapped_column(String(20))
    client_id: Mapped[str | None] = mapped_column(String(36), index=True)
    """Opaque here: the clients' room lies downstream."""
    manager_id: Mapped[str | None] = mapped_column(String(36), ForeignKey("user_account.id"))
    signs_up_to: Mapped[str | None] = mapped_column(String(2))
    zone: Mapped[str | None] = mapped_column(String(60))
    """Where this person reads times; the provider's zone where none is chosen."""
    active: Mapped[bool] = mapped_column(default=True)
    password: Mapped[str | None] = mapped_column(String(255))
    fs_uniquifier: Mapped[str] = mapped_column(String(64), unique=True)
    """Changing it ends every session of this user."""
    tf_primary_method: Mapped[str | None] = mapped_column(String(64))
    tf_totp_secret: Mapped[str | None] = mapped_column(String(255))

    @property
    def roles(self) -> list[Any]:  # type: ignore[override] # the library's mixin would write it
        """Flask-Security asks for a list; permissions are decided by `people.permissions` alone."""
        return []


class Invitation(Base):
    """A sign-in link for one user, printed or mailed: used once, then spent."""

    __tablename__ = "invitation"
    __table_args__ = (CheckConstraint("kind IN ('printed', 'mailed', 'link')", name="kind"),)

    id: Mapped[Key]
    user_id: Mapped[Id] = mapped_column(ForeignKey("user_account.id"), index=True)
    kind: Mapped[str] = mapped_column(String(10))
    """An invitation, `printed` or `mailed`, or the `link` a client's user asked for on the sign-in page."""
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    made_by: Mapped[Id]
    made_at: Mapped[At]
    expires_at: Mapped[At]
    used_at: Mapped[datetime | None] = mapped_column(Instant)


class ApiToken(Base):
    """A personal token for the API: shown once, kept as a hash."""

    __tablename__ = "api_token"

    id: Mapped[Key]
    user_id: Mapped[Id] = mapped_column(ForeignKey("user_account.id"), index=True)
    name: Mapped[Line]
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    scope: Mapped[str] = mapped_column(String(10))
    """`read` or `write`."""
    made_at: Mapped[At]
    expires_at: Mapped[At]
    last_used_at: Mapped[datetime | None] = mapped_column(Instant)
    revoked_at: Mapped[datetime | None] = mapped_column(Instant)


class SignInAttempt(Base):
    """One try at a door that takes a secret: what throttling counts, and how we know when somebody was last here."""

    __tablename__ = "sign_in_attempt"

    id: Mapped[Key]
    at: Mapped[At] = mapped_column(index=True)
    account: Mapped[str] = mapped_column(String(64), index=True)
    """A hash of what was typed as account: people type passwords there, too."""
    address: Mapped[str] = mapped_column(String(64))
    worked: Mapped[bool] = mapped_column(default=False)
    user_id: Mapped[str | None] = mapped_column(String(36), index=True)
    """Who came in."""
    code_step: Mapped[int | None] = mapped_column(BigInteger)
    """The time step of the second step's code that was taken: none is taken twice."""


class Reading(Base):
    """One time somebody read a case, a client's page, a letter, a file: kept for thirteen months, not in the record.

    A person is held by id alone, and so is a token: nothing here has to be erased with a name.
    """

    __tablename__ = "reading"
    __table_args__ = (
        CheckConstraint("way IN ('page', 'api', 'download', 'mail_link')", name="way"),
        Index("ix_reading_reference_at", "reference", "at"),
        Index("ix_reading_user_id_at", "user_id", "at"),
        Index("ix_reading_at_id", "at", "id"),
    )

    id: Mapped[Key]
    at: Mapped[At]
    user_id: Mapped[Id]
    token_id: Mapped[str | None] = mapped_column(String(36))
    """With which personal token, over the API."""
    what: Mapped[Code]
    """`incident`, `client`, `letter`, `pdf`, `receipt`, `export`, `sample`, ..."""
    reference: Mapped[str] = mapped_column(String(100))
    """`INC-2026-0042`, `HFO-2026-03`, a client's code, a letter's file name; of an export what it is of."""
    way: Mapped[str] = mapped_column(String(10))


class IdempotencyKey(Base):
    """What a creating API call answered under its `Idempotency-Key`, so that a repeat gets the same answer."""

    __tablename__ = "idempotency_key"

    user_id: Mapped[Id] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(200), primary_key=True)
    request_hash: Mapped[str] = mapped_column(String(64))
    status: Mapped[int]
    body: Mapped[bytes] = mapped_column(LargeBinary)
    headers: Mapped[dict[str, str]] = mapped_column(JSON)
    made_at: Mapped[At]

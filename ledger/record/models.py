"""The record's own tables: logs, heads, entries and disclosures; nodes and checkpoints over them; the signing keys.

`info["rights"]` says what the application's role may do with a table on PostgreSQL; triggers say it on both databases.
"""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from ledger.kernel.db import At, Base, Id, Instant, Key, Recorded
from ledger.record.bodies import Stored

PROVIDER_LOG = "_provider"
"""The log of everything internal."""
_KEPT = {"rights": "SELECT, INSERT"}
"""A table whose rows are never changed and never removed."""


class Log(Base):
    """One append-only log: a client's, or the provider's own."""

    __tablename__ = "log"
    __table_args__ = ({"info": {"rights": "SELECT, INSERT, UPDATE (origin)"}},)

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    origin: Mapped[str] = mapped_column(String(200), unique=True)
    """`<provider domain>/amends/<random id>`: what checkpoints call it. Another one only after `log.continues`."""


class LogHead(Base):
    """How far a log has come; locked while events are appended, so that leaf order is the order of commits."""

    __tablename__ = "log_head"
    __table_args__ = (
        CheckConstraint("size >= 0", name="size"),
        {"info": {"rights": "SELECT, INSERT, UPDATE (size, peaks, last_recorded_at)"}},
    )

    log_id: Mapped[Id] = mapped_column(ForeignKey("log.id"), primary_key=True)
    size: Mapped[int]
    peaks: Mapped[bytes] = mapped_column(Stored)
    """The peaks' hashes, 32 bytes each, largest subtree first."""
    last_recorded_at: Mapped[datetime | None] = mapped_column(Instant)


class LogEntry(Base):
    """One event: the exact bytes that were hashed, and a few columns to find it by."""

    __tablename__ = "log_entry"
    __table_args__ = (
        UniqueConstraint("log_id", "event_id"),
        Index("ix_log_entry_type_recorded_at", "type", "recorded_at"),
        Index("ix_log_entry_log_id_subject_seq", "log_id", "subject", "seq"),
        {"info": _KEPT},
    )

    log_id: Mapped[Id] = mapped_column(ForeignKey("log.id"), primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    event_id: Mapped[Id] = mapped_column(index=True)
    type: Mapped[str] = mapped_column(String(60))
    subject: Mapped[str | None] = mapped_column(String(400))
    """What the body says it is about; none only where that is no event any more."""
    occurred_at: Mapped[At]
    recorded_at: Mapped[At]
    supersedes: Mapped[str | None] = mapped_column(String(36))
    leaf_hash: Mapped[bytes] = mapped_column(Stored(32))
    body: Mapped[bytes] = mapped_column(Stored)


class LogDisclosure(Base):
    """The words behind a digest; null once erased."""

    __tablename__ = "log_disclosure"
    __table_args__ = (
        Index("ix_log_disclosure_log_id_seq", "log_id", "seq"),
        {"info": {"rights": "SELECT, INSERT, UPDATE (text)"}},
    )

    digest: Mapped[str] = mapped_column(String(43), primary_key=True)
    log_id: Mapped[Id] = mapped_column(ForeignKey("log.id"))
    seq: Mapped[int]
    text: Mapped[str | None] = mapped_column(Text)


class LogRow(Base):
    """Where the newest digest of a recorded row stands in the provider's log, and the salt in it.

    Of each row only the newest salt is kept: older digests cannot be tried out any more.
    """

    __tablename__ = "log_row"
    __table_args__ = ({"info": {"rights": "SELECT, INSERT, UPDATE (seq, salt)"}},)

    key: Mapped[str] = mapped_column(String(100), primary_key=True)
    """Table and primary key: `entry:0198…`."""
    seq: Mapped[int]
    salt: Mapped[str | None] = mapped_column(String(22))
    """None once the row was deleted."""


class LogNode(Base):
    """The hash over a complete subtree of 2^level leaves: a cache for proofs, which verification ignores."""

    __tablename__ = "log_node"
    __table_args__ = ({"info": _KEPT},)

    log_id: Mapped[Id] = mapped_column(ForeignKey("log.id"), primary_key=True)
    level: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    """1 and more: level 0 is the entries' own hashes."""
    idx: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    hash: Mapped[bytes] = mapped_column(Stored(32))


class LogCheckpoint(Base):
    """A checkpoint as it was signed and then shown."""

    __tablename__ = "log_checkpoint"
    __table_args__ = (Index("ix_log_checkpoint_log_id_size", "log_id", "size"), {"info": _KEPT})

    id: Mapped[Key]
    log_id: Mapped[Id] = mapped_column(ForeignKey("log.id"))
    size: Mapped[int]
    note: Mapped[str] = mapped_column(Text)
    created_at: Mapped[At]


class LogAnchor(Base):
    """Where a checkpoint went that we cannot reach any more: a letter, a file elsewhere, a mail."""

    __tablename__ = "log_anchor"
    __table_args__ = (CheckConstraint("kind IN ('letter', 'file', 'email')", name="kind"), {"info": _KEPT})

    id: Mapped[Key]
    log_id: Mapped[Id] = mapped_column(ForeignKey("log.id"), index=True)
    size: Mapped[int]
    kind: Mapped[str] = mapped_column(String(10))
    token: Mapped[str] = mapped_column(String(400))
    """What to look for there: the letter's id, the file's name, the message's id."""
    at: Mapped[At]


class UnrecordedMark(Base):
    """A single row where rows were written past the record: such a ledger says so on its pages and signs nothing."""

    __tablename__ = "unrecorded_mark"
    __table_args__ = (CheckConstraint("id = 1", name="single"), {"info": _KEPT})

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[At]
    why: Mapped[str] = mapped_column(String(400))


class SigningKey(Recorded, Base):
    """The public part of a key that signs checkpoints; the private part is not in the database."""

    __tablename__ = "signing_key"
    __table_args__ = ({"info": {"rights": "SELECT, INSERT, UPDATE (retired_at, event_id)"}},)

    key_id: Mapped[str] = mapped_column(String(8), primary_key=True)
    """Eight hexadecimal digits, as in the signature."""
    line: Mapped[str] = mapped_column(String(400), unique=True)
    """`name+id+base64`, as clients get it."""
    added_at: Mapped[At]
    retired_at: Mapped[datetime | None] = mapped_column(Instant)

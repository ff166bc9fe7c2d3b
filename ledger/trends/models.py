"""The facts that trends count, derived from what other rooms recorded: not recorded themselves, always rebuildable."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from ledger.kernel.db import At, Base, Currency, Id, Instant, Line
from ledger.trends.facts.splits import STILL_OPEN


def _only_where(condition: str) -> dict[str, Any]:
    """Return what makes an index one of few rows; who asks for these rows writes the condition as it stands here."""
    return {"sqlite_where": text(condition), "postgresql_where": text(condition)}


class TrendFact(Base):
    """One item of one measure (`trends.fact`), written in the transaction that made it true."""

    __tablename__ = "trend_fact"
    __table_args__ = (
        Index(
            "ix_trend_fact_counted", "measure", "month", "left_out", "counts_at", "met_at", "unmet_at", "ended_month",
        ),
        Index("ix_trend_fact_client_id", "client_id", "measure", "month"),
        Index("ix_trend_fact_settled_at", "measure", "settled_at"),
        Index("ix_trend_fact_late", "measure", "settled_at", **_only_where("settled_at > counts_at")),
        Index(
            "ix_trend_fact_open", "measure", "anchor_at", "month", "left_out", "split",
            **_only_where(f"split = '{STILL_OPEN}'"),
        ),
        Index(
            "ix_trend_fact_stock", "measure", "left_out", "month", "settled_at", "unmet_at",
            **_only_where("measure = 'action_ageing' AND unmet_at IS NULL"),
        ),
        Index(
            "ix_trend_fact_ended", "measure", "settled_at", "left_out", "month", "split", "met_at", "unmet_at",
            **_only_where("measure = 'action_ageing' AND unmet_at IS NOT NULL"),
        ),
        Index("ix_trend_fact_incident_id", "incident_id"),
    )  # fmt: skip

    id: Mapped[str] = mapped_column(String(80), primary_key=True)
    measure: Mapped[str] = mapped_column(String(24))
    item_id: Mapped[Id]
    month: Mapped[str] = mapped_column(String(7))
    anchor_at: Mapped[At]
    counts_at: Mapped[At]
    met_at: Mapped[datetime | None] = mapped_column(Instant)
    unmet_at: Mapped[datetime | None] = mapped_column(Instant)
    left_out: Mapped[str | None] = mapped_column(String(12))
    incident_id: Mapped[str | None] = mapped_column(String(36))
    client_id: Mapped[str | None] = mapped_column(String(36))
    severity: Mapped[str | None] = mapped_column(String(2))
    service: Mapped[Line] = mapped_column(default="")
    minutes: Mapped[int | None]
    ended_month: Mapped[str | None] = mapped_column(String(7))
    split: Mapped[str] = mapped_column(String(36), default="")
    settled_at: Mapped[datetime | None] = mapped_column(Instant)
    """From when on it says the same at every instant; none only in a ledger whose facts are from before cells."""


class TrendCell(Base):
    """Facts that were settled before the horizon, counted: of one measure and month, and of one part of them.

    `kind` says what the part is: none (`month`), a service, or a split of the measure. By split neither severity nor
    reason for leaving is told apart, and what left is not counted.
    """

    __tablename__ = "trend_cell"
    __table_args__ = ({"sqlite_with_rowid": False},)

    kind: Mapped[str] = mapped_column(String(8), primary_key=True)
    measure: Mapped[str] = mapped_column(String(24), primary_key=True)
    part: Mapped[str] = mapped_column(String(400), primary_key=True)
    """Before the month: parts over many months are added up in this order."""
    month: Mapped[str] = mapped_column(String(7), primary_key=True)
    severity: Mapped[str] = mapped_column(String(2), primary_key=True)
    left_out: Mapped[str] = mapped_column(String(12), primary_key=True)
    n: Mapped[int]
    k: Mapped[int]


class TrendBooking(Base):
    """One transfer of the books as trends count it, by the transfer's id: what it cost us, and who bore it.

    Amounts are minor units; what takes back is negative.
    """

    __tablename__ = "trend_booking"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    incident_id: Mapped[Id] = mapped_column(index=True)
    currency: Mapped[Currency]
    month: Mapped[str] = mapped_column(String(7))
    """The incident's."""
    code: Mapped[str] = mapped_column(String(2))
    """The remedy's; empty where nothing was a cost to us."""
    cost: Mapped[int] = mapped_column(BigInteger)
    booked_month: Mapped[str] = mapped_column(String(7))
    source: Mapped[str] = mapped_column(String(12))
    funded: Mapped[int] = mapped_column(BigInteger)


class TrendMoney(Base):
    """Bookings added up: costs by the incident's month and remedy (`cost`), or by month booked and who bore it."""

    __tablename__ = "trend_money"
    __table_args__ = ({"sqlite_with_rowid": False},)

    kind: Mapped[str] = mapped_column(String(8), primary_key=True)
    month: Mapped[str] = mapped_column(String(7), primary_key=True)
    part: Mapped[str] = mapped_column(String(12), primary_key=True)
    currency: Mapped[str] = mapped_column(String(3), primary_key=True)
    amount: Mapped[int] = mapped_column(BigInteger)
    n: Mapped[int]


class TrendHorizon(Base):
    """Until when facts are counted in cells, and in which zone months were: one row, or none where nothing is counted.

    What settles later is counted from facts until the horizon moves on, which it does every hour.
    """

    __tablename__ = "trend_horizon"
    __table_args__ = (CheckConstraint("id = 1", name="single"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[At]
    zone: Mapped[str] = mapped_column(String(60))

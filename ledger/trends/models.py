"""The facts that trends count, derived from what other rooms recorded: not recorded themselves, always rebuildable."""

from datetime import datetime

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from ledger.kernel.db import At, Base, Id, Instant, Line


class TrendFact(Base):
    """One item of one measure (`trends.fact`), written in the transaction that made it true."""

    __tablename__ = "trend_fact"
    __table_args__ = (
        Index(
            "ix_trend_fact_counted", "measure", "month", "left_out", "counts_at", "met_at", "unmet_at", "ended_month",
        ),
        Index("ix_trend_fact_client_id", "client_id", "measure", "month"),
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

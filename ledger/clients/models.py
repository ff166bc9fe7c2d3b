"""Clients, their contacts and their service plans."""

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from ledger.kernel.db import Base, Currency, Id, Key, Line, Recorded


class ServicePlan(Recorded, Base):
    """A named set of clocks, stricter than or equal to the standard ones."""

    __tablename__ = "service_plan"

    id: Mapped[Key]
    version: Mapped[int] = mapped_column(default=1)
    name: Mapped[Line] = mapped_column(unique=True)


class PlanClock(Recorded, Base):
    """One stricter clock of a plan; what a plan does not name keeps the standard."""

    __tablename__ = "plan_clock"
    __table_args__ = (UniqueConstraint("plan_id", "kind", "severity"), CheckConstraint("amount > 0", name="amount"))

    id: Mapped[Key]
    plan_id: Mapped[Id] = mapped_column(ForeignKey("service_plan.id"))
    kind: Mapped[str] = mapped_column(String(30))
    severity: Mapped[str] = mapped_column(String(2))
    amount: Mapped[int]
    unit: Mapped[str] = mapped_column(String(20))
    """`minutes`, `business_minutes`, `business_days` or `days`."""


class Client(Recorded, Base):
    """One client. Its code begins every reference it sees: `HFO-2026-03`."""

    __tablename__ = "client"
    __table_args__ = (CheckConstraint("status IN ('active', 'left')", name="status"),)

    id: Mapped[Key]
    version: Mapped[int] = mapped_column(default=1)
    code: Mapped[str] = mapped_column(String(8), unique=True)
    name: Mapped[Line] = mapped_column(unique=True)
    address: Mapped[str] = mapped_column(Text, default="")
    currency: Mapped[Currency]
    zone: Mapped[str] = mapped_column(String(60))
    locale: Mapped[str] = mapped_column(String(20), default="en_GB")
    country: Mapped[str] = mapped_column(String(2))
    sharing_label: Mapped[Line]
    """Printed on every page of a letter: `For Harbour Foods only`."""
    plan_id: Mapped[str | None] = mapped_column(String(36), ForeignKey("service_plan.id"))
    log_id: Mapped[Id] = mapped_column(ForeignKey("log.id"), unique=True)
    status: Mapped[str] = mapped_column(String(10), default="active")
    people_total: Mapped[int | None]
    mails_checkpoints: Mapped[bool] = mapped_column(default=False, info={"absent": False})
    """Whether its contacts who may receive notices are mailed the newest checkpoint each week, out of our reach."""
    letter_mail: Mapped[str] = mapped_column(String(8), default="attached", info={"absent": "attached"})
    """How it wants its letters mailed: the PDF `attached`, a `link` to the portal alone, or `none` by mail."""
    large_print: Mapped[bool] = mapped_column(default=False, info={"absent": False})
    """Whether it wants its letters in large print."""


class Contact(Recorded, Base):
    """A person at a client. Order to ring is by `ring_order`, smallest first."""

    __tablename__ = "contact"

    id: Mapped[Key]
    version: Mapped[int] = mapped_column(default=1)
    client_id: Mapped[Id] = mapped_column(ForeignKey("client.id"), index=True)
    name: Mapped[Line]
    salutation: Mapped[Line] = mapped_column(default="")
    """As a letter greets: `Ms Okafor`."""
    title: Mapped[Line] = mapped_column(default="")
    mail: Mapped[Line] = mapped_column(default="")
    phone: Mapped[Line] = mapped_column(default="")
    night_phone: Mapped[Line] = mapped_column(default="")
    ring_order: Mapped[int] = mapped_column(default=1)
    may_receive_notices: Mapped[bool] = mapped_column(default=False)
    active: Mapped[bool] = mapped_column(default=True)

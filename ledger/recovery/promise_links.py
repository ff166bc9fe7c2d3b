"""What promises are tied to: the letter or remedy one comes from, and the incident that a broken one became."""

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from ledger.kernel.db import Base, Id, Recorded


class PromiseOrigin(Recorded, Base):
    """Where a promise comes from, where that is a letter or a remedy."""

    __tablename__ = "promise_origin"

    promise_id: Mapped[Id] = mapped_column(ForeignKey("promise.id"), primary_key=True)
    letter_id: Mapped[str | None] = mapped_column(String(36), index=True)
    """Opaque here: the letters' room lies downstream."""
    remedy_id: Mapped[str | None] = mapped_column(String(36), ForeignKey("remedy.id"), index=True)


class BrokenPromiseCase(Recorded, Base):
    """A broken promise that became an incident of its own: both ends of the link."""

    __tablename__ = "broken_promise_case"

    incident_id: Mapped[Id] = mapped_column(ForeignKey("incident.id"), primary_key=True)
    promise_id: Mapped[Id] = mapped_column(ForeignKey("promise.id"), index=True)

"""Samples as the record has them: drawing one is an event, and nothing else is kept of it."""

import json
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from ledger.audit.drawing import ALGORITHM, Drawn, draw, population_digest
from ledger.incidents.models import Incident
from ledger.kernel.errors import Invalid, NotFound
from ledger.kernel.ids import new_id
from ledger.people.actor import Actor
from ledger.people.permissions import permit
from ledger.people.queries import names, provider
from ledger.record.histories import says
from ledger.record.models import PROVIDER_LOG, LogEntry
from ledger.record.operations import note

MOST = 100
"""Samples that the page lists."""
_OF_DRAWS = select(LogEntry).where(LogEntry.log_id == PROVIDER_LOG, LogEntry.type == "sample.drawn")


@dataclass(frozen=True)
class Sample:
    """One sample that was drawn."""

    id: str
    event_id: str
    at: datetime
    by: str
    first: date
    last: date
    zone: str
    seed: str
    population: int
    digest: str
    """SHA-256 over the population's references."""
    references: tuple[str, ...]
    """What was drawn, in the order of the draw."""


def draw_sample(  # noqa: PLR0913 what a draw is of, all named
    session: Session, actor: Actor, *, first: date, last: date, seed: str, count: int
) -> str:
    """Draw a sample of the cases closed from `first` until `last` (days of the provider), and return its id.

    The draw, its seed and what it was drawn from stand in the provider's own log. Raises `Invalid` for
    an empty seed, and where no case was closed then.
    """
    permit(actor, "draw_sample")
    if not seed.strip():
        raise Invalid({"seed": "Give a seed that the auditor chose: words or digits."})
    zone = provider(session).zone
    population = [reference for reference, _ in closed_cases(session, actor, first=first, last=last, zone=zone)]
    if not population:
        raise Invalid({"from_day": "No case was closed in this period."})
    sample_id = new_id()
    drawn = sorted((one for one in draw(population, seed, count) if one.place), key=lambda one: one.place or 0)
    note(
        session,
        "sample.drawn",
        actor=actor.user_id,
        subjects="sample",
        data={
            "sample": sample_id,
            "algorithm": ALGORITHM,
            "first": first.isoformat(),
            "last": last.isoformat(),
            "zone": zone,
            "seed": seed,
            "population": len(population),
            "population_sha256": population_digest(population),
            "drawn": [one.reference for one in drawn],
        },
    )
    return sample_id


def closed_cases(
    session: Session, actor: Actor, *, first: date, last: date, zone: str
) -> list[tuple[str, datetime | None]]:
    """Return reference and time of closing of the cases closed between two days of `zone`, both included."""
    permit(actor, "draw_sample")
    place = ZoneInfo(zone)
    from_at = datetime.combine(first, time.min, place)
    to_at = datetime.combine(last + timedelta(days=1), time.min, place)
    query = select(Incident.reference, Incident.closed_at).where(
        Incident.status == "closed", Incident.closed_at >= from_at, Incident.closed_at < to_at
    )
    return [(row.reference, row.closed_at) for row in session.execute(query.order_by(Incident.reference))]


def population_of(session: Session, actor: Actor, sample: Sample) -> list[tuple[Drawn, datetime | None]]:
    """Return the population of a sample with the keys of its draw, and when each case was closed.

    Cases closed or opened again since then are no part of the draw, which the digest in its event shows.
    """
    closed = dict(closed_cases(session, actor, first=sample.first, last=sample.last, zone=sample.zone))
    known = {*closed, *sample.references}
    return [(one, closed.get(one.reference)) for one in draw(known, sample.seed, len(sample.references))]


def samples(session: Session, actor: Actor) -> list[Sample]:
    """Return the newest samples drawn, at most `MOST`, newest first."""
    permit(actor, "draw_sample")
    return _drawn(session, _OF_DRAWS.order_by(LogEntry.seq.desc()).limit(MOST))


def sample_by_id(session: Session, actor: Actor, sample_id: str) -> Sample:
    """Return one sample, however long ago it was drawn; raise `NotFound`."""
    permit(actor, "draw_sample")
    for one in _drawn(session, _OF_DRAWS.where(says(session, "sample", sample_id))):
        if one.id == sample_id:
            return one
    raise NotFound


def _drawn(session: Session, query: Select[LogEntry]) -> list[Sample]:
    bodies = [(row, json.loads(row.body)) for row in session.scalars(query)]
    people = names(session, {body["actor"] for _, body in bodies})
    return [_sample(row, body, people.get(body["actor"], "")) for row, body in bodies]


def _sample(row: LogEntry, body: dict[str, Any], by: str) -> Sample:
    data = body["data"]
    return Sample(
        id=data["sample"],
        event_id=row.event_id,
        at=row.recorded_at,
        by=by,
        first=date.fromisoformat(data["first"]),
        last=date.fromisoformat(data["last"]),
        zone=data["zone"],
        seed=data["seed"],
        population=data["population"],
        digest=data["population_sha256"],
        references=tuple(data["drawn"]),
    )

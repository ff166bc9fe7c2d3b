"""Giving references without gaps or doubles: the series' row stays locked until the unit ends."""

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Session

from ledger.incidents.models import ReferenceCounter
from ledger.incidents.references import written


def next_reference(session: Session, series: str) -> str:
    """Return the next reference of `series`; a unit that fails gives its number back."""
    return next_references(session, series, 1)[0]


def next_references(session: Session, series: str, how_many: int) -> list[str]:
    """Return that many next references of `series`; none only locks the series until the unit ends."""
    insert = sqlite_insert if session.get_bind().dialect.name == "sqlite" else postgresql_insert
    session.execute(insert(ReferenceCounter).values(series=series, last=0).on_conflict_do_nothing())
    query = select(ReferenceCounter).where(ReferenceCounter.series == series).with_for_update()
    counter = session.scalars(query.execution_options(populate_existing=True)).one()
    first = counter.last + 1
    counter.last += how_many
    session.flush()
    return [written(series, number) for number in range(first, first + how_many)]

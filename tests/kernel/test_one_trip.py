"""Statements sent together fail as statements sent one by one do."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from ledger.kernel.one_trip import one_trip
from ledger.work import Ledger


def test_what_fails_on_the_trip_is_told_at_its_end_and_leaves_nothing(own_ledger: Ledger) -> None:
    one_log = text("INSERT INTO log (id, origin) VALUES (:id, 'origin.example')")
    with own_ledger.database.write() as session:
        with pytest.raises(IntegrityError), one_trip(session):
            for name in ("one", "two"):
                session.execute(one_log, {"id": name})
        session.rollback()
        assert session.scalar(text("SELECT count(*) FROM log WHERE id IN ('one', 'two')")) == 0

"""Sending several statements to the database without waiting for each answer."""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session


@contextmanager
def one_trip(session: Session) -> Iterator[None]:
    """Send what is written inside together and wait once, at the end; SQLite, being no server, has nothing to wait for.

    For plain statements whose answers nobody looks at: how many rows they touched is not known inside. Raises what
    SQLAlchemy would have raised, when the block ends.
    """
    connection = session.connection()
    driver = connection.connection.driver_connection
    if not isinstance(driver, psycopg.Connection):
        yield
        return
    try:
        with driver.pipeline():
            yield
    except psycopg.Error as fault:
        raise DBAPIError.instance(
            None, None, fault, psycopg.Error, hide_parameters=True, dialect=connection.dialect
        ) from fault

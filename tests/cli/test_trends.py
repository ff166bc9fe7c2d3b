"""`amends trends rebuild`, as an operator types it."""

from pathlib import Path

from sqlalchemy import text

from ledger.config import read_settings
from ledger.work import open_ledger
from tests.cli.test_begin import at_home, begun, typed
from tests.factories import a_client, a_provider, an_actor, an_incident

__all__ = ["at_home"]


def test_a_fact_that_was_changed_by_hand_is_found_put_right_and_then_no_more(at_home: Path) -> None:
    assert begun().exit_code == 0
    given = {"AMENDS_HOME": str(at_home), "AMENDS_PUBLIC_URL": "https://amends.tidewater.example"}
    ledger = open_ledger(read_settings(given))
    a_provider(ledger)
    a_client(ledger)
    an_incident(ledger, an_actor(ledger))
    with ledger.unit() as session:
        session.execute(text("UPDATE trend_fact SET month = '2001-01' WHERE measure = 'incidents'"))
    ledger.database.engine.dispose()
    found = typed("trends", "rebuild", "--check")
    assert (found.exit_code, "1 wrong" in found.output, "differ from the records" in found.output) == (1, True, True)
    mended = typed("trends", "rebuild")
    assert (mended.exit_code, "differed and are put right" in mended.output) == (0, True)
    again = typed("trends", "rebuild", "--check")
    assert (again.exit_code, "facts are as the records say." in again.output) == (0, True)

"""What a letter reads of the record: only what still stands."""

from sqlalchemy import select

from ledger.incidents.models import Factor
from ledger.incidents.operations.editing import add_factor, remove_factor
from ledger.letters.fact_sources import factors
from ledger.work import Ledger
from tests.letters.steps import a_case


def test_a_factor_that_was_taken_out_is_in_no_letter(ledger: Ledger) -> None:
    case = a_case(ledger)
    text = "The two backups lie in one folder."
    added = ledger.do(add_factor, case.writer, incident_id=case.incident_id, text=text)
    with ledger.database.read() as session:
        before = factors(session, case.incident_id)
    ledger.do(remove_factor, case.writer, factor_id=added.id)
    with ledger.database.read() as session:
        after = factors(session, case.incident_id)
        assert session.scalars(select(Factor).where(Factor.id == added.id)).one().removed_at is not None
    assert set(before) - set(after) == {text}

"""A row in which an administrator left what cannot be read: pages say so, in words for whoever reads."""

import pytest
from sqlalchemy import text

from ledger.web.errors import UNREADABLE_FOR_CLIENTS, UNREADABLE_FOR_STAFF
from ledger.work import Ledger
from tests.factories import a_user
from tests.letters.steps import Case, a_case, an_issued_letter
from tests.support.web import StrictClient

pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)  # PostgreSQL keeps a column's type


@pytest.fixture
def case(ledger: Ledger) -> Case:
    return a_case(ledger)


def spoil(ledger: Ledger, statement: str) -> None:
    with ledger.database.write() as session:
        session.execute(text(statement))
        session.commit()


@pytest.mark.usefixtures("case")
def test_our_own_people_read_whom_to_ask(web: StrictClient, ledger: Ledger) -> None:
    with ledger.database.read() as session:
        reference = session.execute(text("SELECT reference FROM incident")).scalar_one()
    spoil(ledger, "UPDATE incident SET aware_at = 'some time in May'")
    answer = web.sign_in(a_user(ledger, name="Piet Moor")).get(f"/incidents/{reference}")
    assert answer.status_code == 500
    assert UNREADABLE_FOR_STAFF in answer.get_data(as_text=True)


def test_somebody_who_has_not_signed_in_reads_that_it_cannot_be_shown(
    web: StrictClient, ledger: Ledger, case: Case
) -> None:
    issued = an_issued_letter(ledger, case)
    with ledger.database.read() as session:
        place = session.execute(text("SELECT pdf_sha256 FROM letter WHERE id = :id"), {"id": issued}).scalar_one()
    spoil(ledger, "UPDATE letter SET issued_at = 'some time in May'")
    answer = web.post("/check", data={"sha256": place})
    assert answer.status_code == 500
    assert UNREADABLE_FOR_CLIENTS in answer.get_data(as_text=True)
    assert UNREADABLE_FOR_STAFF not in answer.get_data(as_text=True)

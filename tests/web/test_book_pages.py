"""The pages of the books: balances and files, asked for rightly and wrongly."""

import pytest

from ledger.books.accounts import BANK, GOODWILL
from ledger.books.posting import TransferLine
from ledger.work import Ledger
from tests.books.test_journal import booked
from tests.factories import a_provider, a_user
from tests.support.web import StrictClient


@pytest.mark.parametrize(("kind", "status"), [("csv", 200), ("zip", 422), ("", 200)])
def test_a_file_of_a_kind_that_does_not_exist_is_refused(
    web: StrictClient, ledger: Ledger, kind: str, status: int
) -> None:
    a_provider(ledger)
    web.sign_in(a_user(ledger, "leadership"))
    assert web.get(f"/books/export/file?kind={kind}").status_code == status


def test_both_sides_of_a_balance_are_written_alike(web: StrictClient, ledger: Ledger) -> None:
    a_provider(ledger)
    booked(ledger, TransferLine(GOODWILL, BANK, 123_450, "EUR"))
    web.sign_in(a_user(ledger, "leadership"))
    assert web.get("/books/balance").text.count("€1,234.50") == 2

"""The database itself refuses what cannot stand in books, and `amends verify` finds what got in all the same."""

import sqlite3
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.orm import Session

from ledger.books.accounts import BANK, GOODWILL, client_credit, receivable
from ledger.books.costs import committed
from ledger.books.guards import books_guarded
from ledger.books.operations.journal import book
from ledger.books.posting import TransferLine
from ledger.books.recorded import books_hold
from ledger.kernel.db import open_database
from ledger.kernel.ids import new_id
from ledger.kernel.money import Money
from ledger.people.actor import SYSTEM, Actor
from ledger.work import Ledger
from tests.books.test_journal import DAY, booked, goodwill, undone
from tests.factories import a_provider
from tests.support.databases import Place

ENTRY = (
    "INSERT INTO journal_entry (id, subject, kind, narration, booked_on, reverses_id, event_id)"
    " SELECT :id, :subject, 'test', 'x', booked_on, :undoes, event_id FROM journal_entry WHERE id = :like"
)
TRANSFER = (
    "INSERT INTO transfer (id, entry_id, line, currency, debit, credit, amount, event_id)"
    " SELECT :id, id, :line, :currency, :debit, :credit, :amount, event_id FROM journal_entry WHERE id = :entry"
)
ACCOUNT = (
    "INSERT INTO account (id, name, currency, client_facing, event_id) VALUES (:id, :name, 'EUR', :facing, :event)"
)

NO_ACCOUNT = "(?i)foreign key|two accounts of its own currency"


def sql(ledger: Ledger, *statements: tuple[str, dict[str, Any]]) -> None:
    """Write straight to the tables, as somebody would who goes round the product."""
    with ledger.database.write() as session:
        for statement, values in statements:
            session.execute(text(statement), values)
        session.flush()


def transfer(  # noqa: PLR0913, PLR0917 the columns of a row
    entry_id: str, debit: str, credit: str, amount: int, currency: str = "EUR", line: int = 7
) -> tuple[str, dict[str, Any]]:
    return TRANSFER, {
        "id": new_id(), "entry": entry_id, "line": line, "currency": currency, "debit": debit, "credit": credit,
        "amount": amount,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("debit", "credit", "amount", "currency", "sentence"),
    [
        (GOODWILL, BANK, 0, "EUR", "ck_transfer_amount"),
        (GOODWILL, BANK, -5, "EUR", "ck_transfer_amount"),
        (GOODWILL, BANK, 10**15, "EUR", "ck_transfer_amount"),
        (BANK, BANK, 1, "EUR", "ck_transfer_two_accounts"),
        (GOODWILL, BANK, 1, "USD", NO_ACCOUNT),
        ("Expenses:Recovery:Nowhere", BANK, 1, "EUR", NO_ACCOUNT),
        (BANK, "Assets:Clearing:Elsewhere", 1, "EUR", NO_ACCOUNT),
        (client_credit("HFO"), BANK, 1, "EUR", "never owes"),
        ("Liabilities:Provision:Recovery", "Expenses:Recovery:Committed", 1, "EUR", "never exceeds"),
    ],
)
def test_a_transfer_that_cannot_stand_is_refused_by_the_database(  # noqa: PLR0913, PLR0917 the columns of a row
    ledger: Ledger, debit: str, credit: str, amount: int, currency: str, sentence: str
) -> None:
    """Not positive, too large, to itself, in two currencies, on a foreign account, charged to a client, overdrawn."""
    a_provider(ledger)
    entry = booked(ledger, goodwill(), TransferLine(client_credit("HFO"), BANK, 10_000, "EUR"))
    commit(ledger, 1, of="case-2")
    with pytest.raises(IntegrityError, match=sentence):
        sql(ledger, transfer(entry.id, debit, credit, amount, currency))


@pytest.mark.parametrize(
    ("name", "facing"), [(client_credit("NEW"), False), (receivable("NEW"), False), ("Assets:Clearing:Till", True)]
)
def test_an_account_that_is_wrongly_marked_is_refused_by_the_database(
    ledger: Ledger, name: str, *, facing: bool
) -> None:
    a_provider(ledger)
    entry = booked(ledger, goodwill())
    with pytest.raises(IntegrityError, match="says truly whether it stands between us and a client"):
        sql(ledger, (ACCOUNT, {"id": new_id(), "name": name, "facing": facing, "event": entry.event_id}))


def test_an_entry_that_is_no_mirror_is_refused_by_the_database(ledger: Ledger) -> None:
    a_provider(ledger)
    entry = booked(ledger, TransferLine(GOODWILL, BANK, 10_000, "EUR"))
    mirror = new_id()
    values = {"id": mirror, "subject": "case-1", "undoes": entry.id, "like": entry.id}
    for wrong in (
        transfer(mirror, BANK, GOODWILL, 9_999, line=1),
        transfer(mirror, GOODWILL, BANK, 10_000, line=1),
        transfer(mirror, BANK, GOODWILL, 10_000, line=2),
    ):
        with pytest.raises(IntegrityError, match="exact mirror"):
            sql(ledger, (ENTRY, values), wrong)
    sql(ledger, (ENTRY, values), transfer(mirror, BANK, GOODWILL, 10_000, line=1))


def test_a_second_reversal_and_one_of_a_reversal_are_refused_by_the_database(ledger: Ledger) -> None:
    a_provider(ledger)
    entry = booked(ledger, goodwill())
    mirror = undone(ledger, entry.id)
    for target, sentence in ((entry.id, "undone only once"), (mirror.id, "a reversal is not reversed")):
        values = {"id": new_id(), "subject": "case-1", "undoes": target, "like": entry.id}
        with pytest.raises(IntegrityError, match=sentence):
            sql(ledger, (ENTRY, values))


def test_a_reversal_belongs_to_the_same_case(ledger: Ledger) -> None:
    a_provider(ledger)
    entry = booked(ledger, goodwill())
    values = {"id": new_id(), "subject": "case-2", "undoes": entry.id, "like": entry.id}
    with pytest.raises(IntegrityError, match="same case"):
        sql(ledger, (ENTRY, values))


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE transfer SET amount = amount + 1",
        "UPDATE journal_entry SET booked_on = '2020-01-01'",
        "UPDATE journal_entry SET narration = 'something else'",
        "UPDATE account SET client_facing = NOT client_facing",
        "UPDATE currency SET exponent = 3",
        "DELETE FROM transfer",
        "DELETE FROM journal_entry",
        "DELETE FROM account",
    ],
)
def test_the_journal_is_not_rewritten(ledger: Ledger, statement: str) -> None:
    a_provider(ledger)
    booked(ledger, goodwill())
    with ledger.database.write() as session, pytest.raises(DBAPIError, match=r"not changed|permission denied"):
        session.execute(text(statement))


@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=False)
@pytest.mark.parametrize("table", ["transfer", "journal_entry", "account", "currency"])
def test_replacing_does_not_walk_through_the_guards(ledger: Ledger, table: str) -> None:
    a_provider(ledger)
    booked(ledger, goodwill())
    with ledger.database.write() as session, pytest.raises(DBAPIError, match="not changed"):
        session.execute(text(f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}"))  # noqa: S608 our own tables


def test_the_words_of_an_entry_may_be_erased_and_nothing_else(ledger: Ledger) -> None:
    a_provider(ledger)
    booked(ledger, goodwill())
    with ledger.database.write() as session:
        session.execute(text("UPDATE journal_entry SET narration = '[erased]'"))
        assert session.execute(text("SELECT narration FROM journal_entry")).scalar_one() == "[erased]"


def test_fresh_books_hold_and_every_guard_is_in_place(ledger: Ledger) -> None:
    a_provider(ledger)
    entry = booked(ledger, goodwill())
    undone(ledger, entry.id)
    commit(ledger, 500)
    with ledger.database.read() as session:
        assert list(books_hold(session)) == []


def commit(ledger: Ledger, amount: int, of: str = "case-1") -> str:
    """Commit money for a case and return the entry's id."""

    def verb(session: Session, actor: Actor) -> str:
        entry_id = new_id()
        book(
            session, actor.user_id, subject=of, line_subject=None, kind="commit", narration="A budget", booked_on=DAY,
            transfers=committed(entry_id, Money(amount, "EUR")), entry_id=entry_id,
        )  # fmt: skip
        return entry_id

    return ledger.do(verb, SYSTEM)


def _takes_guards_off(place: Place, ledger: Ledger) -> None:
    engine = open_database(place.owner_url).engine
    with engine.execution_options(writes=True).begin() as connection:
        for table in ("journal_entry", "transfer"):
            for kind in ("rules", "update", "delete"):
                on = "" if ledger.database.is_sqlite else f" ON {table}"
                connection.execute(text(f"DROP TRIGGER books_{table}_{kind}{on}"))
    engine.dispose()


def _as_owner(place: Place, statement: str, **values: object) -> None:
    engine = open_database(place.owner_url).engine
    with engine.execution_options(writes=True).begin() as connection:
        connection.execute(text(statement), values)
    engine.dispose()


def test_what_got_in_round_the_guards_is_found(own_ledger: Ledger, own_place: Place) -> None:
    """Each edit of the owner, who can drop triggers, is told in a sentence of its own."""
    a_provider(own_ledger)
    gift = booked(own_ledger, goodwill(), TransferLine(client_credit("HFO"), BANK, 10_000, "EUR"))
    other = booked(own_ledger, TransferLine(GOODWILL, BANK, 500, "EUR"), line="line-2")
    mirror = undone(own_ledger, other.id)
    pot = commit(own_ledger, 300)
    _takes_guards_off(own_place, own_ledger)
    more = {"id": new_id(), "entry": gift.id, "line": 9, "currency": "EUR", "amount": 400}
    _as_owner(own_place, TRANSFER, **more, debit=client_credit("HFO"), credit=BANK)
    _as_owner(own_place, "UPDATE transfer SET amount = 501 WHERE entry_id = :id", id=mirror.id)
    _as_owner(own_place, "UPDATE transfer SET debit = credit, credit = debit WHERE entry_id = :id", id=pot)
    with own_ledger.database.read() as session:
        found = [finding.sentence for finding in books_hold(session)]
    assert f"By {client_credit('HFO')} in EUR a client owes something for our own mistake." in found
    assert "More was drawn than was committed." in found
    assert found.count("An entry is not the exact mirror of what it undoes.") == 2
    assert found.count("The books do not show what was recorded for this entry.") == 3
    assert "The trigger books_transfer_rules, which protects the books, is missing or switched off." in found


def test_a_guard_that_was_changed_is_told(own_ledger: Ledger, own_place: Place) -> None:
    a_provider(own_ledger)
    if own_ledger.database.is_sqlite:
        _as_owner(own_place, "DROP TRIGGER books_transfer_rules")
        _as_owner(own_place, "CREATE TRIGGER books_transfer_rules BEFORE INSERT ON transfer BEGIN SELECT 1; END")
    else:
        does = "RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$"
        _as_owner(own_place, f"CREATE OR REPLACE FUNCTION books_transfer_rules() {does}")
    with own_ledger.database.read() as session:
        assert [one.sentence for one in books_guarded(session)] == [
            "A trigger that protects the books is not the one that was set up."
        ]


@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=False)
@pytest.mark.parametrize(
    ("debit", "credit", "amount", "currency", "sentence"),
    [
        (GOODWILL, client_credit("HFO"), 1, "USD", "two accounts of its own currency"),
        ("Expenses:Recovery:Nowhere", client_credit("HFO"), 1, "EUR", "two accounts of its own currency"),
        (GOODWILL, "Assets:Clearing:Elsewhere", 1, "EUR", "two accounts of its own currency"),
        (GOODWILL, client_credit("HFO"), 1.5, "EUR", "whole number of minor units"),
    ],
)
def test_another_program_without_foreign_keys_is_refused_as_well(  # noqa: PLR0913, PLR0917 the columns of a row
    own_ledger: Ledger, debit: str, credit: str, amount: float, currency: str, sentence: str
) -> None:
    """SQLite's own shell looks at foreign keys only when asked to, and keeps fractions."""
    a_provider(own_ledger)
    entry = booked(own_ledger, goodwill())
    statement, values = transfer(entry.id, debit, credit, 1, currency)
    shell = sqlite3.connect(str(own_ledger.database.engine.url.database))
    try:
        with pytest.raises(sqlite3.IntegrityError, match=sentence):
            shell.execute(statement, values | {"amount": amount})
    finally:
        shell.close()

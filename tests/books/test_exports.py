"""Exports: other programs accept them and reckon the same balances, account by account; nothing in words breaks out."""

import csv
import io
import subprocess
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from shutil import which
from typing import Any
from zipfile import ZipFile

import pytest
from beancount import loader
from beancount.core.data import Transaction
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from ledger.books.beancount_file import beancount
from ledger.books.export_rows import Export, ExportEntry
from ledger.books.hledger_file import hledger
from ledger.books.journal_sheet import csv_lines, workbook
from ledger.books.posting import TransferLine, balances
from ledger.cli.main import main
from ledger.people.actor import SYSTEM
from ledger.recovery.exporting import export_of, own_codes
from ledger.recovery.operations.house_books import map_account
from ledger.work import Ledger
from tests.recovery.worked_example import worked_example

Sums = dict[tuple[str, str], Decimal]
ODD = 'He said "no"; \\ it | was\n#3, 50 % =A1+1 …\t{x} [y] @ ! * ; incident: X'
NONE = ("", "")
needs_hledger = pytest.mark.skipif(which("hledger") is None, reason="hledger is not installed: apt-get install hledger")


def by_beancount(path: Path) -> Sums:
    """Return what beancount itself adds up, after it found nothing wrong."""
    entries, errors, _ = loader.load_file(str(path))
    assert errors == []
    sums: Sums = {}
    for entry in entries:
        for posting in entry.postings if isinstance(entry, Transaction) else ():
            assert posting.units is not None
            assert posting.units.number is not None
            key = (posting.account, posting.units.currency)
            sums[key] = sums.get(key, Decimal(0)) + posting.units.number
    return {key: amount for key, amount in sums.items() if amount}


def by_hledger(path: Path) -> Sums:
    """Return what hledger itself adds up, after its strict checks."""
    checked = ["hledger", "-f", str(path), "check", "--strict", "ordereddates"]
    subprocess.run(checked, check=True, capture_output=True)  # noqa: S603 a program of the tests
    command = ["hledger", "-f", str(path), "balance", "--flat", "--no-total", "--layout=bare", "-O", "csv"]
    told = subprocess.run(command, check=True, capture_output=True, text=True).stdout  # noqa: S603 likewise
    rows = list(csv.reader(io.StringIO(told)))[1:]
    return {(row[0], row[1]): Decimal(row[2]) for row in rows if row[1] and Decimal(row[2])}


def ours(export: Export) -> Sums:
    found = {key: Decimal(export.decimal(minor, key[1])) for key, minor in export.closing.items()}
    return {key: amount for key, amount in found.items() if amount}


def written(tmp_path: Path, lines: Iterator[str], name: str) -> Path:
    path = tmp_path / name
    path.write_text("".join(lines), encoding="utf-8")
    return path


def made(words: str, *transfers: TransferLine) -> Export:
    """Return an export of one entry."""
    entry = ExportEntry(
        "0198-a", date(2026, 11, 20), date(2026, 11, 18), "labour", words, words, "INC-2026-0042", "HFO", "OPS", "",
        transfers,
    )  # fmt: skip
    digits = {"EUR": 2, "JPY": 0, "KWD": 3, "CLF": 4}
    return Export(words, date(2026, 11, 1), date(2026, 11, 30), digits, {}, [entry], balances(transfers))


@pytest.mark.parametrize(
    ("write", "read"),
    [(beancount, by_beancount), pytest.param(hledger, by_hledger, marks=needs_hledger)],
    ids=["beancount", "hledger"],
)
@pytest.mark.parametrize("whole", [True, False], ids=["everything", "the days after"])
def test_another_program_accepts_the_worked_example_and_reckons_the_same(
    ledger: Ledger,
    tmp_path: Path,
    write: Callable[[Export], Iterator[str]],
    read: Callable[[Path], Sums],
    whole: bool,  # noqa: FBT001 a case of the table
) -> None:
    """Also for a period that begins after everything happened: then the opening balances carry it."""
    worked_example(ledger)
    first, last = (None, None) if whole else (date(2099, 1, 1), date(2099, 1, 31))
    with ledger.database.read() as session:
        export = export_of(session, SYSTEM, first=first, last=last)
        path = written(tmp_path, write(export), "books.journal")
    assert read(path) == ours(export)
    assert len(ours(export)) > 10


@pytest.mark.parametrize(
    ("write", "read"),
    [(beancount, by_beancount), pytest.param(hledger, by_hledger, marks=needs_hledger)],
    ids=["beancount", "hledger"],
)
@pytest.mark.parametrize(
    ("currency", "minor", "text"),
    [("JPY", 1234, "1234"), ("KWD", 1, "0.001"), ("CLF", 10**15 - 1, "99999999999.9999"), ("EUR", 5, "0.05")],
)
def test_currencies_of_any_number_of_decimals_come_through(  # noqa: PLR0913, PLR0917 a row of the table
    tmp_path: Path, write: Any, read: Any, currency: str, minor: int, text: str
) -> None:
    line = TransferLine("Expenses:Recovery:Labour", "Expenses:Absorbed:Labour", minor, currency)
    sums = read(written(tmp_path, write(made("Work", line)), "books.journal"))
    assert sums[line.debit, currency] == Decimal(text) == -sums[line.credit, currency]


@pytest.mark.parametrize("words", [ODD, "", "\\", '"', "* * ;", "2026-01-01 open Assets:X", "a\u2028b\u202ec"])
def test_words_do_not_break_out_of_beancount(tmp_path: Path, words: str) -> None:
    line = TransferLine("Expenses:Recovery:Labour", "Expenses:Absorbed:Labour", 5, "EUR")
    path = written(tmp_path, beancount(made(words, line)), "books.beancount")
    assert len(by_beancount(path)) == 2
    entries, _, _ = loader.load_file(str(path))
    (found,) = [entry for entry in entries if isinstance(entry, Transaction)]
    assert found.tags == {"INC-2026-0042"}
    assert (found.narration or "").split() == "".join(sign if sign.isprintable() else " " for sign in words).split()


@needs_hledger
@pytest.mark.parametrize("words", [ODD, "", "\\", '"', "(x) y", "* ! = ~", "a\u2028b\u202ec"])
def test_words_do_not_break_out_of_hledger(tmp_path: Path, words: str) -> None:
    line = TransferLine("Expenses:Recovery:Labour", "Expenses:Absorbed:Labour", 5, "EUR")
    path = written(tmp_path, hledger(made(words, line)), "books.journal")
    assert len(by_hledger(path)) == 2
    command = ["hledger", "-f", str(path), "balance", "tag:incident=^INC-2026-0042$", "--no-total", "-O", "csv"]
    told = subprocess.run(command, check=True, capture_output=True, text=True).stdout  # noqa: S603 a program of the tests
    assert "Expenses:Recovery:Labour" in told


@given(st.text(max_size=60))
def test_no_narration_makes_a_second_line_of_beancount(words: str) -> None:
    line = TransferLine("Expenses:Recovery:Labour", "Expenses:Absorbed:Labour", 5, "EUR")
    plain, odd = "".join(beancount(made("x", line))), "".join(beancount(made(words, line)))
    assert odd.count("\n") in {plain.count("\n"), plain.count("\n") - 1}


def test_the_sheet_carries_our_own_account_numbers_and_never_a_formula(ledger: Ledger) -> None:
    case = worked_example(ledger)
    ledger.do(map_account, case.lead, account="Expenses:Recovery", own_account="6550", tax_code="V0")
    ledger.do(map_account, case.lead, account="Expenses:Recovery:Labour", own_account="6551")
    with ledger.database.read() as session:
        own = own_codes(session)
        rows = list(
            csv.DictReader(
                io.StringIO("".join(csv_lines(export_of(session, SYSTEM, first=None, last=None), own)).lstrip("\ufeff"))
            )
        )
    assert {row["Own account"] for row in rows if row["Account"] == "Expenses:Recovery:Labour"} == {"6551"}
    assert {(row["Own account"], row["Tax code"]) for row in rows if row["Account"] == "Expenses:Recovery:Parts"} == {
        ("6550", "V0")
    }
    debit = sum(Decimal(row["Debit"] or 0) for row in rows if row["Currency"] == "EUR")
    assert debit == sum(Decimal(row["Credit"] or 0) for row in rows if row["Currency"] == "EUR") > 0
    assert {row["Incident"] for row in rows} == {case.reference}
    (odd,) = {
        row["Narration"]
        for row in csv.DictReader(
            io.StringIO("".join(csv_lines(made("=1+1", *_five()), lambda _: NONE)).lstrip("\ufeff"))
        )
    }
    assert odd == "'=1+1"


def test_a_workbook_holds_text_as_text_and_amounts_as_numbers() -> None:
    with ZipFile(io.BytesIO(workbook(made("=1+1", *_five()), lambda _: ("0815", "")))) as parts:
        sheet = parts.read("xl/worksheets/sheet1.xml").decode()
        words = parts.read("xl/sharedStrings.xml").decode()
    assert "<f>" not in sheet
    assert "=1+1" in words
    assert "0815" in words
    assert "<v>0.05</v>" in sheet


def _five() -> tuple[TransferLine, ...]:
    return (TransferLine("Expenses:Recovery:Labour", "Expenses:Absorbed:Labour", 5, "EUR"),)


@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=False)
def test_the_command_writes_to_standard_output_and_to_a_file(
    own_ledger: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    worked_example(own_ledger)
    monkeypatch.setenv("AMENDS_HOME", str(tmp_path))
    monkeypatch.setenv("AMENDS_DATABASE_URL", own_ledger.settings.database_url)
    told = CliRunner().invoke(main, ["export", "beancount"])
    assert told.exit_code == 0, told.output
    assert 'option "tolerance_multiplier" "0"' in told.stdout
    path = tmp_path / "books.beancount"
    done = CliRunner().invoke(main, ["export", "beancount", "--from", "2020-01-01", "--to", "2099-01-01", str(path)])
    assert done.exit_code == 0, done.output
    assert by_beancount(path)
    wrong = CliRunner().invoke(main, ["export", "csv", "--from", "2026-02-01", "--to", "2026-01-01"])
    assert wrong.exit_code == 1
    assert "lies before" in wrong.output


@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=False)
def test_the_command_keeps_an_older_file_when_it_refuses_and_says_where_it_cannot_write(
    own_ledger: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    worked_example(own_ledger)
    monkeypatch.setenv("AMENDS_HOME", str(tmp_path))
    monkeypatch.setenv("AMENDS_DATABASE_URL", own_ledger.settings.database_url)
    older = tmp_path / "books.csv"
    older.write_text("last month's", encoding="utf-8")
    wrong = CliRunner().invoke(main, ["export", "csv", "--from", "2026-02-01", "--to", "2026-01-01", str(older)])
    assert wrong.exit_code == 1
    assert older.read_text(encoding="utf-8") == "last month's"
    nowhere = CliRunner().invoke(main, ["export", "csv", str(tmp_path / "not-there" / "books.csv")])
    assert nowhere.exit_code == 1
    assert "cannot be written: No such file or directory." in nowhere.output

"""`amends candour`: what it says of a text, and with which exit status."""

import json
from pathlib import Path

from click.testing import CliRunner, Result

from ledger.cli.main import main

EVADES = "We are sorry if this affected you.\n\nSome files were gone.\n"


def _run(*words: str, text: str | None = None) -> Result:
    return CliRunner().invoke(main, ["candour", *words], input=text)


def test_a_file_with_errors_ends_with_status_1_and_says_where(tmp_path: Path) -> None:
    file = tmp_path / "letter.md"
    file.write_text(EVADES, encoding="utf-8")
    told = _run(str(file))
    assert told.exit_code == 1
    assert f"{file}:1:8  error CON01" in told.output
    assert f"{file}:3:1  warning LEG14" in told.output
    assert "Better:" in told.output


def test_a_byte_order_mark_moves_no_place(tmp_path: Path) -> None:
    file = tmp_path / "notepad.txt"
    file.write_text(EVADES, encoding="utf-8-sig")
    assert f"{file}:1:8  error CON01" in _run(str(file)).output


def test_errors_only_leaves_warnings_out() -> None:
    told = _run("-", "--errors-only", text=EVADES)
    assert told.exit_code == 1
    assert "LEG14" not in told.output
    assert told.output.rstrip().endswith("1 error.")


def test_warnings_alone_end_with_status_0_and_a_clean_text_says_so() -> None:
    assert _run("-", text="Some files were gone.").exit_code == 0
    assert _run("-", text="We deleted 14 files.").output == "Nothing found.\n"


def test_json_holds_place_reason_and_better_words() -> None:
    told = json.loads(_run("-", "--json", text=EVADES).output)
    first = told["findings"][0]
    assert (first["rule"], first["severity"], first["line"], first["column"]) == ("CON01", "error", 1, 8)
    assert first["why"]
    assert first["instead"]
    assert told["counts"]["error"] == 1


def test_what_is_no_text_is_refused_in_one_sentence(tmp_path: Path) -> None:
    file = tmp_path / "letter.pdf"
    file.write_bytes(b"%PDF-\xff\xfe")
    told = _run(str(file))
    assert told.exit_code == 2
    assert "This is not text in UTF-8." in told.output

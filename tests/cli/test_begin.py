"""`amends init` and `amends user`, as a newcomer and as a script type them."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from ledger.cli.main import main


@pytest.fixture
def at_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty home for a ledger."""
    for name in ("AMENDS_DATABASE_URL", "AMENDS_MIGRATION_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AMENDS_HOME", str(tmp_path))
    monkeypatch.setenv("AMENDS_PUBLIC_URL", "https://amends.tidewater.example")
    return tmp_path


def typed(*words: str, given: str = "correct horse battery\n") -> Result:
    return CliRunner().invoke(main, list(words), input=given)


def begun() -> Result:
    return typed("init", "--email", "Ada@tidewater.example", "--name", "Ada Byron", "--password-stdin")


def test_a_script_begins_a_ledger_and_nothing_is_asked(at_home: Path) -> None:
    result = begun()
    assert result.exit_code == 0, result.output
    assert "Start it with: amends serve" in result.output
    assert (at_home / "ledger.sqlite").is_file()
    assert "ada@tidewater.example\tadmin\tAda Byron\topen" in typed("user", "list").output


def test_a_person_is_asked_for_what_is_missing(at_home: Path) -> None:
    assert at_home
    answers = "ada@tidewater.example\nAda Byron\ncorrect horse battery\ncorrect horse battery\n"
    result = typed("init", given=answers)
    assert result.exit_code == 0, result.output
    assert "correct horse" not in result.output


def test_beginning_twice_is_refused_in_one_sentence(at_home: Path) -> None:
    assert at_home
    assert typed("init", "--email", "Ada", "--name", "Ada Byron", "--password-stdin").exit_code == 1
    assert begun().exit_code == 0
    result = typed("init", "--email", "other@tidewater.example", "--name", "Other", "--password-stdin")
    assert result.exit_code == 1
    assert result.output.strip() == "Error: This ledger has begun already. Add people with: amends user add"
    assert "other@" not in typed("user", "list").output


@pytest.mark.usefixtures("at_home")
def test_what_is_no_mail_address_is_refused_and_no_account_made(at_home: Path) -> None:
    assert at_home
    result = typed("init", "--email", "Ada", "--name", "Ada Byron", "--password-stdin")
    assert result.exit_code == 1
    assert result.output.strip().splitlines()[-1] == "Error: Write a mail address such as name@firm.example."
    assert "Ada Byron" not in typed("user", "list").output


def test_a_home_that_cannot_be_written_to_is_told_in_one_sentence(
    at_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (at_home / "file").touch()
    monkeypatch.setenv("AMENDS_HOME", str(at_home / "file" / "home"))
    result = begun()
    assert result.exit_code == 1
    assert result.output.startswith("Error: AMENDS_HOME must be a folder that we may write to;")


def test_a_short_password_is_refused() -> None:
    result = typed("init", "--email", "a@b.example", "--name", "A", "--password-stdin", given="short\n")
    assert result.exit_code == 1
    assert "at least 12 characters" in result.output


@pytest.mark.usefixtures("at_home")
def test_people_are_added_and_invited() -> None:
    begun()
    added = typed(
        "user", "add", "--email", "i@tidewater.example", "--name", "Ines", "--role", "leadership",
        "--signs-up-to", "S1", "--password-stdin",
    )  # fmt: skip
    assert added.exit_code == 0, added.output
    assert "Ines signs in as i@tidewater.example (leadership)." in added.output
    invited = typed("user", "invite", "I@tidewater.example")
    assert "https://amends.tidewater.example/invitation/" in invited.output
    nobody = typed("user", "invite", "nobody@tidewater.example")
    assert (nobody.exit_code, "amends user list" in nobody.output) == (1, True)
    wrong = typed("user", "add-client", "--email", "n@hfo.example", "--name", "N", "--client", "HFO")
    assert (wrong.exit_code, "no active client" in wrong.output) == (1, True)


@pytest.mark.usefixtures("at_home")
def test_without_a_ledger_the_way_to_one_is_told() -> None:
    result = typed("user", "list")
    assert result.exit_code == 1
    assert "amends init begins one" in result.output


@pytest.mark.parametrize("words", [("--help",), ("init", "--help"), ("user", "--help"), ("user", "add", "--help")])
def test_every_command_explains_itself(words: tuple[str, ...]) -> None:
    result = typed(*words)
    assert result.exit_code == 0
    assert "Usage: " in result.output


def test_help_needs_no_ledger(at_home: Path) -> None:
    assert not list(at_home.iterdir())
    for words in (("import", "itsm"), ("import", "effort"), ("trends", "rebuild")):
        shown = typed(*words, "--help")
        assert (shown.exit_code, "Usage:" in shown.output) == (0, True), shown.output
    file = at_home / "incidents.json"
    file.write_text('{"incidents": []}', encoding="utf-8")
    refused = typed("import", "statuspage", str(file), "--client", "HFO")
    assert refused.exit_code == 1
    assert "There is no ledger of this version here" in refused.output

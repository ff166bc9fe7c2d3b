"""`amends import statuspage`: the plan, the questions, the progress, and what the shell is told."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from ledger.cli.main import main
from ledger.clients.models import Client
from ledger.work import Ledger
from tests.factories import a_client, a_provider, an_actor
from tests.support.notices import a_notice, an_update, counts, file_of


class Shell:
    """The command, over a ledger of this test's own."""

    def __init__(self, ledger: Ledger, folder: Path) -> None:
        self.ledger = ledger
        self._folder = folder
        settings = ledger.settings
        self._environment = {
            "AMENDS_HOME": str(settings.home),
            "AMENDS_DATABASE_URL": settings.database_url,
            "AMENDS_SECRET_KEY": settings.secret_key,
            "COLUMNS": "160",
        }

    def __call__(self, content: bytes, *more: str, answers: str = "") -> Result:
        file = self._folder / "incidents.json"
        file.write_bytes(content)
        command = ["import", "statuspage", str(file), *more]
        return CliRunner().invoke(main, command, input=answers, env=self._environment)


@pytest.fixture
def shell(own_ledger: Ledger, tmp_path: Path) -> Shell:
    """A shell whose ledger has a provider and a leader, and no client yet."""
    a_provider(own_ledger)
    an_actor(own_ledger, "leadership")
    return Shell(own_ledger, tmp_path)


def test_a_dry_run_shows_the_plan_and_changes_nothing(shell: Shell) -> None:
    before = counts(shell.ledger)
    result = shell(file_of(*(a_notice(f"i{n}") for n in range(30))), "--client", "HFO", "--dry-run")
    assert result.exit_code == 0, result.output
    assert "Mail is slow" in result.output
    assert "and 10 more" in result.output
    assert "30 new, 0 changed, 0 left out, 0 nothing new; 30 entries." in result.output
    assert counts(shell.ledger) == before


def test_an_import_shows_its_progress_and_takes_the_client_on(shell: Shell) -> None:
    result = shell(file_of(a_notice(), a_notice("i2", (an_update("u2"),))), "--client", "HFO", "--yes")
    assert result.exit_code == 0, result.output
    assert "2/2" in result.output
    assert "Done: 2 new, 0 changed, 0 left out, 2 entries." in result.output
    with shell.ledger.database.read() as session:
        assert session.query(Client.code, Client.name).all() == [("HFO", "Tidewater Status")]
    again = shell(file_of(a_notice()), "--client", "HFO", "--yes")
    assert again.exit_code == 0
    assert "Nothing was changed." in again.output


def test_a_question_answered_with_no_changes_nothing(shell: Shell) -> None:
    before = counts(shell.ledger)
    result = shell(file_of(a_notice()), "--client", "HFO", answers="n\n")
    assert result.exit_code == 1
    assert "There is no client HFO. Take on Tidewater Status under this code?" in result.output
    assert counts(shell.ledger) == before


def test_questions_are_asked_in_turn(shell: Shell) -> None:
    a_client(shell.ledger)
    result = shell(file_of(a_notice()), "--client", "HFO", answers="y\n")
    assert result.exit_code == 0
    assert "Import this for Harbour Foods?" in result.output


@pytest.mark.parametrize(
    ("content", "code", "says"),
    [
        (b"<html>", "HFO", "web page"),
        (b"", "HFO", "empty"),
        (b"[" * 1000, "HFO", "nested"),
        (file_of(a_notice()), "x", "A code has 2 to 8 capital letters"),
    ],
)
def test_what_cannot_be_imported_is_refused_in_a_sentence(shell: Shell, content: bytes, code: str, says: str) -> None:
    before = counts(shell.ledger)
    result = shell(content, "--client", code, "--yes")
    assert result.exit_code == 1
    assert says in result.output
    assert "Traceback" not in result.output
    assert counts(shell.ledger) == before


def test_a_title_with_marks_of_the_terminal_is_shown_as_it_is(shell: Shell) -> None:
    result = shell(file_of(a_notice(name="[bold]Mail[/bold] \x1b[31m")), "--client", "HFO", "--dry-run")
    assert "[bold]Mail[/bold]" in result.output
    assert "\x1b" not in result.output


def test_wrong_use_is_told_apart_from_a_refusal(shell: Shell) -> None:
    assert shell(b"{}").exit_code == 2
    assert CliRunner().invoke(main, ["import", "statuspage", "nowhere.json", "--client", "HFO"]).exit_code != 0

"""`amends import statuspage` and `itsm`: the plan, the questions, the progress, and what the shell is told."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from ledger.cli.main import main
from ledger.clients.models import Client
from ledger.incidents.models import Incident
from ledger.notary.verifying import verify
from ledger.people.actor import SYSTEM
from ledger.work import Ledger
from tests.factories import a_client, a_provider, an_actor
from tests.support.notices import a_notice, an_update, counts, file_of


class Shell:
    """The command, over a ledger of this test's own."""

    def __init__(self, ledger: Ledger, folder: Path, kind: str = "statuspage") -> None:
        self.ledger = ledger
        self._folder = folder
        self._kind = kind
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
        command = ["import", self._kind, str(file), *more]
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


LOG = (
    "number,incident_state,opened_at,sys_updated_at,resolved_at,contact_type,subject,priority\n"
    "T-1,New,3/7/2026 09:05,3/7/2026 09:06,?,Phone,Mail is slow,2 - High\n"
    "T-1,Closed,3/7/2026 09:05,9/7/2026 10:00,4/7/2026 08:00,Phone,Mail is slow,2 - High\n"
    "T-2,Active,31/2/2026 09:05,3/7/2026 09:06,?,Phone,Tills,1 - Critical\n"
)


def test_an_event_log_comes_in_once_and_says_what_it_leaves_out(own_ledger: Ledger, tmp_path: Path) -> None:
    a_provider(own_ledger)
    a_client(own_ledger)
    an_actor(own_ledger, "leadership")
    shell = Shell(own_ledger, tmp_path, "itsm")
    first = shell(LOG.encode(), "--client", "HFO", "--column", "title=subject", "--yes")
    assert first.exit_code == 0, first.output
    assert "Line 4: “31/2/2026 09:05” is not a time" in " ".join(first.output.split())
    assert "Done: 1 new, 0 changed, 1 left out, 2 entries." in first.output
    again = shell(LOG.encode(), "--client", "HFO", "--column", "title=subject", "--yes")
    assert "Nothing was changed." in again.output
    with own_ledger.database.read() as session:
        (row,) = session.query(Incident).all()
    assert (row.external_provider, row.title, row.severity, row.found_by) == ("itsm", "Mail is slow", "S2", "client")
    assert verify(own_ledger, SYSTEM).findings == ()


@pytest.mark.parametrize(
    ("more", "why"),
    [
        (["--zone", "Mars/Olympus"], "Mars/Olympus is no zone"),
        (["--column", "owner=subject"], "There is no field owner"),
        (["--column", "title=Subject"], "The file has no column Subject"),
    ],
)
def test_an_event_log_that_cannot_be_read_as_asked_is_refused(
    own_ledger: Ledger, tmp_path: Path, more: list[str], why: str
) -> None:
    a_provider(own_ledger)
    a_client(own_ledger)
    result = Shell(own_ledger, tmp_path, "itsm")(LOG.encode(), "--client", "HFO", *more)
    assert result.exit_code == 1
    assert why in result.output

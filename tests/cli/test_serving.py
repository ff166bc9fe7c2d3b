"""`amends serve`, `amends worker` and `amends letter export`, as an operator types them."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest
from click.testing import CliRunner

from ledger.cli.main import main
from ledger.cli.serving import own_address
from ledger.work import Ledger
from tests.letters.steps import a_case, an_issued_letter, letter


@pytest.fixture
def environment(own_ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """What the command finds in its environment."""
    if not own_ledger.database.is_sqlite:
        pytest.skip("one database is enough for the command line")
    found = {"AMENDS_HOME": str(own_ledger.settings.home), "AMENDS_DATABASE_URL": own_ledger.settings.database_url}
    for name, value in found.items():
        monkeypatch.setenv(name, value)
    return found


def a_free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/login", timeout=5) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


def test_a_ledger_of_another_schema_is_not_served(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AMENDS_HOME", str(tmp_path))
    for command in (["serve"], ["worker"], ["letter", "export", "--all", "--to", str(tmp_path)]):
        told = CliRunner().invoke(main, command)
        assert told.exit_code == 1
        assert "amends db upgrade" in told.output
    assert list(tmp_path.glob("*.sqlite")) == []


@pytest.mark.usefixtures("environment")
def test_a_taken_port_is_told_in_one_sentence() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        told = CliRunner().invoke(main, ["serve", "--port", str(taken.getsockname()[1])])
    assert told.exit_code == 1
    assert "choose another with --port" in told.output


@pytest.mark.slow
@pytest.mark.parametrize(
    ("host", "address"),
    [
        ("127.0.0.1", "http://127.0.0.1:8141"),
        ("0.0.0.0", "http://127.0.0.1:8141"),  # noqa: S104 a name to recognise
        ("::1", "http://[::1]:8141"),
        ("ledger.example", "http://ledger.example:8141"),
    ],
)
def test_what_is_served_names_an_address_that_answers(host: str, address: str) -> None:
    assert own_address(host, 8141) == address


def test_both_processes_serve_and_end_together(environment: dict[str, str]) -> None:
    port = a_free_port()
    command = [sys.executable, "-m", "ledger.cli.main", "serve", "--port", str(port), "--workers", "1"]
    server = subprocess.Popen(  # noqa: S603 our own command
        command, env=os.environ | environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    until = time.monotonic() + 60
    while not answers(port) and time.monotonic() < until:
        time.sleep(0.3)
    assert answers(port)
    server.send_signal(signal.SIGTERM)
    said, _ = server.communicate(timeout=60)
    assert server.returncode == 0
    assert f"http://127.0.0.1:{port}" in said
    assert "Traceback" not in said
    assert not answers(port)


@pytest.mark.usefixtures("environment")
def test_letters_are_exported_under_their_references_and_checked(own_ledger: Ledger, tmp_path: Path) -> None:
    case = a_case(own_ledger)
    letter_id = an_issued_letter(own_ledger, case, kind="final")
    told = CliRunner().invoke(main, ["letter", "export", case.client_reference, "--to", str(tmp_path / "out")])
    assert told.exit_code == 0
    assert (tmp_path / "out" / f"{case.client_reference}-final-1.pdf").read_bytes().startswith(b"%PDF-")
    assert CliRunner().invoke(main, ["letter", "export", "--all", "--to", str(tmp_path / "all")]).exit_code == 0
    unknown = CliRunner().invoke(main, ["letter", "export", "HFO-1999-01", "--to", str(tmp_path / "none")])
    assert unknown.exit_code == 1
    assert not (tmp_path / "none").exists()
    digest = letter(own_ledger, letter_id).pdf_sha256 or ""
    (own_ledger.files.folder / digest[:2] / digest).write_bytes(b"%PDF-altered")
    altered = CliRunner().invoke(main, ["letter", "export", "--all", "--to", str(tmp_path / "all")])
    assert altered.exit_code == 1
    assert "not what was recorded" in altered.output

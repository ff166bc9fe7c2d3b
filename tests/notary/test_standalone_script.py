"""The client's script by itself: run as a program, on its own, by somebody who has only files."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from ledger.notary.receipts import receipt
from ledger.notary.signing import checkpoint
from ledger.people.actor import SYSTEM
from ledger.record.checkpoint import told_by
from ledger.record.models import PROVIDER_LOG
from ledger.record.operations import note
from ledger.record.signed_note import VerifierKey
from ledger.work import Ledger
from tests.notary.client_script import SCRIPT, checked, lived_in, log_of, script
from tests.notary.test_signing import keys_of

__all__ = ["lived_in"]
OTHER_KEY = VerifierKey("other.example/amends", bytes(31) + b"\x01")


def test_a_thousand_entries_are_accepted(lived_in: Ledger, capsys: pytest.CaptureFixture[str]) -> None:
    log_id = lived_in.ask(log_of, SYSTEM)
    with lived_in.unit() as session:
        for number in range(1000):
            note(session, "test.noted", actor="x", subjects={log_id: "x"}, data={"n": number}, sealed={"t": "words"})
    text = receipt(lived_in, SYSTEM, "HFO")[1]
    checked(lived_in, text)
    told = capsys.readouterr().out
    assert told.count("t: words") == 1000
    assert "complete log, all 1" in told


def test_the_script_runs_alone_and_says_what_it_refuses(lived_in: Ledger, tmp_path: Path) -> None:
    file = tmp_path / "receipt.json"
    file.write_text(receipt(lived_in, SYSTEM, "HFO")[1], encoding="utf-8")
    command = [sys.executable, "-I", "-S", str(SCRIPT), str(file), "--key", str(keys_of(lived_in)[0])]
    good = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 our own script
    assert (good.returncode, good.stderr) == (0, "")
    assert "It holds." in good.stdout
    file.write_text(file.read_text(encoding="utf-8").replace("impact.opened", "impact.closed"), encoding="utf-8")
    bad = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 our own script
    assert bad.returncode == 1
    assert bad.stderr.startswith("REFUSED: entry")


def _said(file: Path, *options: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-I", "-S", str(SCRIPT), str(file), *options]
    return subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 our own script


def test_an_older_receipt_serves_as_the_checkpoint_that_was_kept(lived_in: Ledger, tmp_path: Path) -> None:
    old, new = tmp_path / "old.json", tmp_path / "new.json"
    old.write_text(receipt(lived_in, SYSTEM, "HFO")[1], encoding="utf-8")
    point = told_by(json.loads(old.read_text(encoding="utf-8"))["checkpoint"])
    with lived_in.unit() as session:
        note(session, "test.noted", actor="x", subjects={lived_in.ask(log_of, SYSTEM): "x"})
    new.write_text(receipt(lived_in, SYSTEM, "HFO")[1], encoding="utf-8")
    good = _said(new, "--key", str(keys_of(lived_in)[0]), "--since", str(old))
    assert (good.returncode, good.stderr) == (0, "")
    assert f"It continues your checkpoint of {point.size} entries" in good.stdout
    assert f"It continues what stood at {point.size} entries, root {point.root.hex()}." in good.stdout


def test_the_script_says_which_file_or_key_it_cannot_read(lived_in: Ledger, tmp_path: Path) -> None:
    file = tmp_path / "receipt.json"
    file.write_text(receipt(lived_in, SYSTEM, "HFO")[1], encoding="utf-8")
    key = str(keys_of(lived_in)[0])
    assert _said(file, "--key", "junk").stderr == (
        "REFUSED: junk is neither a key, NAME+ID+KEY, nor a file of such lines.\n"
    )
    missing = tmp_path / "none.pdf"
    told = _said(file, "--key", key, "--file", str(missing)).stderr
    assert told == f"REFUSED: {missing} cannot be read (No such file or directory).\n"


def test_keys_are_taken_from_a_file_as_the_ledger_hands_it_out_and_from_its_text(
    lived_in: Ledger, tmp_path: Path
) -> None:
    file, keys = tmp_path / "receipt.json", tmp_path / "amends-keys.txt"
    file.write_text(receipt(lived_in, SYSTEM, "HFO")[1], encoding="utf-8")
    keys.write_text(f"# since 2026-11-20\n{keys_of(lived_in)[0]}\n# since 2026-11-21\n{OTHER_KEY}\n", encoding="utf-8")
    assert _said(file, "--key", str(keys)).returncode == 0
    assert _said(file, "--key", keys.read_text(encoding="utf-8")).returncode == 0
    told = _said(file, "--key", str(file)).stderr
    assert told == f"REFUSED: {file} is neither a key, NAME+ID+KEY, nor a file of such lines.\n"
    keys.write_text("# none yet\n", encoding="utf-8")
    assert "is neither a key" in _said(file, "--key", str(keys)).stderr


def test_what_was_kept_of_another_log_or_is_none_is_named(lived_in: Ledger, tmp_path: Path) -> None:
    file, other = tmp_path / "receipt.json", tmp_path / "other.txt"
    file.write_text(receipt(lived_in, SYSTEM, "HFO")[1], encoding="utf-8")
    key = str(keys_of(lived_in)[0])
    other.write_text(checkpoint(lived_in, PROVIDER_LOG), encoding="utf-8")
    told = _said(file, "--key", key, "--since", str(other)).stderr
    assert told.startswith("REFUSED: your old checkpoint is of another log: tidewater.example/")
    other.write_text("HFO", encoding="utf-8")
    told = _said(file, "--key", key, "--since", str(other)).stderr
    assert told == f"REFUSED: {other} is neither a checkpoint nor a receipt.\n"
    other.write_text("{", encoding="utf-8")
    assert f"REFUSED: {other} has not the form" in _said(file, "--key", key, "--since", str(other)).stderr


@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=False)
def test_without_a_proof_for_what_was_kept_nothing_is_said_about_it(lived_in: Ledger) -> None:
    told = json.loads(receipt(lived_in, SYSTEM, "HFO")[1])
    kept = told["older"].pop()["checkpoint"]
    text = json.dumps(told, sort_keys=True, indent=1) + "\n"
    with pytest.raises(script.Refused, match="does not prove that it continues your old checkpoint"):
        checked(lived_in, text, since=kept)

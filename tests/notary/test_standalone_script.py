"""The client's script by itself: run as a program, on its own, by somebody who has only files."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from ledger.notary.receipts import receipt
from ledger.people.actor import SYSTEM
from ledger.record.checkpoint import told_by
from ledger.record.operations import note
from ledger.work import Ledger
from tests.notary.client_script import SCRIPT, checked, lived_in, log_of
from tests.notary.test_signing import keys_of

__all__ = ["lived_in"]


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
    assert _said(file, "--key", "junk").stderr == "REFUSED: the key given has not the form of one: NAME+ID+KEY.\n"
    missing = tmp_path / "none.pdf"
    told = _said(file, "--key", key, "--file", str(missing)).stderr
    assert told == f"REFUSED: {missing} cannot be read (No such file or directory).\n"

"""Receipts: what the client's script accepts, what it prints, and that no small change of one is accepted."""

import importlib.util
import json
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import update

from ledger.clients.logs import log_named
from ledger.incidents.operations.timeline import add_entry
from ledger.kernel.errors import Conflict, NotFound
from ledger.notary.receipts import receipt
from ledger.notary.signing import checkpoint, retire, rotate_key
from ledger.people.actor import SYSTEM
from ledger.people.queries import actor_of
from ledger.record.checkpoint import told_by
from ledger.record.checkpoints import continue_log, to_sign
from ledger.record.models import LogDisclosure
from ledger.record.operations import note
from ledger.record.signed_note import read_note
from ledger.record.signing_keys import known_keys
from ledger.work import Ledger
from tests.factories import a_client, a_provider, a_user, an_actor, an_incident
from tests.notary.test_signing import keys_of

SCRIPT = Path(__file__).resolve().parents[2] / "ledger" / "web" / "static" / "verify_receipt.py"


def _script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("verify_receipt", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


script: Any = _script()
REFUSALS = (script.Refused, ValueError, KeyError, TypeError, AttributeError, IndexError)


def checked(ledger: Ledger, text: str, **more: Any) -> None:
    """Let the client's script check a receipt with the ledger's keys."""
    script.check(text, [script.read_key(str(key)) for key in keys_of(ledger)], **more)


@pytest.fixture
def lived_in(ledger: Ledger) -> Ledger:
    """A ledger with a client, an incident, entries, and an older checkpoint."""
    a_provider(ledger)
    client = a_client(ledger)
    actor = an_actor(ledger)
    filed = an_incident(ledger, actor)
    an_incident(ledger, actor, title="Files were gone")
    checkpoint(ledger, client.log_id)
    for text in ("Mail queue grew.", "Disk was full, \u202eesrever\u202c and \x1b[31mred."):
        ledger.do(
            add_entry, actor, incident_id=filed.id, kind="observation", text=text, visibility="all_clients"
        )  # fmt: skip
    return ledger


def test_a_whole_log_is_accepted_and_said_to_be_complete(lived_in: Ledger, capsys: pytest.CaptureFixture[str]) -> None:
    name, text = receipt(lived_in, SYSTEM, "HFO")
    checked(lived_in, text)
    told = capsys.readouterr().out
    assert name == "HFO-receipt.json"
    assert "complete log, all" in told
    assert "Mail queue grew." in told


def test_an_incident_is_some_of_the_entries(lived_in: Ledger, capsys: pytest.CaptureFixture[str]) -> None:
    reference = json.loads(json.loads(receipt(lived_in, SYSTEM, "HFO")[1])["entries"][-1]["body"])["subject"]
    checked(lived_in, receipt(lived_in, SYSTEM, reference)[1])
    told = capsys.readouterr().out
    assert "complete" not in told
    assert " of " in told
    assert "Files were gone" not in told


def test_controls_and_direction_marks_are_printed_as_numbers(
    lived_in: Ledger, capsys: pytest.CaptureFixture[str]
) -> None:
    checked(lived_in, receipt(lived_in, SYSTEM, "HFO")[1])
    told = capsys.readouterr().out
    assert "\\u202eesrever\\u202c" in told
    assert not {"\u202e", "\x1b"} & set(told)


def test_an_old_checkpoint_is_continued_and_a_foreign_one_is_not(
    lived_in: Ledger, capsys: pytest.CaptureFixture[str]
) -> None:
    first = json.loads(receipt(lived_in, SYSTEM, "HFO")[1])["older"][0]["checkpoint"]
    text = receipt(lived_in, SYSTEM, "HFO", since=first)[1]
    checked(lived_in, text, since=first)
    assert "It continues your checkpoint of" in capsys.readouterr().out
    with pytest.raises(script.Refused, match="signature is wrong"):
        checked(lived_in, text, since=first.replace("\n1", "\n2", 1).replace("\n3", "\n4", 1))
    with pytest.raises(Conflict, match="not signed by a key"):
        receipt(lived_in, SYSTEM, "HFO", since="nonsense")
    without = json.loads(text) | {"older": []}
    with pytest.raises(script.Refused, match="does not prove"):
        checked(lived_in, json.dumps(without, sort_keys=True, indent=1) + "\n", since=first)


def test_a_file_is_known_by_its_hash_or_refused(lived_in: Ledger) -> None:
    with pytest.raises(script.Refused, match="no entry names this file"):
        checked(lived_in, receipt(lived_in, SYSTEM, "HFO")[1], file=b"%PDF-another")


def test_words_that_are_kept_back_are_said_to_be(lived_in: Ledger, capsys: pytest.CaptureFixture[str]) -> None:
    text = receipt(lived_in, SYSTEM, "HFO")[1]
    shorter = json.loads(text)
    shorter["entries"][-1]["disclosures"] = []
    checked(lived_in, json.dumps(shorter, sort_keys=True, indent=1) + "\n")
    assert "1 field withheld" in capsys.readouterr().out


def test_words_that_were_erased_are_told_from_withheld_ones(
    lived_in: Ledger, capsys: pytest.CaptureFixture[str]
) -> None:
    body = json.loads(json.loads(receipt(lived_in, SYSTEM, "HFO")[1])["entries"][-1]["body"])
    log_id = lived_in.ask(_log_of, SYSTEM)
    with lived_in.unit() as session:
        note(
            session, "privacy.erased", actor="system", subjects={log_id: "x"}, data={"digests": body["_sd"]}
        )  # fmt: skip
        session.execute(update(LogDisclosure).where(LogDisclosure.digest.in_(body["_sd"])).values(text=None))
    checked(lived_in, receipt(lived_in, SYSTEM, body["subject"])[1])
    told = capsys.readouterr().out
    assert "1 field erased" in told
    assert "withheld" not in told


def _log_of(session: Any, actor: Any) -> str:
    return log_named(session, actor, "HFO")


def test_the_key_comes_from_outside(lived_in: Ledger) -> None:
    text = receipt(lived_in, SYSTEM, "HFO")[1]
    other = Ed25519PrivateKey.generate().public_key().public_bytes_raw()
    key = keys_of(lived_in)[0]
    with pytest.raises(script.Refused, match="no key you gave"):
        script.check(text, [(key.name, b"abcd", other)])
    with pytest.raises(script.Refused, match="signature is wrong"):
        script.check(text, [(key.name, key.id, other)])


def test_while_two_keys_sign_either_is_enough(lived_in: Ledger) -> None:
    receipt(lived_in, SYSTEM, "HFO")
    rotate_key(lived_in, SYSTEM)
    with lived_in.database.read() as session:
        lines = [str(one.key) for one in known_keys(session)]
    text = json.loads(receipt(lived_in, SYSTEM, "HFO")[1]) | {"older": []}
    for line in lines:
        script.check(json.dumps(text, sort_keys=True, indent=1) + "\n", [script.read_key(line)])


def test_who_kept_what_a_retired_key_signed_gets_all_of_it_up_to_its_successor(lived_in: Ledger) -> None:
    log_id = lived_in.ask(log_named, SYSTEM, "HFO")
    kept = checkpoint(lived_in, log_id)
    (old,) = keys_of(lived_in)
    new = rotate_key(lived_in, SYSTEM)
    with lived_in.unit() as session:
        note(session, "test.noted", actor="system", subjects={log_id: "x"})
    retire(lived_in, SYSTEM, old.id.hex())
    with lived_in.unit() as session:
        note(session, "test.noted", actor="system", subjects={log_id: "x"})
    both = [script.read_key(str(key)) for key in (old, new)]
    plain = receipt(lived_in, SYSTEM, "HFO")[1]
    script.check(plain, both[1:])
    text = receipt(lived_in, SYSTEM, "HFO", since=kept)[1]
    script.check(text, both, since=kept)
    signers = [{one.key_id for one in read_note(told["checkpoint"]).signatures} for told in json.loads(text)["older"]]
    assert {old.id} in signers
    assert {old.id, new.id} in signers
    assert {new.id} == {one.key_id for one in read_note(json.loads(text)["checkpoint"]).signatures}


def test_a_receipt_that_would_not_hold_is_not_made(lived_in: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ledger.record.receipts.inclusion_proof", lambda *_: (b"x" * 32,) * 2)
    with pytest.raises(Conflict, match="No receipt was made, for it would not hold"):
        receipt(lived_in, SYSTEM, "HFO")


def _mutations(text: str) -> list[str]:
    """Every value changed a little, every part removed, doubled or moved, and single characters of the file itself."""
    changed: list[str] = []

    def say(value: Any) -> None:
        changed.append(json.dumps(value, sort_keys=True, indent=1) + "\n")

    def walk(part: Any, put: Any) -> None:
        if isinstance(part, str):
            step = max(1, len(part) // 12)
            for at in range(0, len(part), step):
                put(part[:at] + ("a" if part[at] != "a" else "b") + part[at + 1 :])
                put(part[:at] + part[at + 1 :])
        elif isinstance(part, list):
            for index, item in enumerate(part):
                walk(item, lambda new, at=index: put([*part[:at], new, *part[at + 1 :]]))
                put([*part[: index + 1], item, *part[index + 1 :]])
            if len(part) > 1 and part != part[::-1]:
                put(part[::-1])
        else:
            for name, item in part.items():
                walk(item, lambda new, at=name: put(part | {at: new}))
                put({key: value for key, value in part.items() if key != name})
                put(part | {name: None})
            put(part | {"more": 1})

    walk(json.loads(text), say)
    step = max(1, len(text) // 200)
    changed += [text[:at] + " " + text[at:] for at in range(0, len(text), step)]
    changed += [text[:at] + text[at + 1 :] for at in range(0, len(text), step)]
    return changed


@pytest.mark.parametrize("of_incident", [False, True], ids=["whole", "incident"])
def test_no_small_change_of_a_receipt_is_accepted(lived_in: Ledger, *, of_incident: bool) -> None:
    text = receipt(lived_in, SYSTEM, "HFO")[1]
    if of_incident:
        text = receipt(lived_in, SYSTEM, json.loads(json.loads(text)["entries"][-1]["body"])["subject"])[1]
    checked(lived_in, text)
    accepted = []
    mutations = _mutations(text)
    for changed in mutations:
        try:
            checked(lived_in, changed)
        except REFUSALS:
            continue
        accepted.append(changed)
    assert len(mutations) > 400
    assert accepted == []


def test_a_thousand_entries_are_accepted(lived_in: Ledger, capsys: pytest.CaptureFixture[str]) -> None:
    log_id = lived_in.ask(_log_of, SYSTEM)
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
        note(session, "test.noted", actor="x", subjects={lived_in.ask(_log_of, SYSTEM): "x"})
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


def _continued(ledger: Ledger) -> tuple[str, str]:
    """Let the client's log go on under another name; return the checkpoint before, and the receipt after."""
    log_id = ledger.ask(_log_of, SYSTEM)
    before = checkpoint(ledger, log_id)
    with ledger.unit() as session:
        continue_log(session, "system", log_id, None)
        note(session, "test.noted", actor="x", subjects={log_id: "x"})
    return before, receipt(ledger, SYSTEM, "HFO")[1]


def _without(text: str, kind: str) -> str:
    told = json.loads(text)
    told["entries"] = [entry for entry in told["entries"] if json.loads(entry["body"])["type"] != kind]
    return json.dumps(told, sort_keys=True, indent=1) + "\n"


def test_a_log_that_went_on_under_another_name_is_whole_and_continues_what_was_kept(
    lived_in: Ledger, capsys: pytest.CaptureFixture[str]
) -> None:
    before, text = _continued(lived_in)
    assert len({json.loads(entry["body"])["log"] for entry in json.loads(text)["entries"]}) == 2
    checked(lived_in, text, since=before)
    told = capsys.readouterr().out
    assert "complete log, all" in told
    assert "log.continues" in told
    assert "It continues your checkpoint of" in told
    reference = json.loads(json.loads(text)["entries"][1]["body"])["subject"]
    checked(lived_in, receipt(lived_in, SYSTEM, reference)[1], since=before)


def test_a_checkpoint_kept_before_a_log_went_on_still_gets_its_proof(
    lived_in: Ledger, capsys: pytest.CaptureFixture[str]
) -> None:
    with lived_in.database.read() as session:
        lived_in_size = to_sign(session, lived_in.ask(_log_of, SYSTEM)).size
    before, _ = _continued(lived_in)
    checked(lived_in, receipt(lived_in, SYSTEM, "HFO", since=before)[1], since=before)
    assert f"It continues your checkpoint of {lived_in_size} entries" in capsys.readouterr().out


def test_a_checkpoint_of_another_log_is_named_as_that(lived_in: Ledger) -> None:
    other = a_client(lived_in, "ORC", "Orchard Clinic")
    theirs = checkpoint(lived_in, other.log_id)
    with pytest.raises(Conflict, match="is of another log") as caught:
        receipt(lived_in, SYSTEM, "HFO", since=theirs)
    assert "amends continue" not in caught.value.sentence


def test_a_continuation_that_does_not_match_is_refused(lived_in: Ledger) -> None:
    other = a_client(lived_in, "ORC", "Orchard Clinic")
    an_incident(lived_in, an_actor(lived_in, email="mira@tidewater.example"), ("ORC",))
    theirs = checkpoint(lived_in, other.log_id)
    _, text = _continued(lived_in)
    with pytest.raises(script.Refused, match="an entry is of another log"):
        checked(lived_in, _without(text, "log.continues"))
    with pytest.raises(script.Refused, match="does not prove that it continues your old checkpoint"):
        checked(lived_in, text, since=theirs)
    told = json.loads(text)
    told["older"].append({"checkpoint": theirs, "proof": told["older"][-1]["proof"]})
    with pytest.raises(script.Refused, match="an older checkpoint is of another log"):
        checked(lived_in, json.dumps(told, sort_keys=True, indent=1) + "\n")


def test_a_client_gets_receipts_of_its_own_and_of_nobody_else(lived_in: Ledger) -> None:
    other = a_client(lived_in, "ORC", "Orchard Clinic")
    theirs = actor_of(a_user(lived_in, "client", client_id=other.id), "UTC")
    assert receipt(lived_in, theirs, "ORC")[0] == "ORC-receipt.json"
    for name in ("HFO", "none", "_provider"):
        with pytest.raises(NotFound):
            receipt(lived_in, theirs, name)

"""Receipts: what the client's script accepts, what it prints, and that no small change of one is accepted."""

import json
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import update

from ledger.clients.logs import log_named
from ledger.kernel.errors import Conflict
from ledger.notary.receipts import receipt
from ledger.notary.signing import checkpoint, retire, rotate_key
from ledger.people.actor import SYSTEM
from ledger.record.models import LogDisclosure
from ledger.record.operations import note
from ledger.record.signed_note import read_note
from ledger.record.signing_keys import known_keys
from ledger.work import Ledger
from tests.notary.client_script import REFUSALS, checked, lived_in, log_of, script
from tests.notary.test_signing import keys_of

__all__ = ["lived_in"]


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
    log_id = lived_in.ask(log_of, SYSTEM)
    with lived_in.unit() as session:
        note(
            session, "privacy.erased", actor="system", subjects={log_id: "x"}, data={"digests": body["_sd"]}
        )  # fmt: skip
        session.execute(update(LogDisclosure).where(LogDisclosure.digest.in_(body["_sd"])).values(text=None))
    checked(lived_in, receipt(lived_in, SYSTEM, body["subject"])[1])
    told = capsys.readouterr().out
    assert "1 field erased" in told
    assert "withheld" not in told


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

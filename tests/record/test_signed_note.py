"""Signed notes and checkpoints, byte for byte as published ones, with all their refusals."""

import base64
import json
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from ledger.record.checkpoint import Checkpoint, open_checkpoint, read_checkpoint, told_by
from ledger.record.merkle import leaf_hash, node_hash
from ledger.record.proofs import check_consistency, check_inclusion
from ledger.record.signed_note import BadNote, VerifierKey, open_note, read_key, read_note, sign_note

TESSERA = "example.com/log/testdata+33d7b496+AeHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+oO5xCFkkSx"


class Held:
    """A signer for tests."""

    def __init__(self, name: str, seed: bytes) -> None:
        self._private = Ed25519PrivateKey.from_private_bytes(seed)
        self.key = VerifierKey(name, self._private.public_key().public_bytes_raw())

    def sign(self, message: bytes) -> bytes:
        """Sign."""
        return self._private.sign(message)


ADA, BOB = Held("ada.example/amends", b"a" * 32), Held("bob.example/amends", b"b" * 32)


@pytest.fixture(scope="module")
def told(vectors: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((vectors / "small" / "vectors.json").read_text(encoding="utf-8"))
    return found


def test_the_specification_s_note_opens_with_its_key(told: dict[str, Any]) -> None:
    case = told["signed_note_spec"]
    key = read_key(case["vkey"])
    assert str(key) == case["vkey"]
    assert open_note(case["note"], [key]).text == "This is an example message.\n"


def test_the_published_private_key_gives_the_published_signature_line(told: dict[str, Any]) -> None:
    case = told["signed_note_go"]
    name, seed = "PeterNeumann", base64.b64decode(case["skey"].split("+", 4)[4])[1:]
    signer = Held(name, seed)
    assert str(signer.key) == case["vkey"]
    signed = sign_note(case["text"], [signer])
    assert signed == f"{case['text']}\n{case['signature_line']}"
    assert open_note(signed, [read_key(case["vkey"])]).text == case["text"]


def test_the_published_bad_keys_are_refused(told: dict[str, Any]) -> None:
    for line in told["signed_note_go"]["bad_vkeys"]:
        with pytest.raises(BadNote):
            read_key(line)


@pytest.mark.parametrize(
    "line", ["", "name", "name+00000000+AAAA", "a b+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"]
)
def test_what_is_no_key_is_refused(line: str) -> None:
    with pytest.raises(BadNote):
        read_key(line)


def test_the_published_checkpoint_faults_are_refused(told: dict[str, Any]) -> None:
    for text in told["checkpoint_parse_errors"]:
        with pytest.raises(BadNote):
            read_checkpoint(text)


@pytest.mark.parametrize("change", ["extension\n", "\n", " "])
def test_a_checkpoint_has_no_extension_lines(change: str) -> None:
    with pytest.raises(BadNote):
        read_checkpoint(str(Checkpoint("log.example", 7, bytes(32))) + change)


@pytest.mark.parametrize("size", ["007", "+7", "-7", "7 ", "\u0667", "", "9" * 20])
def test_a_size_has_one_spelling(size: str) -> None:
    with pytest.raises(BadNote, match="size"):
        read_checkpoint(f"log.example\n{size}\n{base64.b64encode(bytes(32)).decode()}\n")


@given(st.text(st.characters(exclude_categories=["Cs", "Cc", "Zs", "Zl", "Zp"]), min_size=1), st.integers(0, 2**63 - 1))
def test_what_was_signed_can_be_opened_and_says_the_same(origin: str, size: int) -> None:
    point = Checkpoint(origin, size, bytes(range(32)))
    note = sign_note(str(point), [ADA, BOB])
    assert open_checkpoint(note, [ADA.key]) == open_checkpoint(note, [BOB.key]) == told_by(note) == point


def test_a_changed_text_a_foreign_key_and_a_wrong_signature_are_refused() -> None:
    note = sign_note("Text\n", [ADA])
    for changed, keys in (
        (note.replace("Text", "Texd"), [ADA.key]),
        (note, [BOB.key]),
        (note, []),
        (note.replace("\N{EM DASH}", "-"), [ADA.key]),
        (note[:-1], [ADA.key]),
        (note + "\n", [ADA.key]),
        (note.replace("\n\n", "\n"), [ADA.key]),
        (note.replace("Text", "Te\rxt"), [ADA.key]),
    ):
        with pytest.raises(BadNote):
            open_note(changed, keys)


def test_an_unknown_signature_is_ignored_and_a_known_wrong_one_refuses_the_note() -> None:
    both = sign_note("Text\n", [ADA, BOB])
    assert [one.name for one in open_note(both, [BOB.key]).signatures] == [BOB.key.name]
    other = sign_note("Other\n", [BOB]).splitlines()[-1]
    forged = sign_note("Text\n", [ADA]) + other + "\n"
    assert open_note(forged, [ADA.key]).text == "Text\n"
    with pytest.raises(BadNote, match="wrong"):
        open_note(forged, [ADA.key, BOB.key])


def test_no_single_changed_bit_of_a_note_is_accepted() -> None:
    note = sign_note(str(Checkpoint("log.example", 7, bytes(32))), [ADA]).encode()
    for at in range(len(note) * 8):
        changed = bytearray(note)
        changed[at // 8] ^= 1 << at % 8
        with pytest.raises((BadNote, UnicodeDecodeError)):
            open_note(changed.decode(), [ADA.key])


def test_too_many_signatures_and_no_signer_are_refused() -> None:
    with pytest.raises(BadNote, match="too many"):
        read_note(sign_note("Text\n", [ADA] * 101))
    with pytest.raises(BadNote, match="nobody"):
        sign_note("Text\n", [])


def test_a_published_log_s_sixteen_checkpoints_open_with_its_key(vectors: Path) -> None:
    log = vectors / "tessera-testdata" / "testdata" / "log"
    key = read_key(TESSERA)
    points = [open_checkpoint((log / f"checkpoint.{size}").read_text(encoding="utf-8"), [key]) for size in range(16)]
    assert [point.size for point in points] == list(range(16))

    with pytest.raises(ValueError, match="differ"):
        check_consistency(7, 7, points[7].root, points[8].root, [])


def test_a_real_log_of_a_thousand_million_certificates_is_judged_alike(vectors: Path) -> None:
    folder = vectors / "ct-argon2020"
    head, entry, proof, grown = (
        json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))
        for name in ("sth", "entries", "proof", "consistency")
    )
    size, root = head["tree_size"], base64.b64decode(head["sha256_root_hash"])
    leaf = leaf_hash(base64.b64decode(entry["entries"][0]["leaf_input"]))
    path = [base64.b64decode(part) for part in proof["audit_path"]]
    check_inclusion(proof["leaf_index"], size, leaf, path, root)
    parts = [base64.b64decode(part) for part in grown["consistency"]]
    first = base64.b64decode(grown["first_root"])
    check_consistency(grown["first"], size, first, root, parts)
    with pytest.raises(ValueError, match="does not begin"):
        check_consistency(grown["first"], size, node_hash(first, first), root, parts)

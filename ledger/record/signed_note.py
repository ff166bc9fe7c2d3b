"""Signed notes (C2SP signed-note): a text, a blank line, and signatures whose key ids say which key made them.

Byte exact, Ed25519 only. A signature of a key we do not know is ignored; one of a known key that is wrong refuses all.
"""

import base64
import binascii
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

ED25519 = b"\x01"
"""The algorithm byte in a key and in its id."""
_DASH = "\N{EM DASH} "
_ID, _KEY, _SIGNATURE = 4, 32, 64
MOST_SIGNATURES = 100
LARGEST_NOTE = 1_000_000


class BadNote(ValueError):
    """The note or key cannot be accepted; the sentence says why."""


class Signer(Protocol):
    """Whatever holds a private key: a file today, a device tomorrow."""

    @property
    def key(self) -> "VerifierKey":
        """The public part."""

    def sign(self, message: bytes) -> bytes:
        """Return the Ed25519 signature, 64 bytes."""


@dataclass(frozen=True)
class VerifierKey:
    """The public part of a key, as clients get it: a name and 32 bytes."""

    name: str
    public: bytes

    @property
    def id(self) -> bytes:
        """The four bytes by which a signature names its key."""
        return hashlib.sha256(self.name.encode() + b"\n" + ED25519 + self.public).digest()[:_ID]

    def __str__(self) -> str:
        """Return the key's one line: `name+hexadecimal id+base64`."""
        return f"{self.name}+{self.id.hex()}+{base64.b64encode(ED25519 + self.public).decode()}"


@dataclass(frozen=True)
class Signature:
    """One signature line: who says so, and the bytes."""

    name: str
    key_id: bytes
    signature: bytes


@dataclass(frozen=True)
class SignedNote:
    """A note taken apart: the text with its last newline, and all its signatures, none of them checked."""

    text: str
    signatures: tuple[Signature, ...]


def read_key(line: str) -> VerifierKey:
    """Return the key that a line `name+id+base64` describes; raise `BadNote` for any other."""
    name, _, rest = line.strip().partition("+")
    told_id, _, encoded = rest.partition("+")
    _require(is_key_name(name), "the key has no usable name")
    content = decoded(encoded)
    _require(content[:1] == ED25519, "the key is of another kind than Ed25519")
    _require(len(content) == _KEY + 1, "the key has not 32 bytes")
    key = VerifierKey(name, content[1:])
    _require(told_id == key.id.hex(), "the key's id is not that of its name and bytes")
    return key


def is_key_name(name: str) -> bool:
    """Return whether a key may be called this: not empty, no space, no plus."""
    return bool(name) and "+" not in name and not any(sign.isspace() for sign in name) and name.isprintable()


def sign_note(text: str, signers: Iterable[Signer]) -> str:
    """Return `text`, which ends with a newline, signed by each signer in turn."""
    _require(
        _is_clean(text) and text.endswith("\n"), "the text does not end with a newline, or holds control characters"
    )
    lines = [
        f"{_DASH}{one.key.name} {base64.b64encode(one.key.id + one.sign(text.encode())).decode()}\n" for one in signers
    ]
    _require(bool(lines), "nobody signs")
    return f"{text}\n{''.join(lines)}"


def read_note(note: str) -> SignedNote:
    """Take a note apart without checking any signature; raise `BadNote` for a wrong form."""
    _require(len(note) <= LARGEST_NOTE and _is_clean(note), "the note is too long or holds control characters")
    text, blank, below = note.rpartition("\n\n")
    _require(bool(blank) and below.endswith("\n"), "the note has no signatures")
    lines = below[:-1].split("\n")
    _require(len(lines) <= MOST_SIGNATURES, "the note has too many signatures")
    return SignedNote(f"{text}\n", tuple(_signature(line) for line in lines))


def open_note(note: str, keys: Iterable[VerifierKey]) -> SignedNote:
    """Return the note with only the signatures of `keys`, each of them right; raise `BadNote` without at least one."""
    known = {(key.name, key.id): key for key in keys}
    read = read_note(note)
    good: dict[tuple[str, bytes], Signature] = {}
    for one in read.signatures:
        place = (one.name, one.key_id)
        if place in known and place not in good:
            _check(known[place], read.text, one.signature)
            good[place] = one
    _require(bool(good), "no key we know has signed the note")
    return SignedNote(read.text, tuple(good.values()))


def decoded(text: str) -> bytes:
    """Return the bytes of canonical base64; raise `BadNote` for any other spelling."""
    try:
        content = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        content = b""
    _require(bool(content) and base64.b64encode(content).decode() == text, "that is not base64")
    return content


def _signature(line: str) -> Signature:
    name, _, encoded = line.removeprefix(_DASH).partition(" ")
    _require(line.startswith(_DASH) and is_key_name(name), "a signature line has not the form of one")
    content = decoded(encoded)
    _require(len(content) > _ID, "a signature is too short")
    return Signature(name, content[:_ID], content[_ID:])


def _check(key: VerifierKey, text: str, signature: bytes) -> None:
    try:
        Ed25519PublicKey.from_public_bytes(key.public).verify(signature, text.encode())
    except InvalidSignature:
        fault = f"the signature of {key.name} is wrong"
        raise BadNote(fault) from None


def _is_clean(text: str) -> bool:
    return all(sign == "\n" or (sign >= " " and not "\ud800" <= sign <= "\udfff") for sign in text)


def _require(holds: bool, fault: str) -> None:  # noqa: FBT001 reads as an assertion
    if not holds:
        raise BadNote(fault)

"""Private keys as files outside the database, readable by their owner only, named by the key's id."""

import base64
import os
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from ledger.kernel.errors import Conflict
from ledger.record.signed_note import VerifierKey


@dataclass(frozen=True)
class FileSigner:
    """A key whose private part was read from a file."""

    key: VerifierKey
    private: Ed25519PrivateKey

    def sign(self, message: bytes) -> bytes:
        """Return the Ed25519 signature, 64 bytes."""
        return self.private.sign(message)


def make_key(folder: Path, name: str) -> VerifierKey:
    """Make a key called `name`, keep its private part in `folder` (mode 0600, synced), and return the public part."""
    private = Ed25519PrivateKey.generate()
    key = VerifierKey(name, private.public_key().public_bytes_raw())
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle = os.open(_file(folder, key), os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(base64.b64encode(private.private_bytes_raw()) + b"\n")
        file.flush()
        os.fsync(file.fileno())
    return key


def read_signer(folder: Path, key: VerifierKey) -> FileSigner:
    """Return the signer of `key`; raise `Conflict` where its private part is not in `folder` or is another's."""
    file = _file(folder, key)
    try:
        private = Ed25519PrivateKey.from_private_bytes(base64.b64decode(file.read_bytes()))
    except (OSError, ValueError):
        private = None
    if private is None or private.public_key().public_bytes_raw() != key.public:
        sentence = (
            f"The private part of the signing key {key.id.hex()} is not in {folder}; restore it from the backup, or, "
            f"if it is lost, make a new key with amends key rotate and take this one away with amends key retire."
        )
        raise Conflict(sentence)
    return FileSigner(key, private)


def forget_key(folder: Path, key: VerifierKey) -> None:
    """Remove the private part of a key that signs no more."""
    _file(folder, key).unlink(missing_ok=True)


def _file(folder: Path, key: VerifierKey) -> Path:
    return folder / f"{key.id.hex()}.key"

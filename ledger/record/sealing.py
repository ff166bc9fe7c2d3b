"""Sealed text: the record holds a salted digest, the words stand beside it and can be erased (RFC 9901 disclosures)."""

import base64
import hashlib
import json
import secrets
from dataclasses import dataclass


@dataclass(frozen=True)
class Sealed:
    """One sealed field: the digest that goes into the event and the disclosure that opens it."""

    digest: str
    disclosure: str


def seal(name: str, value: str) -> Sealed:
    """Return `value` sealed under `name` with a fresh 128-bit salt."""
    disclosure = base64url(json.dumps([base64url(secrets.token_bytes(16)), name, value], ensure_ascii=False).encode())
    return Sealed(digest_of(disclosure), disclosure)


def digest_of(disclosure: str) -> str:
    """Return the digest of a disclosure, as RFC 9901 section 4.2.3 computes it."""
    return base64url(hashlib.sha256(disclosure.encode("ascii")).digest())


def opened(disclosure: str) -> tuple[str, str]:
    """Return name and value of a disclosure."""
    padded = disclosure + "=" * (-len(disclosure) % 4)
    _salt, name, value = json.loads(base64.urlsafe_b64decode(padded))
    return str(name), str(value)


def base64url(content: bytes) -> str:
    """Return bytes as the record writes them: URL-safe base64 without padding."""
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode("ascii")

"""What can be asked about the file of a letter, by anyone who holds it."""

import re
from typing import Any

from marshmallow import ValidationError

from ledger.web.schemas.base import Command, Words

_SHA256 = re.compile(r"[0-9a-f]{64}")
_HELP = "64 digits and letters from a to f. sha256sum FILE prints it, on Windows certutil -hashfile FILE SHA256."
_BETWEEN = str.maketrans("", "", " :-\n\t")


def fingerprint(text: str) -> str:
    """Return what was typed as 64 lower-case digits; programs print them with spaces, colons or in capitals."""
    return text.translate(_BETWEEN).lower()


def _is_fingerprint(text: str) -> None:
    if not _SHA256.fullmatch(fingerprint(text)):
        fault = "A SHA-256 has 64 digits and letters from a to f."
        raise ValidationError(fault)


class Sha256(Words):
    """A SHA-256 as people type or paste it."""

    def __init__(self, **more: Any) -> None:
        super().__init__(200, label="SHA-256 of the file", help=_HELP, metadata={"autocomplete": "off"}, **more)
        self.validators = [*self.validators, _is_fingerprint]


class CheckFile(Command):
    """Which file is asked about."""

    sha256 = Sha256(required=True)

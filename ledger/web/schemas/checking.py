"""What can be asked about the file of a letter, by anyone who holds it."""

import re

from marshmallow import ValidationError

from ledger.web.schemas.base import Command, Words

_SHA256 = re.compile(r"[0-9a-f]{64}")
_BETWEEN = str.maketrans("", "", " :-\n\t")


def fingerprint(text: str) -> str:
    """Return what was typed as 64 lower-case digits; programs print them with spaces, colons or in capitals."""
    return text.translate(_BETWEEN).lower()


class CheckFile(Command):
    """A file's SHA-256."""

    sha256 = Words(
        200,
        label="SHA-256 of the file",
        required=True,
        help="64 digits and letters a to f: sha256sum FILE, on Windows certutil -hashfile FILE SHA256.",
        metadata={"autocomplete": "off"},
    )

    def __init__(self, **more: object) -> None:
        super().__init__(**more)
        self.fields["sha256"].validators = [*self.fields["sha256"].validators, _is_fingerprint]


def _is_fingerprint(text: str) -> None:
    if not _SHA256.fullmatch(fingerprint(text)):
        fault = "A SHA-256 has 64 digits and letters from a to f."
        raise ValidationError(fault)

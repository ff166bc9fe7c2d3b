"""Files of evidence at the door: looked at, kept in the store, and handed out as downloads that run nowhere."""

import base64
import binascii
from typing import Protocol

from flask import Response, request

from ledger.kernel.errors import Invalid
from ledger.kernel.files import KeptFile
from ledger.recovery.evidence_files import content_fault, media_type, name_fault
from ledger.web.session import ledger


class Piece(Protocol):
    """A file as a read describes it."""

    @property
    def sha256(self) -> str | None: ...  # noqa: D102 the column's own name
    @property
    def media_type(self) -> str | None: ...  # noqa: D102 likewise
    @property
    def file_name(self) -> str | None: ...  # noqa: D102 likewise


def uploaded(field: str = "file") -> KeptFile | None:
    """Look at the posted file and keep it, before the unit of work begins; none where none was chosen."""
    found = request.files.get(field)
    if found is None or not found.filename:
        return None
    return kept(found.filename, found.read(), field)


def kept(name: str, content: bytes, field: str) -> KeptFile:
    """Keep a file in the store; raise `Invalid` beside `field` for a name or a content that is not accepted."""
    if fault := name_fault(name) or content_fault(name, content):
        raise Invalid({field: fault})
    return KeptFile(ledger().files.keep(content), name, media_type(name, content) or "", len(content))


def from_base64(name: str | None, content: str | None) -> KeptFile | None:
    """Keep a file that a JSON body holds; raise `Invalid` for what is not base64, and for a name or content alone."""
    if not name and not content:
        return None
    if not name or not content:
        raise Invalid({"content" if name else "file_name": "A file has a name and a content."})
    try:
        raw = base64.b64decode(content, validate=True)
    except (binascii.Error, ValueError):
        raise Invalid({"content": "This is not base64."}) from None
    return kept(name, raw, "content")


def download(file: Piece) -> Response:
    """Return a kept file as a download of its own media type; no browser shows or runs it."""
    answer = Response(ledger().files.read(file.sha256 or ""), mimetype=file.media_type or "application/octet-stream")
    answer.headers.set("Content-Disposition", "attachment", filename=file.file_name or "evidence")
    answer.headers["Cache-Control"] = "private, no-cache"
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer.set_etag(file.sha256 or "")
    answer.make_conditional(request)
    return answer

"""The file of an issued letter as an answer, for staff, for the client's portal and for programs."""

from flask import Response, request

from ledger.kernel.files import NotKept
from ledger.letters.letter_files import File, letter_file
from ledger.notary.noticing import notice
from ledger.record.findings import Finding
from ledger.web.session import actor, ledger


def file_answer(letter_id: str) -> Response:
    """Return the issued file as a download; its hash is compared as it is read, and is its ETag."""
    file = ledger().ask(letter_file, actor(), letter_id)
    answer = Response(kept_content(file), mimetype="application/pdf")
    answer.headers["Content-Disposition"] = f'attachment; filename="{file.name}"'
    answer.headers["Cache-Control"] = "private, no-cache"
    answer.set_etag(file.sha256)
    answer.make_conditional(request)
    return answer


def content_or_none(sha256: str) -> bytes | None:
    """Return a kept file for a package; none, and a finding for everybody, where it is missing or altered."""
    try:
        return ledger().files.read(sha256)
    except NotKept as fault:
        notice(ledger(), [Finding("file", sha256[:12], fault.sentence)])
        return None


def kept_content(file: File) -> bytes:
    """Return the file; one that is missing or altered is a finding, and the client is told whom to ask."""
    try:
        return ledger().files.read(file.sha256)
    except NotKept as fault:
        notice(ledger(), [Finding("file", file.name, fault.sentence)])
        if actor().is_staff:
            raise
        sentence = "This file is not as we recorded it and is not handed out. We have been told; please ask us."
        raise NotKept(sentence) from fault

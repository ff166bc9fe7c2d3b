"""The file of an issued letter as an answer, for staff, for the client's portal and for programs."""

from flask import Response, request

from ledger.letters.letter_files import letter_file
from ledger.web.session import actor, ledger


def file_answer(letter_id: str) -> Response:
    """Return the issued file as a download; its hash is compared as it is read, and is its ETag."""
    file = ledger().ask(letter_file, actor(), letter_id)
    answer = Response(ledger().files.read(file.sha256), mimetype="application/pdf")
    answer.headers["Content-Disposition"] = f'attachment; filename="{file.name}"'
    answer.headers["Cache-Control"] = "private, no-cache"
    answer.set_etag(file.sha256)
    answer.make_conditional(request)
    return answer

"""The frozen file of a report or a trust review as an answer, shown in the browser."""

from flask import Response

from ledger.letters.letter_files import File
from ledger.web.letter_download import kept_content


def frozen_pdf(sha256: str, name: str) -> Response:
    """Return a kept PDF under its name; one that is missing or altered is a finding, and is not handed out."""
    disposition = {"Content-Disposition": f'inline; filename="{name}"', "Cache-Control": "private, no-cache"}
    return Response(kept_content(File(sha256, name)), mimetype="application/pdf", headers=disposition)

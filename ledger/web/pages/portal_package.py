"""The portal's download of everything about a client as one ZIP."""

from tempfile import SpooledTemporaryFile

from flask import Blueprint, Response, send_file

from ledger.clients.users import own_client
from ledger.letters.own_package import own_everything
from ledger.letters.packing import pack
from ledger.web.letter_download import content_or_none
from ledger.web.session import actor, ledger, needs, provider_name

pages = Blueprint("portal_package", __name__)
_IN_MEMORY = 8_000_000
"""Bytes; a larger package is written to disk, and to nothing that stays."""


@pages.get("/portal/everything.zip")
@needs("read_own_case")
def download() -> Response:
    """Hand out everything about the client: letters as PDF, tables as CSV, all of it as JSON."""
    everything = ledger().ask(own_everything, actor())
    client = ledger().ask(own_client, actor())
    out = SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 the answer closes it when it has gone out
    pack(everything.tables, everything.files, provider_name(), content_or_none, out)
    out.seek(0)
    name = f"{client.code if client else 'everything'}-everything.zip"
    return send_file(out, "application/zip", as_attachment=True, download_name=name, max_age=0)

"""Evidence over the web: looked at when it is attached, and handed out as a download that runs nowhere."""

import io
from typing import Any

import pytest

from ledger.recovery.action_page import evidence_of
from ledger.recovery.action_row import EvidenceRow
from ledger.work import Ledger
from tests.recovery.factories import a_case, an_action
from tests.support.web import StrictClient, signed_in

PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 20


def attached(web: StrictClient, action_id: str, name: str, content: bytes) -> Any:
    data = {"text": "The restore, tried", "file": (io.BytesIO(content), name)}
    return web.post(f"/actions/{action_id}/evidence", data=data, content_type="multipart/form-data")


def kept(ledger: Ledger, action_id: str) -> list[EvidenceRow]:
    with ledger.database.read() as session:
        return list(evidence_of(session, action_id))


def test_a_file_is_attached_and_comes_back_as_a_download_of_what_it_is(web: StrictClient, ledger: Ledger) -> None:
    case = a_case(ledger)
    row = an_action(ledger, case)
    signed_in(web, ledger, case.nia.user_id)
    assert attached(web, row.id, "restore.png", PNG).status_code == 302
    (piece,) = kept(ledger, row.id)
    answer = web.get(f"/actions/evidence/{piece.id}")
    assert (answer.data, answer.mimetype) == (PNG, "image/png")
    assert answer.headers["Content-Disposition"] == "attachment; filename=restore.png"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    signed_in(web, ledger, case.theirs.user_id)
    assert web.get(f"/actions/evidence/{piece.id}").status_code in {403, 404}
    assert web.get(f"/portal/evidence/{piece.id}").status_code == 404


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("restore.png", b"<html><script>alert(1)</script>", "What is in the file is not what its name says"),
        ("restore.exe", PNG, "Attach a file of one of these kinds"),
        ("restore.txt", b"", "The file is empty."),
    ],
)
def test_a_file_that_is_not_what_its_name_says_is_refused_beside_its_field(
    web: StrictClient, ledger: Ledger, name: str, content: bytes, sentence: str
) -> None:
    case = a_case(ledger)
    row = an_action(ledger, case)
    signed_in(web, ledger, case.nia.user_id)
    refused = attached(web, row.id, name, content)
    assert refused.status_code == 422
    assert 'id="ev-file-error"' in refused.text
    assert "The restore, tried" in refused.text
    assert kept(ledger, row.id) == []
    assert sentence in refused.text

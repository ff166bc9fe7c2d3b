"""The canary: whatever a client's user asks for, no word of another client and nothing internal comes back.

It walks `tests/routes_table.py`, so that it grows with every endpoint: each address with the names of either client,
with every method: pages, exports, PDFs, the API and error pages alike.
"""

import io
import zipfile

import pytest
from pypdf import PdfReader
from werkzeug.test import TestResponse

from ledger.kernel.ids import new_id
from ledger.work import Ledger
from tests.routes.route import CLIENT, Route
from tests.routes_table import ROUTES
from tests.support.planted import FORBIDDEN, INSIDE, OTHER, OTHERS_CODE, Planted, all_words, plant
from tests.support.seeded import Seeded
from tests.support.web import StrictClient
from tests.test_routes import undone, walked

FILES = frozenset({"static", "bootstrap.static", "security.static", "front.font", "front.favicon"})
NOT_A_CLIENTS = frozenset({"calendar.feed"})
"""Opened by a secret that only our own people have: what it answers is theirs to read, whoever is signed in."""
OPENED_BY_A_SECRET = frozenset({"invitations.show", "invitations.redeem"})
"""Whoever holds the secret in the address is the person it was made for."""
SEARCHED = ("q=Mills", "client=" + OTHERS_CODE, "after=")


def words_of(answer: TestResponse) -> str:
    """Return everything a client's user could read in this answer, in lower case: headers, text, documents' inside."""
    body = answer.get_data()
    headers = "\n".join(f"{name}: {value}" for name, value in answer.headers if name != "Set-Cookie")
    return f"{headers}\n{_inside(body)}".lower()


def _inside(body: bytes) -> str:
    if body.startswith(b"%PDF"):
        reader = PdfReader(io.BytesIO(body))
        attached = [str(content) for contents in reader.attachments.values() for content in contents]
        return "\n".join([*(page.extract_text() for page in reader.pages), str(reader.metadata), *attached])
    if body.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(body)) as files:
            return "\n".join([f"{name}\n{_inside(files.read(name))}" for name in files.namelist()])
    return body.decode(errors="replace")


def leaks(web: StrictClient, seeded: Seeded, route: Route) -> list[str]:
    """Return which forbidden words a user of the first client is answered here."""
    read = words_of(walked(web, seeded, route, CLIENT))
    where = f"{route.method} {route.path.format(**seeded.values)}?{route.query} ({route.endpoint})"
    return [f"{word!r} in {where}: …{_around(read, word)}…" for word in FORBIDDEN if word in read]


def _around(text: str, word: str) -> str:
    at = text.index(word)
    return " ".join(text[max(0, at - 80) : at + 80].split())


def test_a_client_s_user_reads_nothing_of_another_client_and_nothing_internal(
    web: StrictClient, ledger: Ledger
) -> None:
    planted = plant(ledger)
    own, other = planted.seeded, _of_the_other(planted)
    found: list[str] = []
    for route in ROUTES:
        if route.endpoint in FILES | NOT_A_CLIENTS:
            continue
        names_a_thing = "{" in route.path and route.endpoint not in OPENED_BY_A_SECRET
        for seeded in (own, other) if names_a_thing else (own,):
            with undone(ledger):
                found += leaks(web, seeded, route)
    assert not found, "\n".join(found)


def test_no_search_and_no_filter_reaches_further(web: StrictClient, ledger: Ledger) -> None:
    planted = plant(ledger)
    found: list[str] = []
    for route in ROUTES:
        if CLIENT in route.may and route.method == "GET" and route.endpoint not in FILES and "{" not in route.path:
            for query in SEARCHED:
                asked = Route(route.endpoint, "GET", route.path, route.may, query=query, is_api=route.is_api)
                # An address that names the other's code may echo what was typed; everything else stays forbidden.
                found += [text for text in leaks(web, planted.seeded, asked) if query not in text]
    assert not found, "\n".join(found)


def test_error_pages_say_nothing_either(web: StrictClient, ledger: Ledger) -> None:
    planted = plant(ledger)
    web.sign_in(planted.seeded.users[CLIENT])
    for path in (
        f"/nothing/{new_id()}",
        "/portal/incidents/HFO-1999-99",
        f"/letters/{planted.theirs['issued_letter']}",
    ):
        answer = web.get(path)
        assert answer.status_code in {403, 404}
        assert not [word for word in FORBIDDEN if word in words_of(answer)], path


def test_the_canary_can_sing(web: StrictClient, ledger: Ledger) -> None:
    """Every planted word is in the ledger, one of our own people reads them, and the own client's words are found."""
    planted = plant(ledger)
    stands = all_words(ledger)
    for word in (*FORBIDDEN[:5], "8765432"):
        assert word in stands, word
    for topic in ("statement", "action", "promise", "remedy", "question", "restore", "accounts"):
        assert f"the {OTHER} {topic}" in stands, topic
    for topic in (" entry", " action", " promise", "-ltd"):
        assert f"{INSIDE}{topic}" in stands, topic
    seen = "\n".join(
        words_of(walked(web, planted.seeded, route, "leadership"))
        for route in ROUTES
        if route.method == "GET" and "leadership" in route.may and route.endpoint not in FILES
    )
    assert OTHER in seen
    assert "inc-20" in seen
    own = "\n".join(
        words_of(walked(web, planted.seeded, route, CLIENT))
        for route in ROUTES
        if route.endpoint.startswith("portal")
        if route.method == "GET"
    )
    assert "mail stopped at the harbour" in own


@pytest.mark.parametrize("content", ["a page", "a zip"])
def test_words_inside_documents_are_read(content: str) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as files:
        files.writestr("sheet.xml", f"<t>{OTHER}</t>")
    body = packed.getvalue() if content == "a zip" else OTHER.encode()
    assert OTHER in _inside(body)


def _of_the_other(planted: Planted) -> Seeded:
    return Seeded(planted.theirs, planted.seeded.users, planted.seeded.tokens)

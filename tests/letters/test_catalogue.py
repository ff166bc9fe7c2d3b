"""All words of a letter come from a catalogue: nothing that is printed escapes it, and its files are up to date."""

import gettext
import io
import re
from dataclasses import fields, is_dataclass, replace
from typing import Any

import pytest
from babel.messages.pofile import read_po
from pypdf import PdfReader

from ledger.letters import catalogue
from ledger.letters.catalogue import ENGLISH, Voice, say, say_many, speaking
from ledger.letters.catalogue_files import TEMPLATE, as_mo, catalogues, extracted, updated
from ledger.letters.fact_people import ROLES
from ledger.letters.letter_facts import DATA_EFFECTS, FOUND_BY, KINDS, LetterFacts, Milestones, OpenPoint
from ledger.letters.mail import letter_mail
from ledger.letters.pdf import letter_html, letter_title, render_letter
from ledger.letters.prefill import prefill
from ledger.people.permissions import WORDS
from tests.letters.factories import EARLIER, at, final_facts, first_notice_facts

_CODES = frozenset(
    ("kind", "ours", "zone", "locale", "currency", "severity", "data_effect", "found_by", "state", "code", "email",
     "phone", "verify_url", "logo_sha256")
)  # fmt: skip
_NO_WORDS = re.compile(r"UTC|https?://\S+|[\w.]+@[\w.]+")
"""What is Latin in every language."""


def _turned(text: str) -> str:
    """Return the text with every Latin letter turned into a Cyrillic one; names of values stay."""

    def turn(letter: str) -> str:
        if not (letter.isascii() and letter.isalpha()):
            return letter
        return chr((0x410 if letter.isupper() else 0x430) + ord(letter.lower()) - ord("a"))

    parts = re.split(r"(\{\w+\})", text)
    return "".join(part if place % 2 else "".join(map(turn, part)) for place, part in enumerate(parts))


class _Turned(gettext.NullTranslations):
    def gettext(self, message: str) -> str:
        return _turned(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return _turned(msgid1 if n == 1 else msgid2)


def foreign(value: Any, name: str = "") -> Any:  # any fact
    """Return facts whose own words hold no Latin letter, so that whatever is Latin in a letter came from us."""
    if is_dataclass(value) and not isinstance(value, type):
        said = {one.name: foreign(getattr(value, one.name), one.name) for one in fields(value)}
        return replace(value, **said)
    if isinstance(value, tuple):
        return tuple(foreign(one, name) for one in value)
    if isinstance(value, str) and name not in _CODES:
        return _turned(value)
    return value


def letters() -> dict[str, LetterFacts]:
    """Return facts that make a letter say everything it can."""
    open_points = (OpenPoint("whether the lists are whole", at(20, 9)),)
    late = {"client_reported_at": None, "notice_missed": True}
    found: dict[str, LetterFacts] = {kind: final_facts(kind=kind, answers=EARLIER, **_said(kind)) for kind in KINDS}
    found["first notice"] = first_notice_facts(data_effect="exposed")
    found["interim, open"] = final_facts(
        kind="interim", to_at=None, open_points=open_points, next_update_at=at(20, 9), people_affected=None,
        data_effect="unknown", contributing_factors=(), **late,
    )  # fmt: skip
    found["repeat"] = final_facts(
        earlier_letters=(EARLIER, replace(EARLIER, promised="we check", why_it_failed="nobody checked")),
        contributing_factors=(), result_due_at=at(30, 9), open_points=open_points,
    )  # fmt: skip
    found["nothing known"] = final_facts(
        timeline=(), milestones=Milestones(at(9, 6)), remedies=(), no_remedy_reason="nothing was lost", to_at=None,
        ours="not_yet_known", what_stopped="", escalation=None,
    )  # fmt: skip
    for effect in DATA_EFFECTS:
        found[f"data {effect}"] = final_facts(data_effect=effect, people_affected=0, data_note="")
    for by in FOUND_BY:
        found[f"found by {by}"] = final_facts(found_by=by, timeline=(), to_at=at(12, 9), people_affected=1)
    states = ("open", "kept", "late", "broken", "released")
    promises = tuple(
        replace(final_facts().promises[0], state=state, kept_at=at(19, 9) if state in {"kept", "late"} else None)
        for state in states
    )
    given = final_facts().remedies[1]
    remedies = tuple(
        replace(given, state=state, value_minor=None if state == "late" else 9_450)
        for state in ("promised", "delivered", "late", "declined_by_client")
    )
    found["followed up"] = final_facts(
        kind="follow_up", answers=EARLIER, promises=promises, remedies=(*remedies, replace(given, by_when=None)),
        actions=tuple(replace(final_facts().actions[0], effective=one) for one in (True, False, None)),
    )  # fmt: skip
    return found


def _said(kind: str) -> dict[str, Any]:
    return {"what_was_wrong": "31 calls", "what_is_right": "43 calls"} if kind == "correction" else {}


@pytest.fixture
def greek(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every client be written to in a language that is not there, with Greek dates."""
    monkeypatch.setattr(catalogue, "voice_of", lambda _language: Voice("el", _Turned()))


def escaped(text: str) -> list[str]:
    """Return the words in Latin letters."""
    return re.findall(r"[A-Za-z]+", _NO_WORDS.sub(" ", text))


@pytest.mark.usefixtures("greek")
@pytest.mark.parametrize("name", letters())
def test_no_word_of_a_letter_escapes_the_catalogue(name: str) -> None:
    facts = foreign(replace(letters()[name], locale="el_GR", zone="Asia/Dubai"))
    html = letter_html(facts, prefill(facts), "preview")
    descriptions = re.findall(r'(?:alt|aria-label)="([^"]*)"', html)
    assert escaped(re.sub(r"<[^>]+>", " ", html)) == []
    assert escaped(" ".join(descriptions).replace(facts.verify_url or "-", " ")) == []
    assert escaped(letter_title(facts)) == []


@pytest.mark.usefixtures("greek")
def test_no_word_of_the_file_or_its_mail_escapes_either() -> None:
    facts = foreign(replace(letters()["final"], locale="el_GR", zone="Asia/Dubai", verify_url=None))
    sheets = PdfReader(io.BytesIO(render_letter(facts, prefill(facts)))).pages
    text = " ".join(sheet.extract_text() for sheet in sheets)
    assert escaped(text) == []
    for is_attached in (True, False):
        mail = letter_mail(facts, greeting="-", link="https://a.example/1", is_attached=is_attached)
        assert escaped(mail.subject + mail.text) == []


def test_days_numbers_and_money_are_written_as_in_the_clients_country() -> None:
    american = final_facts(
        locale="en_US", currency="USD", remedies=(replace(final_facts().remedies[0], currency="USD"),)
    )
    html = letter_html(american, prefill(american), "print")
    assert "June 18, 2026" in html
    assert "$412.00" in html


def test_a_language_without_a_catalogue_is_written_to_in_english() -> None:
    with speaking("de_DE"):
        assert catalogue.voice().language == ENGLISH
        assert say_many("{count} day", "{count} days", 2) == "2 days"
    assert say("It began at {start}, and it is not over.", start="{x}") == "It began at {x}, and it is not over."


def test_roles_have_words_in_letters_that_are_those_of_our_pages() -> None:
    assert dict(ROLES) == dict(WORDS)


def test_the_catalogues_are_up_to_date_and_english_is_complete() -> None:
    """Mended by `python -m ledger.letters.catalogue_files`."""
    template = extracted()
    with TEMPLATE.open("rb") as file:
        assert {message.id for message in read_po(file)} == {message.id for message in template}
    for po in catalogues():
        fresh = updated(po, template)
        with po.open("rb") as file:
            kept = read_po(file, locale=po.parent.parent.name)
        assert {message.id: message.string for message in kept if message.id} == {
            message.id: message.string for message in fresh if message.id
        }
        assert [message.id for message in fresh if message.id and not message.string] == []
        assert po.with_suffix(".mo").read_bytes() == as_mo(fresh)
        assert not [fault for message in fresh for fault in message.check(fresh)]

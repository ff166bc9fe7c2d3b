"""The logo of a letter: printed with its description, frozen with the facts, and the same for good."""

import hashlib
import io

import page
import pikepdf
import pytest

from ledger.kernel.errors import Conflict, Refused
from ledger.kernel.logo_files import printable_logo
from ledger.letters.fact_schema import from_json
from ledger.letters.operations.drafting import draft_letter
from ledger.letters.operations.issuing import begin_issue
from ledger.letters.pdf import letter_html, render_letter
from ledger.letters.prefill import prefill
from ledger.letters.queries import letter_page
from ledger.notary.stored_files import files_named
from ledger.people.actor import SYSTEM
from ledger.people.operations.logo import remove_logo, set_logo
from ledger.record.models import PROVIDER_LOG
from ledger.work import Ledger
from tests.factories import an_actor
from tests.kernel.test_logo_files import png, svg
from tests.letters.factories import final_facts
from tests.letters.steps import a_case, an_approved_letter, an_issued_letter, letter
from tests.support.events import log_events

SHADED = svg(
    '<defs><linearGradient id="a"><stop offset="0" stop-color="#0f4c5c" stop-opacity="0.4"/><stop offset="1"/>'
    '</linearGradient></defs><style>.b { opacity: 0.5 }</style><rect width="40" height="20" fill="url(#a)"/>'
    '<circle class="b" cx="9" cy="9" r="5" fill="#a33"/>'
)
ON_ONE = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=False)
"""Nothing here depends on how a database speaks."""
LOGOS = {"see-through PNG": png("RGBA"), "palette PNG": png("P"), "SVG with shades": SHADED}


def a_logo(ledger: Ledger, content: bytes) -> str:
    """Put this logo on letters and return the SHA-256 of the kept file."""
    kept = printable_logo(content)
    sha256 = ledger.files.keep(kept)
    ledger.do(set_logo, SYSTEM, sha256=sha256, size=len(kept))
    return sha256


@pytest.mark.parametrize("name", LOGOS)
def test_a_letter_with_a_logo_meets_both_profiles_and_describes_it(name: str) -> None:
    kept = printable_logo(LOGOS[name])
    facts = final_facts(logo_sha256=hashlib.sha256(kept).hexdigest())
    pdf = render_letter(facts, prefill(facts), stored=lambda _: kept)
    for profile in ("ua1", "3a"):
        assert [failure.rule_id for failure in page.validate_pdf_bytes(pdf, profile=profile).failures] == []
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        found = [one for one in opened.objects if isinstance(one, pikepdf.Dictionary) and one.get("/S") == "/Figure"]
        assert "Logo of Caldershaw IT" in [str(figure["/Alt"]) for figure in found]


def test_both_skins_show_it_and_a_letter_without_has_no_picture_there() -> None:
    facts = final_facts(logo_sha256="a" * 64)
    for skin in ("print", "preview"):
        assert 'alt="Logo of Caldershaw IT"' in letter_html(facts, {}, skin, lambda _: png("RGB"))
        assert "Logo of" not in letter_html(final_facts(), {}, skin, lambda _: png("RGB"))


@ON_ONE
def test_an_issued_letter_keeps_the_logo_it_had(ledger: Ledger) -> None:
    case = a_case(ledger)
    first = a_logo(ledger, png("RGB"))
    letter_id = an_issued_letter(ledger, case, kind="final")
    second = a_logo(ledger, SHADED)
    row = letter(ledger, letter_id)
    assert row.facts["logo_sha256"] == first
    again = render_letter(from_json(row.facts), row.sections, stored=ledger.files.read)
    assert hashlib.sha256(again).hexdigest() == row.pdf_sha256
    with ledger.database.read() as session:
        assert {first, second} <= files_named(session).keys()


@ON_ONE
def test_another_logo_is_a_change_that_an_approval_does_not_survive(ledger: Ledger) -> None:
    case = a_case(ledger)
    letter_id = an_approved_letter(ledger, case, kind="final")
    a_logo(ledger, png("RGB"))
    assert "our logo" in ledger.ask(letter_page, case.writer, letter_id).changed
    assert not ledger.do(begin_issue, case.writer, letter_id=letter_id).issuing


@ON_ONE
def test_setting_and_removing_it_stand_in_the_record(ledger: Ledger) -> None:
    case = a_case(ledger)
    sha256 = a_logo(ledger, png("RGB"))
    admin = an_actor(ledger, "admin", name="Otto Falk")
    ledger.do(set_logo, admin, sha256=sha256, size=1)
    ledger.do(remove_logo, admin)
    with pytest.raises(Conflict, match="no logo"):
        ledger.do(remove_logo, admin)
    with pytest.raises(Refused):
        ledger.do(set_logo, case.writer, sha256=sha256, size=1)
    with ledger.database.read() as session:
        types = [event.type for event in log_events(session, PROVIDER_LOG) if event.type.startswith("provider.logo")]
    assert types == ["provider.logo_set", "provider.logo_removed"]
    drafted = ledger.do(draft_letter, case.writer, impact_id=case.impact_id, kind="final")
    assert letter(ledger, drafted).facts["logo_sha256"] == ""

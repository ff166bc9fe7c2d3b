"""A letter signed with a certificate: still both profiles, and changed by nobody since."""

import io
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import page
import pikepdf
import pytest
import time_machine
from asn1crypto.x509 import Certificate  # type: ignore[import-untyped]  # it ships no types
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import SignatureCoverageLevel, validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from ledger.config import BadSetting, read_settings
from ledger.kernel.clock import now
from ledger.kernel.pdf_signing import BadCertificate, Signer, load_signer
from ledger.letters.letter_signing import letter_signer
from ledger.letters.pdf import render_letter
from ledger.letters.prefill import prefill
from tests.letters.certificates import PASSWORD, a_certificate, a_file, a_signer
from tests.letters.factories import final_facts


@pytest.fixture(scope="module")
def signer(tmp_path_factory: pytest.TempPathFactory) -> Signer:
    """A signer whose certificate an authority issued."""
    return a_signer(tmp_path_factory.mktemp("keys"))


def test_a_signed_letter_meets_both_profiles_and_is_intact(signer: Signer) -> None:
    facts = final_facts()
    pdf = render_letter(facts, prefill(facts), signer=signer)
    for profile in ("ua1", "3a"):
        assert [failure.rule_id for failure in page.validate_pdf_bytes(pdf, profile=profile).failures] == []
    (signature,) = PdfFileReader(io.BytesIO(pdf)).embedded_signatures
    authority = Certificate.load(signer.chain[-1].public_bytes(Encoding.DER))
    status = validate_pdf_signature(signature, ValidationContext(trust_roots=[authority], allow_fetching=False))
    assert signature.sig_object["/SubFilter"] == "/ETSI.CAdES.detached"
    assert (status.intact, status.valid) == (True, True)
    assert status.coverage is SignatureCoverageLevel.ENTIRE_FILE


def test_the_field_is_described_and_the_metadata_are_left_alone(signer: Signer) -> None:
    facts = final_facts()
    pdf = render_letter(facts, prefill(facts), signer=signer)
    with pikepdf.open(io.BytesIO(pdf)) as signed:
        (field,) = signed.Root["/AcroForm"]["/Fields"]
        assert str(field["/TU"]) == "Signature of Caldershaw IT"
        forms = [
            thing for thing in signed.objects if isinstance(thing, pikepdf.Dictionary) and thing.get("/S") == "/Form"
        ]
        assert [str(form["/Alt"]) for form in forms] == ["Signature of Caldershaw IT"]
        assert signed.Root["/Metadata"].read_bytes().count(b"<rdf:RDF") == 1
        assert b"pdfaSchema" in signed.Root["/Metadata"].read_bytes()


def test_a_self_signed_certificate_and_one_without_its_issuer_are_refused(tmp_path: Path) -> None:
    alone = a_certificate("Caldershaw IT")
    with pytest.raises(BadCertificate, match="self-signed"):
        load_signer(a_file(tmp_path, alone, []), PASSWORD)
    authority = a_certificate("An authority")
    with pytest.raises(BadCertificate, match="issuer is not in the file"):
        load_signer(a_file(tmp_path, a_certificate("Caldershaw IT", authority), []), PASSWORD)


def test_a_wrong_password_or_no_file_is_said_without_either(tmp_path: Path) -> None:
    file = a_file(tmp_path, a_certificate("Caldershaw IT"), [])
    for path, password in ((file, "another"), (tmp_path / "none.p12", PASSWORD)):
        with pytest.raises(BadCertificate) as refused:
            load_signer(path, password)
        assert str(refused.value) == "the file cannot be read with this password"


def test_a_bad_certificate_stops_the_start_and_an_old_one_only_the_signing(tmp_path: Path) -> None:
    settings = read_settings({"AMENDS_HOME": str(tmp_path)})
    settings = replace(settings, signing_file=a_file(tmp_path, a_certificate("Caldershaw IT"), []))
    with pytest.raises(BadSetting, match="AMENDS_SIGNING_FILE cannot sign letters: the file cannot be read"):
        letter_signer(settings)
    authority = a_certificate("An authority")
    good = a_file(tmp_path, a_certificate("Caldershaw IT", authority), [authority[0]])
    settings = replace(settings, signing_file=good, signing_password=PASSWORD)
    assert letter_signer(settings) is not None
    with time_machine.travel(now() + timedelta(days=31)):
        assert letter_signer(settings) is None


def test_a_certificate_is_valid_for_its_time_only(signer: Signer) -> None:
    assert signer.is_valid_at(now())
    assert not signer.is_valid_at(now() + timedelta(days=31))


def test_a_letter_without_a_signer_has_no_field() -> None:
    facts = final_facts()
    with pikepdf.open(io.BytesIO(render_letter(facts, prefill(facts)))) as pdf:
        assert "/AcroForm" not in pdf.Root

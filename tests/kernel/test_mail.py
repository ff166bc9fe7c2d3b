"""Mail by SMTP, against a real server on this machine."""

import re
import smtplib
import ssl
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from socket import gaierror

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from ledger.kernel.mail import Attachment, Mailer, MailFailed, MailOff, Message
from ledger.kernel.mail_faults import told
from tests.support.mail import Postbox, a_postbox, free_port


@pytest.fixture
def server() -> Iterator[Postbox]:
    """A mail server."""
    with a_postbox() as postbox:
        yield postbox


def test_a_message_arrives_with_its_words_and_its_file(server: Postbox) -> None:
    mailer = mailer_for(server)
    text = "Good day Ngozi,\n\nyour letter: £ and ü.\n"
    sent = mailer.send("n@hfo.example", "Your letter", text, [Attachment("letter.pdf", "application/pdf", b"%PDF-1.7")])
    (message,) = server.got
    assert (message["To"], message["Subject"], message["Message-ID"]) == ("n@hfo.example", "Your letter", sent)
    assert sent.endswith("@tidewater.example>")
    body, file = message.get_body(), next(message.iter_attachments())
    assert body is not None
    assert "£ and ü" in body.get_content()
    assert (file.get_filename(), file.get_content()) == ("letter.pdf", b"%PDF-1.7")


def test_without_a_server_mail_is_off_and_says_so() -> None:
    mailer = Mailer("", "")
    assert not mailer.is_on
    with pytest.raises(MailOff, match="AMENDS_MAIL_URL"):
        mailer.send("n@hfo.example", "x", "y")


def test_a_server_that_does_not_answer_is_one_sentence_without_the_password() -> None:
    mailer = Mailer(f"smtp://user:sesame@127.0.0.1:{free_port()}", "letters@tidewater.example")
    with pytest.raises(MailFailed) as failure:
        mailer.send("n@hfo.example", "x", "y")
    assert failure.value.sentence == (
        "Nothing answers at the mail server's address. Try again, or hand it over another way."
    )
    assert "sesame" not in failure.value.sentence
    assert "sesame" not in repr(mailer)


@pytest.mark.parametrize("to", ["n@hfo.example\nBcc: all@evil.example", "n@hfo.example\r\nX: y"])
def test_an_address_cannot_smuggle_in_a_header(server: Postbox, to: str) -> None:
    with pytest.raises(MailFailed):
        mailer_for(server).send(to, "x", "y")
    assert server.got == []


def test_a_server_that_offers_no_encryption_gets_nothing_unless_it_is_here_and_that_is_allowed(
    server: Postbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = f"smtp://127.0.0.1:{server.port}"
    with pytest.raises(MailFailed, match="no encryption") as failure:
        Mailer(address, "letters@tidewater.example").send("n@hfo.example", "x", "y")
    assert not failure.value.is_final
    monkeypatch.setattr("ledger.kernel.mail.LOCAL", frozenset())
    with pytest.raises(MailFailed, match="no encryption"):
        Mailer(address, "letters@tidewater.example", unencrypted=True).send("n@hfo.example", "x", "y")
    assert server.got == []


def mailer_for(server: Postbox) -> Mailer:
    return Mailer(f"smtp://127.0.0.1:{server.port}", "Tidewater <letters@tidewater.example>", unencrypted=True)


def failure_of(server: Postbox) -> MailFailed:
    with pytest.raises(MailFailed) as failure:
        mailer_for(server).post(Message("n@hfo.example", "x", "y"))
    return failure.value


def test_a_message_says_the_same_in_two_ways_and_stands_in_its_thread(server: Postbox) -> None:
    mailer_for(server).post(
        Message(
            "n@hfo.example", "Letter", "Plain words.\n", "<p>Plain words.</p>",
            to_name='Ada "A", Okafor\r\nBcc: x@y.example', reply_to="jane@tidewater.example",
            message_id="letter-3@tidewater.example",
            attachments=[Attachment("letter.pdf", "application/pdf", b"%PDF-1.7")],
            follows=["letter-1@tidewater.example", "letter-2@tidewater.example"],
        )
    )  # fmt: skip
    (message,) = server.got
    assert message["To"].addresses[0].addr_spec == "n@hfo.example"
    assert len(message["To"].addresses) == 1
    assert message["Bcc"] is None
    assert message["Reply-To"] == "jane@tidewater.example"
    assert message["Message-ID"] == "<letter-3@tidewater.example>"
    assert message["In-Reply-To"] == "<letter-2@tidewater.example>"
    assert message["References"] == "<letter-1@tidewater.example> <letter-2@tidewater.example>"
    kinds = [part.get_content_type() for part in message.walk()]
    assert kinds == [
        "multipart/mixed", "multipart/alternative", "text/plain", "text/html", "application/pdf",
    ]  # fmt: skip


@pytest.mark.parametrize(("says", "is_final"), [("550 no such person", True), ("451 come again", False)])
def test_a_refused_recipient_is_final_or_tried_again_as_the_server_says(
    server: Postbox, says: str, *, is_final: bool
) -> None:
    server.refuses = says
    failure = failure_of(server)
    assert (failure.is_final, failure.is_unsure) == (is_final, False)
    assert ("refuses this address" in failure.sentence) == is_final
    assert ("Try again" in failure.sentence) != is_final
    assert says[:3] in failure.sentence
    server.refuses, server.answers = "", says
    failure = failure_of(server)
    assert (failure.is_final, failure.is_unsure) == (is_final, False)
    assert ("refuses this message" in failure.sentence) == is_final
    assert server.got == []


@pytest.mark.parametrize("drops", ["before", "after"])
def test_a_connection_cut_after_the_message_was_handed_over_leaves_it_unknown(server: Postbox, drops: str) -> None:
    server.drops = drops
    failure = failure_of(server)
    assert (failure.is_final, failure.is_unsure) == (False, True)
    assert "it may have it" in failure.sentence
    assert len(server.got) == (drops == "after")


def test_a_server_that_thinks_about_a_message_is_waited_for_as_long_as_our_patience_lasts(
    server: Postbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ledger.kernel.mail.SECONDS", 0.2)
    server.waits = 0.5
    patient = replace(mailer_for(server), patience=60)
    patient.post(Message("n@hfo.example", "x", "y"))
    assert len(server.got) == 1
    with pytest.raises(MailFailed, match="did not say in time") as failure:
        replace(patient, patience=0.1).post(Message("n@hfo.example", "x", "y"))
    assert failure.value.is_unsure


def test_a_server_that_is_not_there_leaves_nothing_unknown() -> None:
    with pytest.raises(MailFailed) as failure:
        Mailer(f"smtp://127.0.0.1:{free_port()}", "l@tidewater.example").post(Message("n@hfo.example", "x", "y"))
    assert (failure.value.is_final, failure.value.is_unsure) == (False, False)


@pytest.mark.parametrize(
    "to", ["", "a@hfo.example, b@hfo.example", "Ada <a@hfo.example>", "a@hfo.example\nBcc: b@x.example"]
)
def test_what_is_not_one_address_is_refused_for_good(server: Postbox, to: str) -> None:
    with pytest.raises(MailFailed) as failure:
        mailer_for(server).post(Message(to, "x", "y"))
    assert failure.value.is_final
    assert server.got == []


def test_mail_goes_encrypted_to_a_server_whose_certificate_is_trusted_and_to_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    certificate, key = a_certificate(tmp_path)
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(certificate, key)
    with a_postbox(tls) as server:
        mailer = replace(mailer_for(server), unencrypted=False)
        with pytest.raises(MailFailed, match="certificate is not trusted"):
            mailer.post(Message("n@hfo.example", "x", "y"))
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        mailer.post(Message("n@hfo.example", "x", "y"))
        assert len(server.got) == 1


@pytest.mark.parametrize(
    ("fault", "says"),
    [
        (smtplib.SMTPAuthenticationError(535, b"sesame is wrong"), "refuses our name or password"),
        (smtplib.SMTPSenderRefused(550, b"no", "l@tidewater.example"), "refuses our own address"),
        (smtplib.SMTPSenderRefused(450, b"no", "l@tidewater.example"), "not take this message at the moment (it says"),
        (smtplib.SMTPServerDisconnected("please run connect() first"), "broke off the connection"),
        (smtplib.SMTPConnectError(554, b"no"), "turned us away (it says 554)"),
        (smtplib.SMTPNotSupportedError("SMTPUTF8"), "cannot do what"),
        (TimeoutError("timed out"), "did not answer in time"),
        (ssl.SSLError("wrong version number"), "encrypted connection"),
        (gaierror(-2, "Name or service not known"), "name is not known"),
        (ConnectionResetError(104, "reset"), "broke off the connection"),
        (OSError(113, "no route"), "cannot be reached"),
    ],
)
def test_what_went_wrong_is_told_without_names_of_programs_or_the_servers_words(fault: Exception, says: str) -> None:
    sentence = told(fault, handed_over=False)
    assert says in sentence
    assert not re.search(r"Error|SMTP[A-Z]|sesame|errno|@", sentence)


def a_certificate(folder: Path) -> tuple[Path, Path]:
    """Make a certificate of this machine's own address and its key; return where they are."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    today = datetime.now(tz=UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(today - timedelta(days=1))
        .not_valid_after(today + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    certificate, private = folder / "certificate.pem", folder / "key.pem"
    certificate.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    private.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return certificate, private

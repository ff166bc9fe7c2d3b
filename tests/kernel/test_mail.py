"""Mail by SMTP, against a real server on this machine."""

from collections.abc import Iterator

import pytest

from ledger.kernel.mail import Attachment, Mailer, MailFailed, MailOff
from tests.support.mail import Postbox, a_postbox, free_port


@pytest.fixture
def server() -> Iterator[Postbox]:
    """A mail server."""
    with a_postbox() as postbox:
        yield postbox


def test_a_message_arrives_with_its_words_and_its_file(server: Postbox) -> None:
    mailer = Mailer(f"smtp://127.0.0.1:{server.port}", "Tidewater <letters@tidewater.example>")
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
    assert "try again" in failure.value.sentence
    assert "sesame" not in failure.value.sentence
    assert "sesame" not in repr(mailer)


@pytest.mark.parametrize("to", ["n@hfo.example\nBcc: all@evil.example", "n@hfo.example\r\nX: y"])
def test_an_address_cannot_smuggle_in_a_header(server: Postbox, to: str) -> None:
    with pytest.raises(MailFailed):
        Mailer(f"smtp://127.0.0.1:{server.port}", "letters@tidewater.example").send(to, "x", "y")
    assert server.got == []


def test_a_server_elsewhere_that_offers_no_encryption_gets_nothing(
    server: Postbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ledger.kernel.mail.LOCAL", frozenset())
    with pytest.raises(MailFailed):
        Mailer(f"smtp://127.0.0.1:{server.port}", "letters@tidewater.example").send("n@hfo.example", "x", "y")
    assert server.got == []

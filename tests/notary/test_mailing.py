"""Mailed checkpoints: off until a client wants them, weekly, to whom may be told, each with its anchor."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from ledger.clients.operations.checkpoint_mail import mail_checkpoints
from ledger.clients.operations.contacts import add_contact
from ledger.clients.queries import client_by_code
from ledger.kernel.clock import now, pretended
from ledger.kernel.errors import Conflict, Refused
from ledger.notary.mailing import mail_all
from ledger.notary.signing import sign_all
from ledger.people.actor import SYSTEM
from ledger.record.checkpoint import told_by
from ledger.record.models import LogAnchor
from ledger.work import Ledger
from tests.factories import a_client, a_provider, an_actor, an_incident
from tests.support.mail import a_postbox


def anchors(ledger: Ledger) -> list[LogAnchor]:
    with ledger.database.read() as session:
        return list(session.scalars(select(LogAnchor).where(LogAnchor.kind == "email").order_by(LogAnchor.at)))


def wanted(ledger: Ledger) -> None:
    """Give the client a contact who may be told, one who may not, and have it want checkpoints."""
    a_provider(ledger)
    a_client(ledger)
    for name, may in (("Ada Okafor", True), ("Ben Hale", False)):
        mail = f"{name.split()[0].lower()}@hfo.example"
        ledger.do(add_contact, SYSTEM, client_code="HFO", name=name, mail=mail, may_receive_notices=may)
    version = ledger.ask(client_by_code, SYSTEM, "HFO").version
    ledger.do(mail_checkpoints, SYSTEM, code="HFO", wanted=True, version=version)
    sign_all(ledger)


def test_nothing_is_mailed_to_a_client_that_did_not_ask(ledger: Ledger) -> None:
    a_provider(ledger)
    a_client(ledger)
    ledger.do(add_contact, SYSTEM, client_code="HFO", name="Ada", mail="a@hfo.example", may_receive_notices=True)
    sign_all(ledger)
    with a_postbox() as postbox:
        assert mail_all(mailing(ledger, postbox.port)) == 0
    assert (postbox.got, anchors(ledger)) == ([], [])


def mailing(ledger: Ledger, port: int) -> Ledger:
    """Return the ledger with mail configured."""
    settings = replace(ledger.settings, mail_url=f"smtp://127.0.0.1:{port}", mail_from="hello@tidewater.example")
    return replace(ledger, settings=settings)


def test_the_newest_checkpoint_goes_to_whom_may_be_told_and_leaves_an_anchor(ledger: Ledger) -> None:
    wanted(ledger)
    with a_postbox() as postbox:
        assert mail_all(mailing(ledger, postbox.port)) == 1
    (mail,) = postbox.got
    assert mail["To"] == "ada@hfo.example"
    (file,) = mail.iter_attachments()
    (anchor,) = anchors(ledger)
    assert told_by(file.get_content().decode()).size == anchor.size
    assert anchor.token == mail["Message-ID"]
    assert "verify_receipt.py" in mail.get_body().get_content()  # type: ignore[union-attr] # it has one


def test_it_goes_weekly_and_only_when_something_was_recorded_since(ledger: Ledger) -> None:
    wanted(ledger)
    lead = an_actor(ledger, "leadership")
    with a_postbox() as postbox:
        book = mailing(ledger, postbox.port)
        assert mail_all(book) == 1
        with pretended(now() + timedelta(days=8)):
            assert mail_all(book) == 0
        an_incident(ledger, lead)
        sign_all(ledger)
        assert mail_all(book) == 0
        with pretended(now() + timedelta(days=7)):
            assert mail_all(book) == 1
    assert len(anchors(ledger)) == 2


def test_a_mail_that_fails_leaves_no_anchor_and_is_tried_again(ledger: Ledger) -> None:
    wanted(ledger)
    with a_postbox() as postbox:
        port = postbox.port
    assert mail_all(mailing(ledger, port)) == 0
    assert anchors(ledger) == []
    with a_postbox() as postbox:
        assert mail_all(mailing(ledger, postbox.port)) == 1


def test_where_mail_is_off_nothing_happens(ledger: Ledger) -> None:
    wanted(ledger)
    assert mail_all(ledger) == 0


def test_the_switch_stands_in_the_client_s_own_log_and_changes_once(ledger: Ledger) -> None:
    wanted(ledger)
    client = ledger.ask(client_by_code, SYSTEM, "HFO")
    assert client.mails_checkpoints
    with pytest.raises(Conflict):
        ledger.do(mail_checkpoints, SYSTEM, code="HFO", wanted=True, version=client.version)
    with pytest.raises(Refused):
        ledger.do(mail_checkpoints, an_actor(ledger, "auditor"), code="HFO", wanted=False, version=client.version)
    ledger.do(mail_checkpoints, SYSTEM, code="HFO", wanted=False, version=client.version)
    assert not ledger.ask(client_by_code, SYSTEM, "HFO").mails_checkpoints

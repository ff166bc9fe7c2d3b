"""Letters by mail: once each, in the client's way, under one name, and honest about what is not known."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from ledger.clients.operations.contacts import add_contact, edit_contact, set_contact_active
from ledger.clients.operations.letter_mail import choose_letter_mail
from ledger.clients.queries import ContactShown, client_by_code
from ledger.courier import delivering
from ledger.courier.delivering import ask_to_mail, deliver, deliver_all
from ledger.duties.asking import Asked
from ledger.duties.owed import owed
from ledger.kernel.clock import now, pretended
from ledger.kernel.errors import Conflict, Invalid
from ledger.kernel.mail import PATIENCE, MailOff
from ledger.kernel.pauses import PATIENT_HOLD
from ledger.letters.deliveries import deliveries_of, own_deliveries, waiting_deliveries
from ledger.letters.listing import list_letters
from ledger.letters.models import DeliveryTry
from ledger.letters.operations.delivering import Outcome, end_try, hold_delivery, record_bounce
from ledger.people.actor import SYSTEM, Actor
from ledger.work import Ledger
from tests.letters.steps import a_case, an_issued_letter, letter
from tests.support.events import log_events
from tests.support.mail import Postbox, a_postbox


@pytest.fixture
def postbox() -> Iterator[Postbox]:
    with a_postbox() as found:
        yield found


@pytest.fixture
def mailed(ledger: Ledger, postbox: Postbox) -> Ledger:
    """A ledger whose mail goes to the postbox."""
    settings = replace(
        ledger.settings,
        mail_url=f"smtp://127.0.0.1:{postbox.port}",
        mail_from="Tidewater <letters@tidewater.example>",
        public_url="https://amends.tidewater.example",
    )
    return replace(ledger, settings=settings)


def contact(ledger: Ledger, place: int = 0) -> ContactShown:
    return ledger.ask(client_by_code, SYSTEM, "HFO").contacts[place]


def wish(ledger: Ledger, said: str) -> None:
    version = ledger.ask(client_by_code, SYSTEM, "HFO").version
    ledger.do(choose_letter_mail, SYSTEM, code="HFO", wish=said, version=version)


def rows(ledger: Ledger, letter_id: str) -> list[tuple[str, bool]]:
    return [(one.status, one.may_be_double) for one in ledger.ask(deliveries_of, SYSTEM, letter_id)]


def body(message: Any, kind: str) -> str:
    return str(message.get_body((kind,)).get_content())


def test_an_issued_letter_is_mailed_once_with_its_file_and_the_client_reads_to_whom(
    mailed: Ledger, postbox: Postbox
) -> None:
    case = a_case(mailed)
    first = an_issued_letter(mailed, case)
    assert rows(mailed, first) == [("waiting", False)]
    assert (deliver_all(mailed), deliver_all(mailed)) == (1, 0)
    second = an_issued_letter(mailed, case, kind="final")
    deliver_all(mailed, second)
    notice, final = postbox.got
    assert final["To"] == "Ada Okafor <ada@harbour.example>"
    assert final["Subject"] == f"{case.client_reference}: final letter"
    assert final["Reply-To"] == "jane.reed@tidewater.example"
    assert final["In-Reply-To"] == final["References"] == notice["Message-ID"]
    assert notice["In-Reply-To"] is None
    (file,) = final.iter_attachments()
    assert file.get_filename() == f"{case.client_reference}-final-1.pdf"
    assert file.get_content() == mailed.files.read(letter(mailed, second).pdf_sha256 or "")
    for kind in ("plain", "html"):
        said = body(final, kind)
        assert f"https://amends.tidewater.example/portal/letters/{second}" in said
        assert "Dear Ms Okafor" in said
        assert "wrong backup" not in said
        assert "INC-" not in said
    theirs = Actor("u1", "Ada Okafor", "client", client_id=case.client.id)
    others = Actor("u2", "Somebody", "client", client_id="another")
    assert [(one.contact, one.status) for one in mailed.ask(own_deliveries, theirs, second)] == [("Ada Okafor", "sent")]
    assert mailed.ask(own_deliveries, others, second) == []
    with mailed.database.read() as session:
        types = [one.type for one in log_events(session, case.client.log_id) if "mail" in one.type]
        assert session.scalars(select(DeliveryTry)).all() == []
    assert types == ["letter.mailing_asked", "letter.mailed"] * 2


def test_a_client_may_want_a_link_alone_or_no_mail(mailed: Ledger, postbox: Postbox) -> None:
    case = a_case(mailed)
    wish(mailed, "link")
    an_issued_letter(mailed, case)
    deliver_all(mailed)
    (message,) = postbox.got
    assert list(message.iter_attachments()) == []
    assert "is ready for you" in body(message, "plain")
    wish(mailed, "none")
    quiet = an_issued_letter(mailed, case, kind="final")
    assert (deliver_all(mailed), rows(mailed, quiet)) == (0, [])
    with pytest.raises(Invalid, match="wants no letters by mail"):
        ask_to_mail(mailed, case.writer, quiet)


def test_without_mail_nothing_is_planned_that_would_flood_out_later(ledger: Ledger, mailed: Ledger) -> None:
    case = a_case(ledger)
    letter_id = an_issued_letter(ledger, case)
    assert (deliver_all(mailed), rows(ledger, letter_id)) == (0, [])
    with pytest.raises(MailOff):
        ask_to_mail(ledger, case.writer, letter_id)
    ask_to_mail(mailed, case.writer, letter_id)
    assert deliver_all(mailed) == 1


def test_while_one_thread_waits_for_a_slow_server_no_other_of_its_process_does(mailed: Ledger) -> None:
    an_issued_letter(mailed, a_case(mailed))
    with delivering.SENDING:
        assert deliver_all(mailed) == 0
    assert deliver_all(mailed) == 1


def test_a_crash_between_the_servers_yes_and_ours_is_mended_under_the_same_name_and_told(
    mailed: Ledger, postbox: Postbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    letter_id = an_issued_letter(mailed, a_case(mailed))
    (key,) = mailed.ask(waiting_deliveries, SYSTEM, letter_id)

    def killed(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(delivering, "end_try", killed)
        with pytest.raises(KeyboardInterrupt):
            deliver(mailed, key)
    assert (deliver_all(mailed), rows(mailed, letter_id)) == (0, [("waiting", False)])
    with pretended(now() + timedelta(seconds=PATIENCE)):
        assert deliver_all(mailed) == 0, "a server may take that long to answer whoever has it"
    with pretended(now() + PATIENT_HOLD + timedelta(seconds=1)):
        assert deliver_all(mailed) == 1
    assert rows(mailed, letter_id) == [("sent", True)]
    assert len({str(one["Message-ID"]) for one in postbox.got}) == 1
    assert len(postbox.got) == 2


def test_a_server_that_cuts_the_line_after_the_message_leaves_it_said_that_it_may_be_double(
    mailed: Ledger, postbox: Postbox
) -> None:
    letter_id = an_issued_letter(mailed, a_case(mailed))
    postbox.drops = "after"
    assert deliver_all(mailed) == 0
    postbox.drops = ""
    assert deliver_all(mailed) == 0
    with pretended(now() + timedelta(seconds=61)):
        assert deliver_all(mailed) == 1
    assert rows(mailed, letter_id) == [("sent", True)]


def test_a_server_that_is_away_holds_nobody_up_for_longer_than_one_try(mailed: Ledger, postbox: Postbox) -> None:
    case = a_case(mailed)
    first, second = (an_issued_letter(mailed, case, kind=kind) for kind in ("first_notice", "final"))
    postbox.refuses = "451 come again"
    deliver_all(mailed)
    tries = [mailed.ask(deliveries_of, SYSTEM, one)[0].tries for one in (first, second)]
    assert tries == [1, 0]
    postbox.refuses = ""
    assert deliver_all(mailed) == 1
    assert (rows(mailed, first), rows(mailed, second)) == ([("waiting", False)], [("sent", False)])


def test_a_refused_address_is_given_up_at_once_and_the_letter_may_go_to_somebody_else(
    mailed: Ledger, postbox: Postbox
) -> None:
    case = a_case(mailed)
    letter_id = an_issued_letter(mailed, case)
    postbox.refuses = "550 no such person"
    deliver_all(mailed)
    (row,) = mailed.ask(deliveries_of, case.writer, letter_id)
    assert (row.status, row.may_be_double) == ("failed", False)
    assert "ada@" not in row.answer
    postbox.refuses = ""
    other = mailed.do(
        add_contact, SYSTEM, client_code="HFO", name='Ben <b>Hale</b>, "B"', mail="ben@harbour.example",
        may_receive_notices=True,
    )  # fmt: skip
    ask_to_mail(mailed, case.writer, letter_id, other.id)
    with pytest.raises(Conflict, match="nobody is mailed a letter twice"):
        ask_to_mail(mailed, case.writer, letter_id, other.id)
    deliver_all(mailed)
    (message,) = postbox.got
    assert [one.addr_spec for one in message["To"].addresses] == ["ben@harbour.example"]
    assert "Dear Ben &lt;b&gt;Hale" in body(message, "html")


def test_a_mail_that_came_back_is_recorded_by_hand_and_may_be_sent_again(mailed: Ledger, postbox: Postbox) -> None:
    case = a_case(mailed)
    letter_id = an_issued_letter(mailed, case)
    (key,) = mailed.ask(waiting_deliveries, SYSTEM, letter_id)
    said: dict[str, Any] = {"letter_id": letter_id, "delivery_id": key, "words": "Mailbox full"}
    with pytest.raises(Conflict, match="went out"):
        mailed.do(record_bounce, case.writer, **said)
    deliver_all(mailed)
    mailed.do(record_bounce, case.writer, **said)
    (waiting,) = mailed.ask(list_letters, case.writer, waits_for_me=True)
    assert (waiting.id, waiting.undelivered) == (letter_id, True)
    (due,) = mailed.ask(owed, case.leader, Asked(kind="undelivered", person=case.writer.user_id))
    assert (due.id, due.owner, due.is_overdue) == (letter_id, "Jane Reed", False)
    with pretended(now() + timedelta(days=2)):
        assert mailed.ask(owed, case.leader, Asked(kind="undelivered"))[0].is_overdue
    assert mailed.ask(owed, case.leader, Asked(kind="undelivered", person=case.leader.user_id)) == []
    ask_to_mail(mailed, case.writer, letter_id)
    deliver_all(mailed)
    assert [status for status, _ in rows(mailed, letter_id)] == ["bounced", "sent"]
    assert mailed.ask(list_letters, case.writer, waits_for_me=True) == []
    assert mailed.ask(owed, case.leader, Asked(kind="undelivered")) == []
    assert len({str(one["Message-ID"]) for one in postbox.got}) == 2


def test_what_must_not_go_out_any_more_does_not(mailed: Ledger, postbox: Postbox) -> None:
    case = a_case(mailed)
    first, second = (an_issued_letter(mailed, case, kind=kind) for kind in ("first_notice", "final"))
    with pretended(now() + timedelta(days=3)):
        deliver_all(mailed, first)
    ada = contact(mailed)
    known = {name: getattr(ada, name) for name in ("name", "phone", "salutation", "may_receive_notices")}
    mailed.do(edit_contact, SYSTEM, contact_id=ada.id, version=ada.version, mail="a@new.example", **known)
    deliver_all(mailed, second)
    ask_to_mail(mailed, case.writer, second)
    mailed.do(set_contact_active, SYSTEM, contact_id=ada.id, active=False, version=ada.version + 1)
    deliver_all(mailed, second)
    assert postbox.got == []
    answers = [row.answer for one in (first, second) for row in mailed.ask(deliveries_of, SYSTEM, one)]
    assert answers == [
        "it waited too long",
        "the address was changed before it went out",
        "this person may not be told any more",
    ]


def test_a_server_that_is_away_is_tried_after_growing_pauses_and_given_up_at_last(ledger: Ledger) -> None:
    case = a_case(ledger)
    away = replace(ledger, settings=replace(ledger.settings, mail_url="smtp://127.0.0.1:9", mail_from="l@t.example"))
    letter_id = an_issued_letter(away, case)
    (key,) = away.ask(waiting_deliveries, SYSTEM, letter_id)
    at, states = now(), []
    for _ in range(6):
        with pretended(at):
            assert away.do(hold_delivery, SYSTEM, delivery_id=key)
            assert not away.do(hold_delivery, SYSTEM, delivery_id=key)
            outcome = Outcome(worked=False, words="away")
            states.append(away.do(end_try, SYSTEM, delivery_id=key, outcome=outcome))
        at += timedelta(hours=7)
    assert states == ["waiting"] * 5 + ["failed"]
    assert away.do(end_try, SYSTEM, delivery_id=key, outcome=outcome) == "failed"

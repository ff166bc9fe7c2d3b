"""Owner and leadership are mailed what did not hold: each of them once, whatever becomes of the others' mail."""

from datetime import timedelta

from ledger.courier.reminding import remind
from ledger.duties.operations.wishes import save_wish
from ledger.kernel.clock import now, pretended
from ledger.record.models import PROVIDER_LOG
from ledger.recovery.operations.action_doing import resume_action
from ledger.work import Ledger
from tests.courier.steps import of, rows, with_mail
from tests.recovery.factories import FAR, a_watched_action
from tests.recovery.repeating import a_case_of_a_family, another
from tests.support.events import log_events
from tests.support.mail import a_postbox

CAME_BACK = "has the same cause as"


def told(ledger: Ledger) -> int:
    """Return how often the record says that a repeat was told."""
    with ledger.database.read() as session:
        return sum(one.type == "action.repeat_told" for one in log_events(session, PROVIDER_LOG))


def test_owner_and_leadership_are_mailed_once_and_no_client_is_named(ledger: Ledger) -> None:
    case = a_case_of_a_family(ledger)
    a_watched_action(ledger, case)
    filed = another(ledger, case, 0)
    with a_postbox() as postbox:
        remind(with_mail(ledger, postbox))
        remind(with_mail(ledger, postbox))
        assert of(postbox, CAME_BACK) == [
            ("nia.pryce@tidewater.example", f"It came back: {filed.reference}"),
            ("ruth.amadi@tidewater.example", f"It came back: {filed.reference}"),
        ]
        assert not of(postbox, "Harbour")
    assert told(ledger) == 1


def test_a_mail_that_was_held_back_says_what_the_repeat_did_and_no_titles_to_who_wants_none(ledger: Ledger) -> None:
    case = a_case_of_a_family(ledger)
    action = a_watched_action(ledger, case)
    another(ledger, case, 0)
    ledger.do(save_wish, case.lead, short_titles=True)
    with a_postbox() as postbox:
        postbox.refuses = "451 come again"
        remind(with_mail(ledger, postbox))
        ledger.do(resume_action, case.nia, action_id=action.id, reason="Once more, and otherwise", due_on=FAR)
        postbox.refuses = ""
        with pretended(now() + timedelta(hours=2)):
            remind(with_mail(ledger, postbox))
        told_to = {str(one["To"]): one.get_content() for one in postbox.got if CAME_BACK in one.get_content()}
    assert len(told_to) == 2
    assert all("from watching to not effective, and its owner" in text for text in told_to.values())
    titled = {to for to, text in told_to.items() if action.text in text}
    assert titled == set(told_to) - {"ruth.amadi@tidewater.example"}


def test_an_address_that_is_refused_keeps_nobody_else_from_hearing_and_nobody_hears_twice(ledger: Ledger) -> None:
    case = a_case_of_a_family(ledger)
    a_watched_action(ledger, case)
    another(ledger, case, 0)
    with a_postbox() as postbox:
        postbox.refuses, postbox.gone = "550 no such person", "nia.pryce"
        remind(with_mail(ledger, postbox))
        with pretended(now() + timedelta(minutes=3)):
            remind(with_mail(ledger, postbox))
        assert [to for to, _ in of(postbox, CAME_BACK)] == ["ruth.amadi@tidewater.example"]
        postbox.refuses = ""
        with pretended(now() + timedelta(hours=2)):
            remind(with_mail(ledger, postbox))
        assert len(of(postbox, CAME_BACK)) == 2
    assert {row.status for row in rows(ledger, kind="repeat")} == {"sent"}


def test_without_mail_it_stands_with_what_is_owed_alone(ledger: Ledger) -> None:
    case = a_case_of_a_family(ledger)
    a_watched_action(ledger, case)
    another(ledger, case, 0)
    assert remind(ledger) == 0
    assert (rows(ledger, kind="repeat"), told(ledger)) == ([], 0)

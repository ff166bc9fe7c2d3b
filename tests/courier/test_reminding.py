"""Reminders leave the house: to whom, once, not for what has ended, and again after what went wrong."""

from datetime import UTC, datetime, time, timedelta

from ledger.courier.reminding import remind
from ledger.duties.operations.outbox import plan
from ledger.duties.operations.wishes import save_escalation, save_wish
from ledger.duties.planning import planned
from ledger.kernel.clock import now, pretended
from ledger.people.actor import SYSTEM
from ledger.record.models import PROVIDER_LOG
from ledger.recovery.operations.promises import keep_promise
from ledger.recovery.operations.redating import redate_promise
from ledger.work import Ledger
from tests.courier.steps import a_grave_case, a_promise, of, rows, with_mail
from tests.factories import a_client, a_provider, a_user, an_actor, an_incident
from tests.recovery.factories import FAR, Case, a_case
from tests.support.events import log_events
from tests.support.mail import a_postbox

MONDAY = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


def test_whoever_has_an_s2_is_reminded_before_and_at_its_due_time_once(ledger: Ledger) -> None:
    case = a_grave_case(ledger)
    promise_id = a_promise(ledger, case, 20)
    with a_postbox() as postbox:
        mailed = with_mail(ledger, postbox)
        remind(mailed)
        remind(mailed)
        assert len(of(postbox, "Ring Ms Okafor back")) == 1
        with pretended(now() + timedelta(minutes=21)):
            remind(mailed)
            remind(mailed)
        told = of(postbox, "Ring Ms Okafor back")
    reference = case.filed.reference
    assert told == [
        ("nia.pryce@tidewater.example", f"{reference}: promise due now"),
        ("nia.pryce@tidewater.example", f"{reference}: promise due soon"),
    ]
    assert {row.status for row in rows(ledger, thing_id=promise_id)} == {"sent"}


def test_what_was_missed_goes_to_the_manager_and_then_to_leadership_and_that_is_recorded(ledger: Ledger) -> None:
    a_provider(ledger)
    client = a_client(ledger)
    boss = a_user(ledger, name="Bea Holm")
    nia, lead = (
        an_actor(ledger, name="Nia Pryce", manager_id=boss.id),
        an_actor(ledger, "leadership", name="Ruth Amadi"),
    )
    case = Case(client, an_incident(ledger, nia, severity="S1"), nia, nia, lead, nia)
    promise_id = a_promise(ledger, case, -20)
    with a_postbox() as postbox:
        mailed = with_mail(ledger, postbox)
        remind(mailed)
        assert [to for to, _ in of(postbox, "Ring Ms Okafor back")] == [
            "bea.holm@tidewater.example", "nia.pryce@tidewater.example",
        ]  # fmt: skip
        with pretended(now() + timedelta(minutes=45)):
            remind(mailed)
        assert [to for to, _ in of(postbox, "Ring Ms Okafor back")][2:] == ["ruth.amadi@tidewater.example"]
    with ledger.database.read() as session:
        told = [
            event.body["data"] for event in log_events(session, PROVIDER_LOG) if event.type == "reminders.escalated"
        ]
    assert [(one["moment"], one["to"]) for one in told if one["thing"] == promise_id] == [
        ("missed_manager", boss.id), ("missed_leadership", lead.user_id),
    ]  # fmt: skip


def test_the_minutes_of_escalation_are_the_providers_to_set(ledger: Ledger) -> None:
    case = a_grave_case(ledger)
    admin = an_actor(ledger, "admin")
    ledger.do(save_escalation, admin, manager_after=0, leadership_after=5)
    promise_id = a_promise(ledger, case, -6)
    moments = {one.moment for one in ledger.ask(planned, SYSTEM) if one.thing_id == promise_id}
    assert moments == {"at", "missed_leadership"}


def test_what_has_ended_meanwhile_is_not_reminded_of(ledger: Ledger) -> None:
    case = a_grave_case(ledger)
    promise_id = a_promise(ledger, case, 20)
    ledger.do(plan, SYSTEM, ledger.ask(planned, SYSTEM))
    ledger.do(keep_promise, case.nia, promise_id=promise_id)
    with a_postbox() as postbox:
        remind(with_mail(ledger, postbox))
        assert of(postbox, "Ring Ms Okafor back") == []
    assert [row.status for row in rows(ledger, thing_id=promise_id)] == ["dropped"]


def test_a_date_that_moved_after_its_message_was_planned_is_not_told_as_due(ledger: Ledger) -> None:
    case = a_grave_case(ledger)
    promise_id = a_promise(ledger, case, 20)
    ledger.do(plan, SYSTEM, [one for one in ledger.ask(planned, SYSTEM) if one.thing_id == promise_id])
    ledger.do(redate_promise, case.nia, promise_id=promise_id, due_on=FAR, reason="The part is late")
    with a_postbox() as postbox:
        remind(with_mail(ledger, postbox))
        assert of(postbox, "Ring Ms Okafor back") == []
    assert {row.status for row in rows(ledger, thing_id=promise_id)} == {"dropped"}


def test_nothing_else_is_on_until_somebody_turns_it_on(ledger: Ledger) -> None:
    case = a_case(ledger)
    promise_id = a_promise(ledger, case, 20, incident_id=None)
    assert [one for one in ledger.ask(planned, SYSTEM) if one.thing_id == promise_id] == []
    day = datetime.combine(now().date(), time(12), tzinfo=UTC)
    with pretended(day):
        other = a_promise(ledger, case, 20, incident_id=None)
        ledger.do(save_wish, case.nia, each=True, quiet_from=time(20), quiet_to=time(7))
        assert [one.moment for one in ledger.ask(planned, SYSTEM) if one.thing_id == other] == ["before"]
        ledger.do(save_wish, case.nia, each=True, quiet_from=time(11), quiet_to=time(14))
        assert [one for one in ledger.ask(planned, SYSTEM) if one.thing_id == other] == []


def test_a_digest_comes_once_a_working_day_and_also_says_nothing_due(ledger: Ledger) -> None:
    case = a_case(ledger)
    auditor = an_actor(ledger, "auditor", name="Hal Voss")
    with pretended(MONDAY), a_postbox() as postbox:
        mailed = with_mail(ledger, postbox)
        a_promise(ledger, case, 300, incident_id=None)
        ledger.do(save_wish, case.nia, digest_at=time(8), short_titles=True)
        ledger.do(save_wish, auditor, digest_at=time(8))
        remind(mailed)
        with pretended(MONDAY + timedelta(minutes=30)):
            remind(mailed)
        digests = {str(one["To"]): one for one in postbox.got if "You asked for this mail" in one.get_content()}
        assert sum("You asked for this mail" in one.get_content() for one in postbox.got) == 2
    nothing, some = digests["hal.voss@tidewater.example"], digests["nia.pryce@tidewater.example"]
    assert nothing["Subject"] == "Nothing due this week"
    assert "Due this week: " in some["Subject"]
    assert "Ring Ms Okafor back" not in some.get_content()
    for free in (MONDAY - timedelta(days=1), datetime(2026, 12, 25, 8, 0, tzinfo=UTC)):
        with pretended(free):
            assert [one for one in ledger.ask(planned, SYSTEM) if one.kind == "digest"] == []


def test_without_mail_nothing_is_planned_for_people_so_that_nothing_floods_out_later(ledger: Ledger) -> None:
    case = a_grave_case(ledger)
    a_promise(ledger, case, 20)
    assert remind(ledger) == 0
    assert rows(ledger) == []

"""Promises, updates of one press, and what we owe; on both databases."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from ledger.incidents.models import Entry
from ledger.kernel.clock import now
from ledger.kernel.errors import Conflict, Invalid, NotFound
from ledger.record.models import PROVIDER_LOG
from ledger.recovery.models import Promise
from ledger.recovery.operations.promises import (
    break_promise,
    keep_promise,
    make_promise,
    release_promise,
)
from ledger.recovery.operations.redating import redate_promise
from ledger.recovery.operations.updates import quick_update
from ledger.recovery.own_actions import own_actions
from ledger.recovery.own_promises import own_promises
from ledger.recovery.queries import promise_of, recovery_of
from ledger.work import Ledger
from tests.factories import a_client, an_actor, an_incident
from tests.recovery.factories import FAR, Case, a_case, an_action
from tests.support.events import log_events

NOTHING_NEW = "Nothing new; we are still working on it."


def a_promise(ledger: Ledger, case: Case, **differs: Any) -> Promise:
    given: dict[str, Any] = {"client_code": "HFO", "text": "Ring you back", "kind": "callback"}
    if not differs.keys() & {"due_on", "due_at"}:
        given["due_on"] = FAR
    return ledger.do(make_promise, case.nia, **(given | differs))


def a_past_promise(ledger: Ledger, case: Case, **differs: Any) -> Promise:
    """Promise an hour ago what was due half an hour ago."""
    at = now()
    past = {"promised_at": at - timedelta(hours=1), "due_at": at - timedelta(minutes=30)}
    return a_promise(ledger, case, **(past | differs))


def test_a_promise_needs_who_what_and_by_when_and_no_incident(ledger: Ledger) -> None:
    case = a_case(ledger)
    row = a_promise(ledger, case)
    shown = ledger.ask(promise_of, case.omar, row.id)
    assert (shown.owner, shown.client_name, shown.incident_reference) == ("Nia Pryce", "Harbour Foods", None)
    assert shown.due_is_day
    assert shown.original_due_at == shown.due_at


def test_promises_are_of_nine_kinds(ledger: Ledger) -> None:
    """Source: product.md, "Words"."""
    case = a_case(ledger)
    for kind in ("update", "callback", "visit", "invoice", "fix", "letter", "remedy", "review", "other"):
        assert a_promise(ledger, case, kind=kind, text=f"A {kind}").kind == kind
    with pytest.raises(IntegrityError, match="kind"):
        a_promise(ledger, case, kind="wish")


def test_a_promise_kept_by_its_date_is_kept_and_after_it_late(ledger: Ledger) -> None:
    case = a_case(ledger)
    in_time, late = a_promise(ledger, case), a_past_promise(ledger, case)
    assert ledger.do(keep_promise, case.nia, promise_id=in_time.id).status == "kept"
    assert ledger.do(keep_promise, case.nia, promise_id=late.id).status == "late"
    with pytest.raises(Conflict, match="has ended"):
        ledger.do(keep_promise, case.nia, promise_id=late.id, version=1)


def test_what_was_done_in_time_and_written_down_later_is_kept(ledger: Ledger) -> None:
    case = a_case(ledger)
    row = a_past_promise(ledger, case)
    done = ledger.do(keep_promise, case.nia, promise_id=row.id, kept_at=row.due_at, evidence="call at 14:02")
    assert done.status == "kept"


def test_a_time_of_keeping_before_the_promise_or_to_come_is_refused(ledger: Ledger) -> None:
    case = a_case(ledger)
    row = a_promise(ledger, case)
    for kept_at in (row.promised_at - timedelta(seconds=1), now() + timedelta(hours=1)):
        with pytest.raises(Invalid, match="before the promise"):
            ledger.do(keep_promise, case.nia, promise_id=row.id, kept_at=kept_at)


def test_an_open_promise_past_its_date_is_broken_as_things_stand(ledger: Ledger) -> None:
    case = a_case(ledger)
    row = a_past_promise(ledger, case)
    shown = ledger.ask(promise_of, case.nia, row.id)
    assert (shown.status, shown.standing) == ("open", "broken")
    ledger.do(break_promise, case.nia, promise_id=row.id, reason="We forgot")
    assert ledger.ask(promise_of, case.nia, row.id).status == "broken"


def test_moving_a_date_keeps_the_original_and_does_not_save_the_promise(ledger: Ledger) -> None:
    case = a_case(ledger)
    row = a_past_promise(ledger, case)
    ledger.do(redate_promise, case.nia, promise_id=row.id, due_on=FAR, reason="The part is late")
    shown = ledger.ask(promise_of, case.nia, row.id)
    assert (shown.original_due_at, shown.standing) == (row.original_due_at, "broken")
    assert shown.due_at.year == 2099
    with pytest.raises(Invalid, match="passed already"):
        ledger.do(redate_promise, case.nia, promise_id=row.id, due_at=now() - timedelta(minutes=1), reason="Sooner")
    assert ledger.do(keep_promise, case.nia, promise_id=row.id).status == "late"


@pytest.mark.parametrize(("is_past", "judgement"), [(False, "kept"), (True, "late")])
def test_a_date_the_client_agreed_to_counts_only_if_it_agreed_in_time(
    ledger: Ledger, judgement: str, *, is_past: bool
) -> None:
    case = a_case(ledger)
    row = a_past_promise(ledger, case) if is_past else a_promise(ledger, case)
    ledger.do(redate_promise, case.nia, promise_id=row.id, due_on=FAR, reason="Later", client_words="Ms Okafor: fine")
    assert ledger.do(keep_promise, case.nia, promise_id=row.id).status == judgement


def test_only_the_client_releases_us_in_its_own_words(ledger: Ledger) -> None:
    case = a_case(ledger)
    row = a_promise(ledger, case)
    with pytest.raises(Invalid, match="only the client"):
        ledger.do(release_promise, case.nia, promise_id=row.id, client_words=" ", proof="a mail")
    said: dict[str, Any] = {"promise_id": row.id, "client_words": "Ms Okafor: no need to ring"}
    with pytest.raises(Invalid, match="what shows it"):
        ledger.do(release_promise, case.nia, **said, proof=" ")
    done = ledger.do(release_promise, case.nia, **said, proof="Her mail of this morning")
    assert (done.status, done.ending_words) == ("released", "Ms Okafor: no need to ring")
    with ledger.database.read() as session:
        theirs = [event.body for event in log_events(session, case.client.log_id)]
    assert "of this morning" not in str(theirs)


@pytest.mark.parametrize(
    "differs",
    [
        {"client_code": "NOBODY"},
        {"due_on": date(2020, 1, 1)},
        {"due_on": FAR, "due_at": now()},
        {"promised_at": now() + timedelta(days=1)},
        {"owner_id": "nobody"},
    ],
)
def test_a_promise_that_cannot_be_is_refused(ledger: Ledger, differs: dict[str, Any]) -> None:
    case = a_case(ledger)
    with pytest.raises(Invalid):
        a_promise(ledger, case, **differs)


def test_a_promise_belongs_to_a_client_that_the_incident_touches(ledger: Ledger) -> None:
    case = a_case(ledger)
    a_client(ledger, "ORC", "Orchard Clinic")
    with pytest.raises(Invalid, match="does not touch Orchard Clinic"):
        a_promise(ledger, case, client_code="ORC", incident_id=case.filed.id)
    with pytest.raises(NotFound):
        a_promise(ledger, case, incident_id="none")
    with pytest.raises(Invalid, match="Orchard Clinic"):
        a_promise(ledger, case, text="Bring the router back from Orchard Clinic")


def test_the_clients_log_knows_its_own_reference_and_an_internal_promise_is_not_in_it(ledger: Ledger) -> None:
    case = a_case(ledger)
    a_promise(ledger, case, incident_id=case.filed.id)
    a_promise(ledger, case, visible_to_client=False, text="Look into it quietly")
    a_promise(ledger, case)
    with ledger.database.read() as session:
        theirs = [event for event in log_events(session, case.client.log_id) if event.type == "promise.made"]
        ours = [event for event in log_events(session, PROVIDER_LOG) if event.type == "promise.made"]
    assert [event.body["subject"] for event in theirs] == [case.reference, "HFO"]
    assert [event.body["subject"] for event in ours] == [case.filed.reference, "HFO", "HFO"]
    assert "quietly" not in str(theirs)


def test_one_press_tells_keeps_and_promises(ledger: Ledger) -> None:
    case = a_case(ledger)
    first_at, second_at = now() + timedelta(minutes=30), now() + timedelta(minutes=60)
    press: dict[str, Any] = {"incident_id": case.filed.id, "text": NOTHING_NEW}
    (first,) = ledger.do(quick_update, case.nia, **press, next_update_at=first_at)
    (second,) = ledger.do(quick_update, case.omar, **press, next_update_at=second_at)
    assert first.kept == ()
    assert second.kept == (first.next_promise,)
    assert second.words.startswith("Nothing new; we are still working on it. Next update by ")
    promises = {row.id: row for row in ledger.ask(recovery_of, case.nia, case.filed.id).promises}
    assert promises[first.next_promise or ""].status == "kept"
    assert (promises[second.next_promise or ""].owner, promises[second.next_promise or ""].due_at) == (
        "Omar Haddad", second_at,
    )  # fmt: skip
    with ledger.database.read() as session:
        entries = session.scalars(select(Entry).where(Entry.kind == "update")).all()
        types = [event.type for event in log_events(session, case.client.log_id)]
    assert {entry.visibility for entry in entries} == {"all_clients"}
    assert types.count("promise.made") == 2


def test_one_press_for_one_client_of_two_leaves_the_others_promise_open(ledger: Ledger) -> None:
    case = a_case(ledger)
    a_client(ledger, "ORC", "Orchard Clinic")
    both = an_incident(ledger, case.nia, ("HFO", "ORC"))
    press: dict[str, Any] = {"incident_id": both.id, "text": NOTHING_NEW}
    told = ledger.do(quick_update, case.nia, **press, next_update_at=now() + timedelta(minutes=30))
    assert [one.client_code for one in told] == ["HFO", "ORC"]
    (again,) = ledger.do(quick_update, case.nia, **press, client_code="ORC")
    assert (again.kept, again.next_promise) == ((told[1].next_promise,), None)
    open_ones = [row for row in ledger.ask(recovery_of, case.nia, both.id).promises if row.status == "open"]
    assert [row.client_code for row in open_ones] == ["HFO"]


def test_a_next_update_in_the_past_is_refused_and_nothing_was_told(ledger: Ledger) -> None:
    case = a_case(ledger)
    with pytest.raises(Invalid, match="lies ahead"):
        ledger.do(
            quick_update, case.nia, incident_id=case.filed.id, text=NOTHING_NEW, next_update_at=now() - timedelta(1)
        )
    with ledger.database.read() as session:
        assert session.scalars(select(Entry)).all() == []


def test_the_client_reads_its_visible_promises_and_actions_without_our_names(ledger: Ledger) -> None:
    case = a_case(ledger)
    other = a_client(ledger, "ORC", "Orchard Clinic")
    stranger = an_actor(ledger, "client", name="Stranger", client_id=other.id, email="s@orc.example")
    mine = a_promise(ledger, case, incident_id=case.filed.id)
    a_promise(ledger, case, visible_to_client=False)
    loose = a_promise(ledger, case)
    action = an_action(ledger, case)
    an_action(ledger, case, visible_to_client=False)
    assert {row.id for row in ledger.ask(own_promises, case.theirs)} == {mine.id, loose.id}
    assert [row.id for row in ledger.ask(own_promises, case.theirs, client_reference=case.reference)] == [mine.id]
    shown = ledger.ask(own_actions, case.theirs, client_reference=case.reference)
    assert [row.id for row in shown] == [action.id]
    assert "Nia" not in str(shown)
    assert ledger.ask(own_promises, stranger) == []
    assert ledger.ask(own_actions, stranger) == []


def test_the_database_itself_wants_a_time_for_what_was_kept(ledger: Ledger) -> None:
    case = a_case(ledger)
    row = a_promise(ledger, case)
    with ledger.database.write() as session:
        session.get_one(Promise, row.id).status = "kept"
        with pytest.raises(IntegrityError, match="kept_has_a_time"):
            session.flush()

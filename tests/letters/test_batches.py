"""One incident, many clients: letters drafted, checked, approved and issued together, each by its own rules."""

from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger.clients.operations.contacts import set_contact_active
from ledger.clients.queries import client_by_code
from ledger.incidents.operations.timeline import add_entry
from ledger.kernel.errors import Conflict, Refused, Stale
from ledger.letters.batches import Batch, batch_of, waiting_tasks
from ledger.letters.models import LetterTask
from ledger.letters.operations.batches import ask_for_all, do_task, forget_tasks
from ledger.letters.operations.drafting import edit_letter
from ledger.people.actor import SYSTEM, Actor
from ledger.people.models import User
from ledger.record.models import PROVIDER_LOG
from ledger.record.operations import note
from ledger.work import Ledger
from ledger.worker.letters import do_letter_tasks, sweep
from tests.factories import a_provider
from tests.letters.steps import WideCase, a_wide_case, letter
from tests.support.events import log_events

KIND = "first_notice"


@pytest.fixture
def case(ledger: Ledger) -> WideCase:
    a_provider(ledger)
    return a_wide_case(ledger, 3)


def batch(ledger: Ledger, case: WideCase, actor: Actor | None = None) -> Batch:
    return ledger.ask(batch_of, actor or case.writer, case.incident_id, KIND)


def asked(ledger: Ledger, case: WideCase, step: str, actor: Actor | None = None, **more: Any) -> list[str]:
    return ledger.do(ask_for_all, actor or case.writer, incident_id=case.incident_id, kind=KIND, step=step, **more)


def done(ledger: Ledger, case: WideCase, *steps: str) -> None:
    """Ask for these steps and do them."""
    for step in steps:
        do_letter_tasks(ledger, asked(ledger, case, step, case.leader if step == "approve" else None))


def states(ledger: Ledger, case: WideCase) -> list[str]:
    return [row.status for row in batch(ledger, case).rows]


def test_three_letters_go_out_as_one_batch_each_with_its_own_facts(ledger: Ledger, case: WideCase) -> None:
    assert [row.status for row in batch(ledger, case).rows] == ["none"] * 3
    done(ledger, case, "draft")
    assert all(row.held == () for row in batch(ledger, case).rows)
    done(ledger, case, "submit", "approve", "issue")
    rows = batch(ledger, case).rows
    assert [row.status for row in rows] == ["issued"] * 3
    letters = [letter(ledger, row.letter_id) for row in rows]
    assert {one.facts["client_reference"] for one in letters} == {row.client_reference for row in rows}
    assert {one.author_id for one in letters} == {case.writer.user_id}
    assert {one.approved_by for one in letters} == {case.leader.user_id}
    assert len({one.pdf_sha256 for one in letters}) == 3
    progress = batch(ledger, case).progress
    assert progress is not None
    assert (progress.done, progress.refused, progress.of, progress.is_running) == (3, 0, 3, False)
    with ledger.database.read() as session:
        told = [one.body["data"] for one in log_events(session, PROVIDER_LOG) if one.type == "letter.batch_asked"]
    assert [(one["step"], one["count"]) for one in told] == [
        (step, 3) for step in ("draft", "submit", "approve", "issue")
    ]


def test_what_lacks_something_says_so_and_is_never_issued_with_the_others(ledger: Ledger, case: WideCase) -> None:
    done(ledger, case, "draft")
    first = batch(ledger, case).rows[0]
    named = {"opening": "We restarted the wrong mail server. So did Birch Bakers. We are sorry."}
    ledger.do(edit_letter, case.writer, letter_id=first.letter_id, version=1, subject_line="Ours", sections=named)
    done(ledger, case, "submit")
    assert states(ledger, case) == ["draft", "in_review", "in_review"]
    held = batch(ledger, case).rows[0].held
    assert any("Birch Bakers" in sentence for sentence in held)
    done(ledger, case, "approve", "issue")
    assert states(ledger, case) == ["draft", "issued", "issued"]


def test_a_client_that_nobody_may_be_told_at_is_named_and_the_others_go_on(ledger: Ledger, case: WideCase) -> None:
    (contact,) = ledger.ask(client_by_code, SYSTEM, case.codes[1]).contacts
    ledger.do(set_contact_active, SYSTEM, contact_id=contact.id, active=False, version=contact.version)
    done(ledger, case, "draft")
    rows = batch(ledger, case).rows
    assert [row.status for row in rows] == ["draft", "none", "draft"]
    assert "no contact who may receive notices" in rows[1].held[0]
    progress = batch(ledger, case).progress
    assert progress is not None
    assert (progress.done, progress.refused) == (2, 1)


def test_nobody_approves_their_own_letters_by_the_batch(ledger: Ledger, case: WideCase) -> None:
    done(ledger, case, "draft", "submit")
    with pytest.raises(Refused, match="second person"):
        asked(ledger, case, "approve")
    assert states(ledger, case) == ["in_review"] * 3


def test_what_changed_after_it_was_seen_is_not_approved(ledger: Ledger, case: WideCase) -> None:
    done(ledger, case, "draft", "submit")
    seen = batch(ledger, case, case.leader).seen("approve")
    changed = batch(ledger, case).rows[2]
    words: dict[str, Any] = {"subject_line": "Ours", "sections": {}}
    ledger.do(edit_letter, case.writer, letter_id=changed.letter_id, version=changed.version, **words)
    with pytest.raises(Stale):
        asked(ledger, case, "approve", case.leader, seen=seen)
    tasks = asked(ledger, case, "approve", case.leader)
    changed = batch(ledger, case).rows[1]
    ledger.do(edit_letter, case.writer, letter_id=changed.letter_id, version=changed.version, **words)
    do_letter_tasks(ledger, tasks)
    assert states(ledger, case) == ["approved", "draft", "draft"]


def test_a_record_that_changed_withdraws_the_approval_and_can_be_taken_over_by_all(
    ledger: Ledger, case: WideCase
) -> None:
    done(ledger, case, "draft", "submit", "approve")
    ledger.do(
        add_entry, case.writer, incident_id=case.incident_id, kind="containment", text="We stopped the server.",
        visibility="all_clients",
    )  # fmt: skip
    done(ledger, case, "issue")
    assert states(ledger, case) == ["draft"] * 3
    assert "the record has changed" in batch(ledger, case).rows[0].held[0]
    done(ledger, case, "refresh", "submit", "approve", "issue")
    assert states(ledger, case) == ["issued"] * 3


def test_while_a_step_is_at_work_no_other_is_asked_for(ledger: Ledger, case: WideCase) -> None:
    tasks = asked(ledger, case, "draft")
    with pytest.raises(Conflict, match="Drafting: 0 of 3"):
        asked(ledger, case, "draft")
    do_letter_tasks(ledger, tasks)
    with pytest.raises(Conflict, match="no letter"):
        asked(ledger, case, "draft")


def test_a_lost_job_is_found_by_the_sweep_and_doing_a_task_twice_does_it_once(ledger: Ledger, case: WideCase) -> None:
    tasks = asked(ledger, case, "draft")
    do_letter_tasks(ledger, tasks[:1])
    sweep(ledger)
    assert states(ledger, case) == ["draft"] * 3
    assert ledger.do(do_task, SYSTEM, task_id=tasks[0]) is None
    assert ledger.ask(waiting_tasks, SYSTEM) == []
    assert ledger.do(forget_tasks, SYSTEM) == 0


def test_who_has_left_has_nothing_done_in_their_name(ledger: Ledger, case: WideCase) -> None:
    tasks = asked(ledger, case, "draft")

    def leave(session: Session, actor: Actor) -> None:
        user = session.get_one(User, case.writer.user_id)
        user.active = False
        user.event_id = note(session, "test.noted", actor=actor.user_id, subjects="user")

    ledger.do(leave, SYSTEM)
    do_letter_tasks(ledger, tasks)
    with ledger.database.read() as session:
        answers = set(session.scalars(select(LetterTask.answer)))
    assert answers == {"Jane Reed asked for this and has left since: ask for it again."}

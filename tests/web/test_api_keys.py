"""Creating once: keys under which the API answers a repeated request from memory."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import update

from ledger.app import create_app
from ledger.kernel.clock import now
from ledger.people.actor import SYSTEM
from ledger.people.models import IdempotencyKey
from ledger.people.operations.idempotency import sweep_keys
from ledger.work import Ledger
from tests.factories import a_client, a_provider, a_user
from tests.support.programs import Program, incidents_of, reasons
from tests.support.seeded import a_token


def test_the_same_key_and_body_get_the_same_answer_and_create_once(program: Program, ledger: Ledger) -> None:
    first, again = program.file("try-1"), program.file("try-1")
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.get_data() == again.get_data()
    assert again.content_type == "application/json"
    assert "Idempotency-Replayed" not in first.headers
    assert again.headers["Idempotency-Replayed"] == "true"
    assert incidents_of(ledger) == 1


def test_the_same_key_for_another_body_is_refused(program: Program, ledger: Ledger) -> None:
    program.file("try-1")
    other = program.file("try-1", title="Something else")
    assert (other.status_code, other.get_json()["code"]) == (422, "key_reused")
    assert incidents_of(ledger) == 1


def test_a_refused_request_leaves_its_key_free(program: Program) -> None:
    assert program.file("try-1", severity="S9").status_code == 422
    assert program.file("try-1").status_code == 201


def test_keys_of_two_people_do_not_meet(program: Program, app: Flask, ledger: Ledger) -> None:
    other = Program(app, a_token(ledger, a_user(ledger, name="Noor Haddad")))
    assert program.file("try-1").get_json() != other.file("try-1").get_json()


@pytest.mark.parametrize("key", ["", " ", "two words", "ü", "k" * 201])
def test_a_key_that_is_no_key_is_refused_by_name(program: Program, key: str) -> None:
    assert "Idempotency-Key" in reasons(program.file(key))


def test_a_key_is_forgotten_after_a_day_and_swept_after_two(program: Program, ledger: Ledger) -> None:
    program.file("try-1")
    with ledger.unit() as session:
        session.execute(update(IdempotencyKey).values(made_at=now() - timedelta(hours=25)))
    assert ledger.do(sweep_keys, SYSTEM) == 0
    assert program.file("try-1", title="A new day").status_code == 201
    with ledger.unit() as session:
        session.execute(update(IdempotencyKey).values(made_at=now() - timedelta(hours=49)))
    assert ledger.do(sweep_keys, SYSTEM) == 1


def test_a_request_that_broke_off_is_never_done_twice(program: Program, ledger: Ledger) -> None:
    program.file("try-1")
    with ledger.unit() as session:
        session.execute(update(IdempotencyKey).values(status=0))
    at_work = program.file("try-1")
    assert (at_work.status_code, at_work.get_json()["code"]) == (409, "key_at_work")
    assert at_work.headers["Retry-After"]
    with ledger.unit() as session:
        session.execute(update(IdempotencyKey).values(made_at=now() - timedelta(minutes=5)))
    assert program.file("try-1").get_json()["code"] == "key_uncertain"
    assert incidents_of(ledger) == 1


def test_ten_programs_with_one_key_at_once_create_one_incident(own_ledger: Ledger) -> None:
    a_provider(own_ledger)
    a_client(own_ledger)
    token = a_token(own_ledger, a_user(own_ledger))
    app = create_app(own_ledger.settings, own_ledger)
    with ThreadPoolExecutor(10) as programs:
        answers = list(programs.map(lambda _: Program(app, token).file("try-1"), range(10)))
    assert {answer.status_code for answer in answers} <= {201, 409}
    created = {answer.get_data() for answer in answers if answer.status_code == 201}
    assert len(created) == 1
    assert incidents_of(own_ledger) == 1

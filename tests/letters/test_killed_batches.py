"""Workers and server killed at random moments of a batch: every letter is issued, drawn and mailed exactly once."""

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from ledger.courier.delivering import deliver_all
from ledger.incidents.models import Entry
from ledger.kernel.clock import now, pretended
from ledger.kernel.pauses import PATIENT_HOLD
from ledger.kernel.queue import prepare_queue
from ledger.letters.batches import batch_of
from ledger.letters.models import Delivery, Letter
from ledger.notary.signing import sign_all
from ledger.notary.verifying import verify
from ledger.people.actor import SYSTEM
from ledger.record.models import LogEntry
from ledger.work import Ledger
from ledger.worker.jobs import Jobs
from ledger.worker.letters import sweep
from tests.factories import a_provider
from tests.letters.killed_workers import KIND, Round, press
from tests.letters.steps import WideCase, a_wide_case, a_wide_incident
from tests.support.databases import APPLICATION, Place
from tests.support.mail import Postbox, a_postbox
from tests.support.rounds import rounds

CLIENTS = rounds(4, 12)
SECONDS = 0.5


@pytest.fixture
def postbox() -> Iterator[Postbox]:
    with a_postbox() as found:
        yield found


@pytest.fixture
def mailed(own_ledger: Ledger, own_place: Place, postbox: Postbox) -> Ledger:
    if not own_ledger.database.is_sqlite:
        prepare_queue(own_place.owner_url, APPLICATION)
    a_provider(own_ledger)
    server = f"smtp://127.0.0.1:{postbox.port}"
    settings = replace(own_ledger.settings, mail_url=server, mail_from="letters@tidewater.example")
    return replace(own_ledger, settings=settings)


@pytest.mark.slow
def test_every_letter_is_issued_drawn_and_mailed_exactly_once_whatever_was_killed(
    mailed: Ledger, postbox: Postbox
) -> None:
    cases = [a_wide_case(mailed, CLIENTS)]
    seed = random.SystemRandom().randrange(2**32)
    dice = random.Random(seed)  # noqa: S311 when to kill is no secret
    for _ in range(rounds(3, 30)):
        if _is_over(mailed, cases[-1]):
            cases.append(a_wide_incident(mailed, cases[0].writer, cases[0].leader, cases[0].codes))
        Round(mailed.settings, cases[-1]).killed(mailed, cases[-1], dice, SECONDS)
    _finished(mailed, cases[-1])
    _assert_once(mailed, postbox, len(cases), f"seed {seed}")
    sign_all(mailed)
    assert verify(mailed, SYSTEM).findings == ()


def _is_over(ledger: Ledger, case: WideCase) -> bool:
    return all(row.status == "issued" for row in ledger.ask(batch_of, case.writer, case.incident_id, KIND).rows)


def _finished(ledger: Ledger, case: WideCase) -> None:
    """Do what the next worker does, until nothing is left."""
    jobs = Jobs(ledger, immediate=True)
    sweep(ledger)
    while press(ledger, jobs, case):
        sweep(ledger)
    # A mail that was in the hands of who was killed is free again after its time.
    with pretended(now() + PATIENT_HOLD + timedelta(seconds=1)):
        deliver_all(ledger)


def _assert_once(ledger: Ledger, postbox: Postbox, batches: int, at: str) -> None:
    with ledger.database.read() as session:
        letters = list(session.scalars(select(Letter)))
        issued = Counter(session.scalars(select(LogEntry.log_id).where(LogEntry.type == "letter.issued")))
        told = session.scalars(select(func.count()).select_from(Entry).where(Entry.channel == "letter")).one()
        deliveries = list(session.scalars(select(Delivery)))
    assert [one.status for one in letters] == ["issued"] * (CLIENTS * batches), at
    assert len({one.impact_id for one in letters}) == len(letters), at
    assert sorted(issued.values()) == [batches] * CLIENTS, at
    assert told == len(letters), at
    assert {ledger.files.state(one.pdf_sha256 or "") for one in letters} == {"whole"}, at
    assert {one.letter_id for one in deliveries} == {one.id for one in letters}, at
    assert [one.status for one in deliveries] == ["sent"] * len(letters), at
    arrived = Counter(str(one["Message-ID"]).strip("<>") for one in postbox.got)
    assert arrived.keys() == {one.message_id for one in deliveries}, at
    double = {name for name, count in arrived.items() if count > 1}
    assert double <= {one.message_id for one in deliveries if one.may_be_double}, at

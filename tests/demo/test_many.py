"""Invented ledgers of any size: recorded ones verify, unrecorded ones say so, and what was planted is found."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from math import sqrt
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ledger.demo.fill import AlreadyInUse
from ledger.demo.many.batches import batches, batches_drawn_ahead
from ledger.demo.many.case_facts import facts_of_drawn
from ledger.demo.many.drawing import House, drawn
from ledger.demo.many.fill import fill_many
from ledger.demo.many.shape import IMPROVEMENT, UNDER_FILING, Plant, Shape, read_plant
from ledger.incidents.models import Incident
from ledger.incidents.operations.filing import file_incident
from ledger.kernel.errors import Conflict, Invalid
from ledger.notary.receipts import receipt
from ledger.notary.signing import checkpoint, sign_all
from ledger.notary.verifying import verify
from ledger.people.actor import SYSTEM
from ledger.people.models import User
from ledger.people.queries import actor_of
from ledger.record.models import PROVIDER_LOG
from ledger.record.queries import recorded_so_far
from ledger.record.unrecorded import mark_unrecorded
from ledger.trends.catalogue import MEASURES
from ledger.trends.change_words import change_sentence, under_filing
from ledger.trends.in_view import seen_from
from ledger.trends.judging import Judged, judged
from ledger.trends.leadership import leadership
from ledger.trends.operations.rebuilding import rebuild
from ledger.trends.scope import Scope
from ledger.work import Ledger
from tests.support.web import StrictClient
from tests.trends.tallied import shares_by_hand

UNTIL = datetime(2026, 11, 12, 9, tzinfo=UTC)
ZONE = "Europe/London"
SMALL = Shape(60, UNTIL, ZONE, months=6, seed=3)
HOUSE = House(tuple((f"id {n}", f"C{n:03}") for n in range(40)), ("one", "two", "three"), ZONE, "GBP")
FLAGS_A_PAGE = 2.0
"""Points that chance flags somewhere on a quiet page, as the help text says."""


def pages_of(incidents: int, seed: int, *plants: Plant) -> Iterator[dict[str, Judged]]:
    """Return 24 and 36 months of measures, judged as views of them judge, of a ledger of 27 months."""
    shape = Shape(incidents, UNTIL, ZONE, months=27, seed=seed, plants=plants)
    facts = [fact for case in drawn(shape, HOUSE, Counter()) for fact in facts_of_drawn(case, ZoneInfo(ZONE))]
    counted = {key: one for key, one in MEASURES.items() if one.unit != "money"}
    for scope in (Scope(UNTIL, ZONE, 24), Scope(UNTIL, ZONE, 36)):
        yield {
            key: seen_from(judged(one, shares_by_hand(facts, scope.judged, key), people=500), scope.month_keys[0])
            for key, one in counted.items()
        }


def test_in_a_stable_ledger_no_more_is_flagged_than_the_page_says_that_chance_flags() -> None:
    pages = [next(pages_of(1_200, seed)) for seed in range(1, 6)]
    flagged = [sum(any(one.flags) for one in page.values()) for page in pages]
    assert sum(flagged) / len(pages) <= FLAGS_A_PAGE + 2 * sqrt(FLAGS_A_PAGE / len(pages)), flagged
    said = [change_sentence(one) for page in pages for one in page.values() if one.tone in {"concern", "improvement"}]
    assert len(said) <= len(pages), said
    assert not any(under_filing(page["incidents"], page["told_first"]) for page in pages)


def test_a_planted_improvement_of_promises_is_found_and_nothing_else_called_better() -> None:
    """It is planted in the sixteenth month; whatever months are shown, it is told from that month on."""
    for page in pages_of(2_500, 1, Plant(IMPROVEMENT, 16)):
        assert [(key, one.tone) for key, one in page.items() if one.tone] == [("promises_kept", "improvement")]
        assert change_sentence(page["promises_kept"]) == (
            "Promises kept on time rose from 81% to about 94% from December 2025 on and stayed there (11 months)."
        )


def test_a_planted_under_filing_is_called_by_its_name() -> None:
    for page in pages_of(4_000, 1, Plant(UNDER_FILING, 16)):
        assert page["told_first"].tone == "concern"
        assert "under-filing" in (under_filing(page["incidents"], page["told_first"]) or "")
        for key in ("incidents", "told_first"):
            assert "from December 2025 on and stayed there (11 months)" in (change_sentence(page[key]) or "")


def test_a_few_clients_have_most_of_it_and_some_is_open_and_some_was_filed_late() -> None:
    cases = list(drawn(Shape(2_000, UNTIL, ZONE), HOUSE, Counter()))
    touched = Counter(row["client_id"] for case in cases for row in case.impacts)
    top = sum(count for _, count in touched.most_common(len(touched) // 5))
    assert 0.4 < top / touched.total() < 0.9
    assert 0.04 < sum((case.incident["filed_at"] - case.incident["aware_at"]).days >= 1 for case in cases) / 2_000 < 0.1
    assert 0 < sum(case.incident["status"] in {"open", "contained"} for case in cases) < 60
    times = [at for case in cases for at in case.incident.values() if isinstance(at, datetime)]
    assert max(times) <= UNTIL


def test_another_process_draws_the_same_and_the_same_seed_gives_the_same() -> None:
    assert list(batches_drawn_ahead(SMALL, HOUSE, "sqlite")) == list(batches(SMALL, HOUSE, "sqlite"))


def test_a_recorded_ledger_verifies_and_its_facts_and_references_go_on(own_ledger: Ledger) -> None:
    fill_many(own_ledger, SMALL, password_hash="x", recorded=True)
    assert verify(own_ledger, SYSTEM).findings == ()
    assert rebuild(own_ledger, SYSTEM, write=False).is_same
    assert checkpoint(own_ledger, PROVIDER_LOG)
    _files_one_more(own_ledger)
    with pytest.raises(AlreadyInUse):
        fill_many(own_ledger, SMALL, password_hash="x")


def test_an_unrecorded_ledger_says_so_signs_nothing_and_its_facts_are_those_of_its_rows(own_ledger: Ledger) -> None:
    fill_many(own_ledger, SMALL, password_hash="x", recorded=False)
    assert rebuild(own_ledger, SYSTEM, write=False).is_same
    _files_one_more(own_ledger)
    with pytest.raises(Conflict, match="marked unrecorded"):
        checkpoint(own_ledger, PROVIDER_LOG)
    with pytest.raises(Conflict, match="marked unrecorded"):
        receipt(own_ledger, SYSTEM, "C001")
    assert sign_all(own_ledger) == []
    assert [finding.check for finding in verify(own_ledger, SYSTEM).findings] == ["record"]
    with own_ledger.database.read() as session:
        assert "60 invented incidents" in (recorded_so_far(session).why_unrecorded or "")
        leader = actor_of(_one(session, "leadership"), ZONE)
    scope = Scope(UNTIL, ZONE, 6)
    found = own_ledger.ask(leadership, leader, scope)
    assert found.measures["incidents"].n > 30
    assert found.costs
    assert {type(part.value) for stack in found.costs["GBP"].stacks for part in stack.parts} == {int}


@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=False)
def test_a_filling_that_breaks_off_leaves_indexes_and_settings_as_they_were(own_ledger: Ledger) -> None:
    def set_up() -> list[Any]:
        with own_ledger.database.engine.connect() as connection:
            pragmas = [
                connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in ("journal_mode", "foreign_keys")
            ]
            indexes = connection.exec_driver_sql(
                "SELECT name, sql FROM sqlite_master WHERE type = 'index' ORDER BY name"
            )
            return [*pragmas, *indexes.all()]

    def break_off(_done: int, _of: int) -> None:
        raise InterruptedError

    before = set_up()
    with pytest.raises(InterruptedError):
        fill_many(own_ledger, SMALL, password_hash="x", progress=break_off, recorded=False)
    assert before[:2] == ["wal", 1]
    assert set_up() == before


def _one(session: Session, role: str) -> User:
    return session.scalars(select(User).where(User.role == role).order_by(User.id)).all()[0]


def _files_one_more(ledger: Ledger) -> None:
    with ledger.database.read() as session:
        before = session.scalar(select(func.count()).select_from(Incident))
        manager = actor_of(_one(session, "service_manager"), ZONE)
    filed = ledger.do(
        file_incident, manager, clients=["C001"], title="Mail stopped", severity="S2", found_by="our_staff"
    )
    assert (before, filed.reference.startswith("INC-")) == (SMALL.incidents, True)


def test_pages_of_an_unrecorded_ledger_say_that_nothing_of_it_is_signed(web: StrictClient, ledger: Ledger) -> None:
    fill_many(ledger, Shape(8, UNTIL, ZONE, months=3), password_hash="x", recorded=True)
    with ledger.database.write() as session:
        mark_unrecorded(session, "It was filled with 8 invented incidents past the record.")
        session.commit()
        leader = _one(session, "leadership")
    web.sign_in(leader)
    assert "This ledger is marked unrecorded. It was filled with 8 invented incidents" in web.get("/trends").text


@pytest.mark.parametrize(
    "said",
    [{"incidents": 0}, {"months": 0}, {"plants": (Plant(IMPROVEMENT, 1),)}, {"plants": (Plant(IMPROVEMENT, 99),)}],
)
def test_a_shape_that_no_ledger_can_have_is_refused(said: dict[str, Any]) -> None:
    with pytest.raises(Invalid):
        replace(SMALL, **said)


def test_a_plant_is_read_or_refused_with_what_there_is() -> None:
    assert read_plant("improvement:13") == Plant(IMPROVEMENT, 13)
    with pytest.raises(Invalid, match="improvement:M, under-filing:M"):
        read_plant("growth:3")

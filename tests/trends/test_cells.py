"""Facts and cells equal a computation from scratch after any edits, voids, late filings and changes of zones."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, update

from ledger.clients.models import Client
from ledger.clients.operations.clients import edit_client
from ledger.demo.many.fill import fill_many
from ledger.demo.many.shape import Shape
from ledger.incidents.models import Incident
from ledger.incidents.operations.editing import edit_incident
from ledger.incidents.operations.milestones import set_milestones
from ledger.incidents.operations.second_person import decide, propose, raise_severity
from ledger.kernel.clock import pretended
from ledger.kernel.errors import AmendsError
from ledger.people.actor import SYSTEM, Actor
from ledger.people.models import Provider, User
from ledger.people.operations.setting_up import save_provider
from ledger.people.queries import actor_of
from ledger.recovery.models import Promise
from ledger.recovery.operations.promises import keep_promise, make_promise
from ledger.trends.case_reading import cases_of, loose_promises
from ledger.trends.cases import Point, cases
from ledger.trends.catalogue import MEASURES, facts_of
from ledger.trends.counting import behind, by_client, lasted, severity_counts, shares
from ledger.trends.fact import Fact
from ledger.trends.keeping_word import promise_kept
from ledger.trends.leadership import leadership
from ledger.trends.models import TrendCell, TrendHorizon
from ledger.trends.months import month_key
from ledger.trends.operations.keeping_cells import wrong_cells
from ledger.trends.operations.keeping_facts import rebuild
from ledger.trends.scope import Scope
from ledger.trends.survival import kaplan_meier
from ledger.work import Ledger
from tests.factories import an_incident
from tests.support.rounds import rounds
from tests.trends.tallied import shares_by_hand

BEGUN = datetime(2026, 6, 10, 9, tzinfo=UTC)
COUNTED = tuple(key for key, one in MEASURES.items() if one.unit != "money")
ZONES = ("Europe/London", "Pacific/Auckland", "America/Los_Angeles")


class Scene:
    """A small ledger whose time goes on from step to step; what may be refused is refused."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        self.at = BEGUN
        with pretended(BEGUN):
            fill_many(ledger, Shape(40, BEGUN, "Europe/London", months=5), password_hash="x", recorded=True)
        self.manager, self.leader = self.somebody("service_manager"), self.somebody("leadership")

    def somebody(self, role: str) -> Actor:
        """Return one of our people."""
        with self.ledger.database.read() as session:
            return actor_of(session.scalars(select(User).where(User.role == role).order_by(User.id)).all()[0], "UTC")

    def incident(self, chance: Random) -> Incident:
        """Return any incident."""
        with self.ledger.database.read() as session:
            return chance.choice(session.scalars(select(Incident).order_by(Incident.id)).all())

    def step(self, what: str, number: int) -> None:
        """Do one thing some days later."""
        chance = Random(number)  # noqa: S311 which of many, told by hypothesis
        self.at += timedelta(hours=chance.randint(1, 200))
        with pretended(self.at):
            try:
                STEPS[what](self, chance)
            except AmendsError:
                return

    def file_late(self, chance: Random) -> None:
        """File something that was known long ago, in another month perhaps."""
        began = self.at - timedelta(days=chance.randint(0, 70), hours=3)
        an_incident(
            self.ledger, self.manager, chance.choice((("C001",), ("C002", "C003"))), aware_at=began, service="Mail",
            severity=chance.choice(("S1", "S2", "S3", "S4")), found_by=chance.choice(("our_staff", "our_monitoring")),
        )  # fmt: skip

    def edit(self, chance: Random) -> None:
        """Put right, move in time, raise or rename something."""
        row = self.incident(chance)
        if chance.random() < 0.3:
            self.ledger.do(raise_severity, self.manager, incident_id=row.id, severity="S1")
        self.ledger.do(edit_incident, self.manager, incident_id=row.id, service=chance.choice(("Mail", "Files", "")))
        times = {"resolved_at": self.at, "detected_at": (row.detected_at or self.at) - timedelta(days=20)}
        self.ledger.do(set_milestones, self.manager, incident_id=row.id, times=times)

    def void(self, chance: Random) -> None:
        """Withdraw something, with a second person."""
        row = self.incident(chance)
        said = self.ledger.do(propose, self.manager, incident_id=row.id, kind="withdrawn", reason="It was a test.")
        self.ledger.do(decide, self.leader, proposal_id=said.id, decision="agreed")

    def promise(self, chance: Random) -> None:
        """Make a promise of no case, and keep one that is open."""
        due_at = self.at + timedelta(days=chance.randint(1, 9))
        self.ledger.do(make_promise, self.manager, client_code="C001", text="Call back", due_at=due_at)
        with self.ledger.database.read() as session:
            open_now = session.scalars(select(Promise.id).where(Promise.status == "open").order_by(Promise.id)).all()
        self.ledger.do(keep_promise, self.manager, promise_id=chance.choice(open_now))

    def move_client(self, chance: Random) -> None:
        """Let a client's days end elsewhere."""
        with self.ledger.database.read() as session:
            row = session.scalars(select(Client).where(Client.code == "C001")).one()
        self.ledger.do(edit_client, SYSTEM, code="C001", version=row.version, zone=chance.choice(ZONES))

    def move_house(self, chance: Random) -> None:
        """Let our months end elsewhere."""
        with self.ledger.database.read() as session:
            version = session.get_one(Provider, 1).version
        self.ledger.do(save_provider, SYSTEM, version, zone=chance.choice(ZONES))

    def night(self, _chance: Random) -> None:
        """Let a night pass."""
        self.ledger.do(rebuild, SYSTEM)


STEPS: dict[str, Callable[[Scene, Random], None]] = {
    "file_late": Scene.file_late, "edit": Scene.edit, "void": Scene.void, "promise": Scene.promise,
    "move_client": Scene.move_client, "move_house": Scene.move_house, "night": Scene.night,
}  # fmt: skip


@pytest.fixture
def scene(ledger: Ledger) -> Scene:
    """A scene that all examples of a test go on with."""
    return Scene(ledger)


def facts_from_scratch(ledger: Ledger) -> list[Fact]:
    """Make all facts from the rows, past what is stored."""
    with ledger.database.read() as session:
        zone = ZoneInfo(session.get_one(Provider, 1).zone)
        found = list(facts_of(cases_of(session, session.scalars(select(Incident.id)).all())))
        loose = loose_promises(session, session.scalars(select(Promise.id)).all())
    return found + [promise_kept(one, month_key(one.original_due_at, zone)) for one in loose]


def require_equal(scene: Scene) -> None:
    """Hold stored facts, cells and what pages count against a computation from scratch."""
    ledger = scene.ledger
    with ledger.database.read() as session:
        zone = session.get_one(Provider, 1).zone
        assert wrong_cells(session) == 0
    assert ledger.do(rebuild, SYSTEM, write=False).is_same
    facts = facts_from_scratch(ledger)
    for scope in (Scope(scene.at, zone, 9), Scope(scene.at, zone, 9, severity="S2")):
        found = ledger.ask(shares, SYSTEM, scope, COUNTED)
        assert found == {key: shares_by_hand(facts, scope, key) for key in COUNTED}
        counts = ledger.ask(severity_counts, SYSTEM, scope)
        shown = ledger.ask(leadership, SYSTEM, scope).incidents
        assert shown.total == sum(n for (_, _, reason), n in counts.items() if reason in {"", "near_miss"})
        for stack in shown.stacks:
            assert stack.total == sum(part.value for part in stack.parts)
            for part in stack.parts:
                listed = ledger.ask(cases, SYSTEM, scope, Point("severities", stack.period, part.series)).cases
                assert len(listed) == part.count
    for key, one in (
        (key, one) for key, points in ledger.ask(shares, SYSTEM, scope, COUNTED).items() for one in points
    ):
        counted, met = ledger.ask(behind, SYSTEM, scope, key, one.period)
        assert (len(counted), one.k if MEASURES[key].unit == "count" else len(met)) == (one.n, one.k), (key, one)


@settings(max_examples=rounds(2, 40), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(st.tuples(st.sampled_from(sorted(STEPS)), st.integers(0, 10**6)), min_size=4, max_size=9))
def test_facts_and_cells_equal_a_computation_from_scratch_after_any_steps(
    scene: Scene, steps: list[tuple[str, int]]
) -> None:
    for what, number in [("night", 0), *steps]:
        scene.step(what, number)
    with pretended(scene.at):
        require_equal(scene)


def test_cells_say_what_facts_say_of_stocks_durations_and_clients(scene: Scene) -> None:
    ledger = scene.ledger
    scope = Scope(scene.at, "Europe/London", 9)

    def counted() -> tuple[object, ...]:
        rows = [row for _, row in ledger.ask(lasted, SYSTEM, scope, "resolved_in_time", scope.month_keys)]
        stocks = ledger.ask(shares, SYSTEM, scope, ["action_ageing"])
        return kaplan_meier(rows), stocks, ledger.ask(by_client, SYSTEM, scope, "first_notice")

    from_facts = counted()
    with pretended(scene.at):
        ledger.do(rebuild, SYSTEM)
    with ledger.database.read() as session:
        assert session.scalar(select(TrendHorizon.at)) == scene.at
    assert counted() == from_facts


def test_a_cell_that_was_tampered_with_is_found_and_put_right_at_night(scene: Scene) -> None:
    with pretended(scene.at):
        scene.ledger.do(rebuild, SYSTEM)
        with scene.ledger.database.write() as session:
            session.execute(update(TrendCell).where(TrendCell.measure == "told_first").values(k=99))
            session.commit()
        found = scene.ledger.do(rebuild, SYSTEM, write=False)
        assert not found.is_same
        assert found.cells
        scene.ledger.do(rebuild, SYSTEM)
        assert scene.ledger.do(rebuild, SYSTEM, write=False).is_same

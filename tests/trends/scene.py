"""A small ledger whose time goes on: cases filed late, edited, withdrawn, paid for, and zones that change."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

from sqlalchemy import select

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
from ledger.kernel.money import Money
from ledger.people.actor import SYSTEM, Actor
from ledger.people.models import Provider, User
from ledger.people.operations.setting_up import save_provider
from ledger.people.queries import actor_of
from ledger.recovery.models import Action, Promise
from ledger.recovery.operations.action_checking import record_result
from ledger.recovery.operations.action_doing import implement_action, resume_action, send_back_action
from ledger.recovery.operations.promises import keep_promise, make_promise
from ledger.recovery.operations.spending import book_cost
from ledger.trends.operations.keeping_cells import move_horizon
from ledger.trends.operations.rebuilding import rebuild
from ledger.work import Ledger
from tests.factories import an_incident

BEGUN = datetime(2026, 6, 10, 9, tzinfo=UTC)
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

    def incident(self, chance: Random, *, open_now: bool = False) -> Incident:
        """Return any incident, or any that goes on."""
        query = select(Incident).order_by(Incident.id)
        with self.ledger.database.read() as session:
            found = session.scalars(query.where(Incident.status == "open") if open_now else query).all()
        return chance.choice(found)

    def step(self, what: str, number: int) -> bool:
        """Do one thing some days later; return whether it was not refused."""
        chance = Random(number)  # noqa: S311 which of many, told by hypothesis
        self.at += timedelta(hours=chance.randint(1, 200))
        with pretended(self.at):
            try:
                STEPS[what](self, chance)
            except AmendsError:
                return False
        return True

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
        self.ledger.do(edit_incident, self.manager, incident_id=row.id, service=chance.choice(("Mail", "Files", "")))
        before = min(row.impact_started_at or self.at, row.detected_at or self.at) - timedelta(days=20)
        times = {"detected_at": before, "impact_started_at": before}
        if row.resolved_at is None:
            times["resolved_at"] = self.at
        self.ledger.do(set_milestones, self.manager, incident_id=row.id, times=times)
        if chance.random() < 0.3 and row.severity != "S1":
            self.ledger.do(raise_severity, self.manager, incident_id=row.id, severity="S1")

    def void(self, chance: Random) -> None:
        """Withdraw something, with a second person."""
        row = self.incident(chance, open_now=True)
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

    def repair(self, chance: Random) -> None:
        """Take an action a step on: what is watched did not hold, what did not is begun again, done, sent back."""
        with self.ledger.database.read() as session:
            query = select(Action.id, Action.status).where(Action.status.in_(REPAIRS)).order_by(Action.id)
            key, status = chance.choice(session.execute(query).all())
        verb, said = REPAIRS[status]
        due = {"due_on": (self.at + timedelta(days=9)).date()} if verb is resume_action else {}
        self.ledger.do(verb, self.leader, action_id=key, **said, **due)

    def book(self, chance: Random) -> None:
        """Pay somebody for putting something right."""
        net = Money(chance.randint(1, 90_000), chance.choice(("EUR", "GBP")))
        filed = an_incident(self.ledger, self.manager, ("C001",), aware_at=self.at - timedelta(hours=3))
        self.ledger.do(
            book_cost,
            self.leader,
            incident_id=filed.id,
            kind="third_party",
            text="Laboratory",
            net=net,
            supplier="LAB",
        )
        if chance.random() < 0.5:
            before = self.at - timedelta(days=50)
            times = {"detected_at": before, "impact_started_at": before}
            self.ledger.do(set_milestones, self.manager, incident_id=filed.id, times=times)

    def hour(self, _chance: Random) -> None:
        """Let the horizon of cells move on."""
        self.ledger.do(move_horizon, SYSTEM)

    def night(self, _chance: Random) -> None:
        """Let a night pass."""
        rebuild(self.ledger, SYSTEM)


REPAIRS: dict[str, tuple[Callable[..., Action], dict[str, Any]]] = {
    "watching": (record_result, {"held": False, "opportunities": 1, "result": "It came back."}),
    "not_effective": (resume_action, {"reason": "Otherwise this time."}),
    "in_progress": (
        implement_action,
        {"evidence": "Seen.", "could_break": "Nothing: a list.", "how_undone": "By hand."},
    ),
    "implemented": (send_back_action, {"note": "Not what was meant."}),
}
STEPS: dict[str, Callable[[Scene, Random], None]] = {
    "file_late": Scene.file_late, "edit": Scene.edit, "void": Scene.void, "promise": Scene.promise,
    "move_client": Scene.move_client, "move_house": Scene.move_house, "night": Scene.night, "book": Scene.book,
    "hour": Scene.hour, "repair": Scene.repair,
}  # fmt: skip

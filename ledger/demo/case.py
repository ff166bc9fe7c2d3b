"""One story being played: what has been made so far, and the verbs as the story's people use them."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any, Concatenate, ParamSpec, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger.clients.models import Client
from ledger.demo.moments import Moments
from ledger.demo.stage import Stage
from ledger.demo.story import Line, Story, Touch
from ledger.incidents.models import Impact, Incident
from ledger.incidents.operations.editing import add_factor, edit_incident
from ledger.incidents.operations.filing import file_incident
from ledger.incidents.operations.handover import name_people
from ledger.incidents.operations.impacts import edit_impact
from ledger.incidents.operations.milestones import set_milestones
from ledger.incidents.operations.timeline import add_entry
from ledger.kernel.clock import now
from ledger.people.actor import Actor
from ledger.recovery.operations.promises import make_promise
from ledger.recovery.operations.updates import NEXT_UPDATE, quick_update

P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True)
class Opened:
    """An impact as filing opened it."""

    id: str
    client_reference: str


@dataclass
class Case:
    """A story on stage."""

    stage: Stage
    story: Story
    moments: Moments
    incident_id: str = ""
    impacts: dict[str, Opened] = field(default_factory=dict)
    """By the client's code."""
    made: dict[str, str] = field(default_factory=dict)
    """Ids of what was added later, by a name of the script's own."""

    def actor(self, key: str) -> Actor:
        """Return one of our people; the story's owner where no key is given."""
        return self.stage.people[key or self.story.owner]

    def do(self, verb: Callable[Concatenate[Session, Actor, P], T], who: str, *args: P.args, **kwargs: P.kwargs) -> T:
        """Let one of our people use a verb now."""
        return self.stage.ledger.do(verb, self.actor(who), *args, **kwargs)

    def at(self, told: str) -> datetime:
        """Return the instant of a moment of the story."""
        return self.moments.at(told)

    def words(self, text: str) -> str:
        """Return a text with its days filled in."""
        return self.moments.fill(text)

    def due(self, told: str) -> tuple[date | None, datetime | None]:
        """Return a day, or the instant where a clock time is told with it."""
        if " " in told or told.startswith("now"):
            return None, self.at(told)
        return self.moments.day(told), None

    def file(self) -> None:
        """File the incident, and name who owns it from now on."""
        self.do(self._filed, self.story.filer)

    def _filed(self, session: Session, actor: Actor) -> None:
        story = self.story
        filed = file_incident(
            session,
            actor,
            clients=[touch.client for touch in story.touches],
            title=self.words(story.title),
            severity=story.severity,
            found_by=story.found_by,
            impact_started_at=self.at(story.started),
            aware_at=self.at(story.aware),
            act_statement=self.words(story.provisional or story.act),
            service=story.service,
        )
        self.incident_id = filed.id
        rows = select(Client.code, Impact.id, Impact.client_reference).join(Impact, Impact.client_id == Client.id)
        for code, key, reference in session.execute(rows.where(Impact.incident_id == filed.id)):
            self.impacts[code] = Opened(key, reference)
        self._who_has_it(session, actor)

    def _who_has_it(self, session: Session, actor: Actor) -> None:
        deputy = self.story.deputy
        name_people(
            session,
            actor,
            incident_id=self.incident_id,
            owner_id=self.actor("").user_id,
            deputy_id=self.actor(deputy).user_id if deputy else None,
        )
        set_milestones(session, actor, incident_id=self.incident_id, times={"acknowledged_at": now()})

    def tell(self, line: Line) -> None:
        """Write one line of the timeline; an update by the press that also promises the next."""
        if line.kind == "update":
            self.do(
                quick_update,
                line.who,
                incident_id=self.incident_id,
                text=self.words(line.text),
                next_update_at=self.at(line.next) if line.next else None,
                client_code=line.client,
                channel=line.channel,
            )
        else:
            self.do(self._entered, line.who, line)

    def _entered(self, session: Session, actor: Actor, line: Line) -> None:
        next_at = self.at(line.next) if line.next else None
        add_entry(
            session,
            actor,
            incident_id=self.incident_id,
            kind=line.kind,
            text=self.words(line.text),
            occurred_at=self.at(line.when),
            visibility=self._visibility(line),
            client_code=line.client,
            channel=line.channel,
            outcome=line.outcome,
            next_update_at=next_at,
            reported=line.reported,
        )
        for touch in self.story.touches if next_at else ():
            if line.client in {None, touch.client}:
                make_promise(
                    session, actor, client_code=touch.client, incident_id=self.incident_id, kind="update",
                    text=NEXT_UPDATE, due_at=next_at, promised_at=self.at(line.when),
                )  # fmt: skip

    def _visibility(self, line: Line) -> str | None:
        if not line.seen:
            return None
        return "one_client" if line.client else "all_clients"

    def reach(self, milestone: str, told: str) -> None:
        """Set a milestone."""
        self.do(set_milestones, "", incident_id=self.incident_id, times={milestone: self.at(told)})

    def know(self) -> None:
        """Write down what it did to each client and why it happened."""
        self.do(self._known, "")

    def _known(self, session: Session, actor: Actor) -> None:
        story = self.story
        edit_incident(
            session,
            actor,
            incident_id=self.incident_id,
            act_statement=self.words(story.act),
            ours="yes",
            cause_family=story.family,
        )
        for text, unseen in story.factors:
            add_factor(
                session, actor, incident_id=self.incident_id, text=self.words(text), why_not_noticed=self.words(unseen)
            )
        for touch in story.touches:
            edit_impact(session, actor, impact_id=self.impacts[touch.client].id, version=None, **self._effect(touch))

    def _effect(self, touch: Touch) -> dict[str, Any]:
        said: dict[str, Any] = {
            "statement": self.words(touch.statement),
            "act_statement": self.words(touch.act),
            "delay_reason": self.words(touch.delay),
            "client_must_do": self.words(touch.must_do),
            "no_remedy_reason": self.words(touch.no_remedy),
            "people_affected": touch.affected,
            "data_effect": touch.data,
        }
        return {name: value for name, value in said.items() if value not in {None, ""}}

    def is_watched(self) -> bool:
        """Return whether the incident is put right and only watched."""
        with self.stage.ledger.database.read() as session:
            return session.scalar(select(Incident.status).where(Incident.id == self.incident_id)) == "watching"

    def later(self, told: str) -> datetime:
        """Return the instant of a moment, but never before the incident was filed: people answer first, then write."""
        return max(self.at(told), self.at(self.story.filed)).astimezone(UTC)

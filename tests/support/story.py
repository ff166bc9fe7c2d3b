"""Who takes part in the story of one mistake, what they do again and again, and the days on which they do it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any, TypeVar

from sqlalchemy import select

from ledger.clients.operations.contacts import add_contact
from ledger.clients.operations.users import add_client_user
from ledger.incidents.models import Impact
from ledger.incidents.operations.timeline import add_entry
from ledger.kernel.clock import pretended
from ledger.letters.models import Letter
from ledger.letters.operations.approving import approve_letter, submit_letter
from ledger.letters.operations.drafting import draft_letter
from ledger.letters.operations.issuing import begin_issue
from ledger.letters.queries import letter_page
from ledger.people.actor import SYSTEM, Actor
from ledger.people.queries import actor_of
from ledger.work import Ledger
from ledger.worker.letters import finish_letter
from tests.factories import a_client, a_provider, an_actor, an_incident

T = TypeVar("T")


def tuesday(hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 10, 6, hour, minute, tzinfo=UTC)


def october(day: int, hour: int = 9, minute: int = 0) -> datetime:
    return datetime(2026, 10, day, hour, minute, tzinfo=UTC)


@contextmanager
def at(instant: datetime) -> Iterator[None]:
    """What is done within happens then."""
    with pretended(instant):
        yield


class Story:
    """Everybody who takes part, and what has been made so far."""

    incident_id: str
    reference: str
    client_reference: str
    impact_id: str
    action_id: str
    remedy_id: str
    promise_id: str
    letter_id: str

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        with at(october(1)):
            a_provider(ledger)
            a_client(ledger, people_total=58, address="1 Pier Road\nExmouth EX8 1AA")
            ledger.do(
                add_contact, SYSTEM, client_code="HFO", name="Adaeze Okafor", salutation="Ms Okafor",
                mail="adaeze.okafor@harbour.example", phone="+44 1632 960211", may_receive_notices=True,
            )  # fmt: skip
            self.engineer = an_actor(ledger, name="Jo Marsh", title="Engineer", telephone="+44 1632 960104")
            self.manager = an_actor(ledger, name="Priya Nayar", title="Service Manager", signs_up_to="S2")
            self.director = an_actor(
                ledger, "leadership", name="Tom Merrick", title="Service Director", signs_up_to="S1"
            )
            user = ledger.do(
                add_client_user, SYSTEM, client="HFO", email="adaeze@harbour.example", name="Adaeze Okafor"
            )
            self.client = actor_of(user, "Europe/London")

    def file(self) -> None:
        filed = an_incident(
            self.ledger,
            self.engineer,
            title="Order server shows old orders",
            severity="S2",
            found_by="our_staff",
            impact_started_at=tuesday(8, 55),
            aware_at=tuesday(9, 2),
            service="Order server",
        )
        self.incident_id, self.reference, self.client_reference = filed.id, filed.reference, filed.client_references[0]
        with self.ledger.database.read() as session:
            self.impact_id = session.scalars(select(Impact.id).where(Impact.incident_id == filed.id)).one()

    def tell(self, kind: str, text: str, **more: Any) -> None:
        self.do(add_entry, self.engineer, kind=kind, text=text, **more)

    def do(self, verb: Callable[..., T], who: Actor, **said: Any) -> T:
        """Use a verb on this incident."""
        return self.ledger.do(verb, who, incident_id=self.incident_id, **said)

    def write(self, kind: str) -> str:
        """Draft a letter and send it for review."""
        letter_id = self.ledger.do(draft_letter, self.engineer, impact_id=self.impact_id, kind=kind)
        self.ledger.do(submit_letter, self.engineer, letter_id=letter_id, version=self.version(letter_id))
        return letter_id

    def approve(self, who: Actor, letter_id: str) -> None:
        self.ledger.do(approve_letter, who, letter_id=letter_id, version=self.version(letter_id))

    def version(self, letter_id: str) -> int:
        return self.ledger.ask(letter_page, self.engineer, letter_id).version

    def issue(self, letter_id: str) -> bytes:
        """Issue an approved letter, have its file drawn as the worker does, and return the file."""
        assert self.ledger.do(begin_issue, self.engineer, letter_id=letter_id).issuing
        assert finish_letter(self.ledger, letter_id)
        with self.ledger.database.read() as session:
            letter = session.execute(select(Letter).where(Letter.id == letter_id)).scalar_one()
        return self.ledger.files.read(letter.pdf_sha256 or "")

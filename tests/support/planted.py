"""Words planted where a client must not see them: all of a second client, and all that is internal with the first."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import MetaData, select

from ledger.clients.models import Client
from ledger.clients.operations.contacts import add_contact
from ledger.incidents.models import Impact
from ledger.incidents.operations.editing import add_factor
from ledger.incidents.operations.impacts import edit_impact
from ledger.incidents.operations.timeline import add_entry
from ledger.kernel.money import Money
from ledger.letters.operations.answering import answer_letter
from ledger.people.actor import SYSTEM, Actor
from ledger.recovery.operations.actions import add_action
from ledger.recovery.operations.promises import make_promise
from ledger.recovery.operations.remedies import propose_remedy
from ledger.work import Ledger
from tests.factories import a_client, a_user, an_actor, an_incident
from tests.letters.steps import a_case_of, an_issued_letter
from tests.recovery.factories import FAR
from tests.support.seeded import Seeded, seed, seed_of_client

OTHER = "zephyrquartz"
"""Stands in every text of the second client."""
OTHERS_CODE = "ZQXJWV"
INSIDE = "innerhatch"
"""Stands in every internal text of the first client's own cases."""
HIDDEN_PERSON = "Wolfram Hidewell"
"""One of our people who is neither a contact nor a signatory."""
COST = Money(8_765_432, "GBP")
"""What a remedy of the first client costs us."""
FORBIDDEN = (OTHER, OTHERS_CODE.lower(), INSIDE, "hidewell", "inc-20", "87,654.32", "87654.32", "8765432")
"""Lower case; none may stand in anything that a user of the first client is answered."""


@dataclass(frozen=True)
class Planted:
    """Two clients' names for addresses; `seeded` has the first one's user and token."""

    seeded: Seeded
    theirs: dict[str, str]
    """The same names as `seeded.values`, of the second client."""


def plant(ledger: Ledger) -> Planted:
    """Fill an empty ledger with two clients and words that must not cross."""
    seeded = seed(ledger)
    other = a_client(ledger, OTHERS_CODE, f"{OTHER.title()} Mills", address=f"1 {OTHER.title()} Road")
    their_user = a_user(ledger, "client", client_id=other.id, email=f"user@{OTHER}.example", name=f"Ada {OTHER}")
    theirs = seed_of_client(ledger, other, seeded.users | {"client": their_user})
    hidden = an_actor(ledger, "service_manager", name=HIDDEN_PERSON)
    leader = an_actor(ledger, "leadership", name="Olga Second", signs_up_to="S1")
    _shared_incident(ledger, hidden)
    _their_own(ledger, other, hidden, leader)
    _inside_of_first(ledger, seeded.values, hidden)
    return Planted(seeded, seeded.values | theirs)


def _shared_incident(ledger: Ledger, hidden: Actor) -> None:
    filed = an_incident(ledger, hidden, ("HFO", OTHERS_CODE), title="Mail was late for several clients")
    with ledger.database.read() as session:
        query = select(Impact.id).join(Client, Client.id == Impact.client_id)
        their_impact = session.scalars(query.where(Impact.incident_id == filed.id, Client.code == OTHERS_CODE)).one()
    ledger.do(edit_impact, hidden, impact_id=their_impact, statement=f"The {OTHER} statement")
    for kind, visibility, code, text in (
        ("update", "all_clients", None, "We are looking at the mail server."),
        ("update", "one_client", OTHERS_CODE, f"Words for {OTHER} alone."),
        ("observation", "internal", None, f"An {INSIDE} note about the mail server."),
    ):
        ledger.do(
            add_entry, hidden, incident_id=filed.id, kind=kind, text=text, visibility=visibility, client_code=code
        )


def _their_own(ledger: Ledger, other: Client, hidden: Actor, leader: Actor) -> None:
    ledger.do(add_contact, SYSTEM, client_code=other.code, name=f"Otto {OTHER}", mail=f"otto@{OTHER}.example")
    case = a_case_of(ledger, other, hidden, leader, title=f"The {OTHER} accounts were gone")
    ledger.do(add_factor, hidden, incident_id=case.incident_id, text=f"The {OTHER} restore had no test.")
    ledger.do(
        add_action, hidden, incident_id=case.incident_id, kind="corrective", text=f"The {OTHER} action",
        owner_id=hidden.user_id, due_on=FAR,
    )  # fmt: skip
    ledger.do(
        make_promise, hidden, client_code=other.code, text=f"The {OTHER} promise", due_on=FAR,
        owner_id=hidden.user_id, incident_id=case.incident_id,
    )  # fmt: skip
    ledger.do(
        propose_remedy, hidden, client_reference=case.client_reference, code="GW", text=f"The {OTHER} remedy",
        value=Money(2_500, "GBP"), details={"reason": f"The {OTHER} reason"},
    )  # fmt: skip
    issued = an_issued_letter(ledger, case, kind="final")
    said: dict[str, Any] = {"kind": "question", "words": f"The {OTHER} question?", "by_name": f"Otto {OTHER}"}
    ledger.do(answer_letter, hidden, letter_id=issued, proof="Their mail", **said)


def _inside_of_first(ledger: Ledger, values: dict[str, str], hidden: Actor) -> None:
    incident_id, reference = values["incident_id"], values["client_reference"]
    ledger.do(
        add_entry, hidden, incident_id=incident_id, kind="observation", text=f"An {INSIDE} entry", visibility="internal"
    )
    ledger.do(
        add_action, hidden, incident_id=incident_id, kind="preventive", text=f"An {INSIDE} action",
        owner_id=hidden.user_id, due_on=FAR, visible_to_client=False,
    )  # fmt: skip
    ledger.do(
        make_promise, hidden, client_code="HFO", text=f"An {INSIDE} promise", due_on=FAR, owner_id=hidden.user_id,
        incident_id=incident_id, visible_to_client=False,
    )  # fmt: skip
    ledger.do(
        make_promise, hidden, client_code="HFO", text="A call back", due_on=FAR, owner_id=hidden.user_id,
        incident_id=incident_id,
    )  # fmt: skip
    ledger.do(
        propose_remedy, hidden, client_reference=reference, code="GW", text="A day of work", value=Money(2_500, "GBP"),
        details={"reason": f"{INSIDE} reason"}, cost=COST, supplier=f"{INSIDE}-LTD",
    )  # fmt: skip


def all_words(ledger: Ledger) -> str:
    """Return everything that stands in the database, in lower case: what was planted has to be there."""
    metadata = MetaData()
    with ledger.database.read() as session:
        metadata.reflect(session.connection())
        rows = [str(row) for table in metadata.sorted_tables for row in session.execute(table.select())]
    return "\n".join(rows).lower()

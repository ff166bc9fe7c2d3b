"""Steps of letters through the real verbs: a provider that signs, a client with a contact, a case worth a letter."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger.clients.models import Client, Contact
from ledger.incidents.models import Factor, Impact
from ledger.incidents.operations.timeline import add_entry
from ledger.kernel.clock import now
from ledger.kernel.ids import new_id
from ledger.letters.models import Letter
from ledger.letters.operations.answering import answer_letter
from ledger.letters.operations.approving import approve_letter, submit_letter
from ledger.letters.operations.drafting import draft_letter
from ledger.letters.operations.issuing import begin_issue
from ledger.people.actor import SYSTEM, Actor
from ledger.record.operations import note
from ledger.recovery.models import Action, Promise, Remedy
from ledger.work import Ledger
from ledger.worker import finish_letter
from tests.factories import a_client, a_provider, an_actor, an_incident


@dataclass(frozen=True)
class Case:
    """One incident on one client, with the people who write about it."""

    writer: Actor
    leader: Actor
    client: Client
    incident_id: str
    impact_id: str
    client_reference: str


def a_case(ledger: Ledger, severity: str = "S2", **differs: Any) -> Case:
    """Return a case whose final letter lacks nothing."""
    a_provider(ledger)
    client = a_client(ledger, address="1 Pier Road\nExmouth EX8 1AA", people_total=58)
    writer = an_actor(ledger, name="Jane Reed", title="Service director", telephone="+44 1632 960111")
    leader = an_actor(ledger, "leadership", name="Martin Hale", title="Managing Director", signs_up_to="S1")
    return a_case_of(ledger, client, writer, leader, severity, **differs)


def a_case_of(
    ledger: Ledger, client: Client, writer: Actor, leader: Actor, severity: str = "S2", **differs: Any
) -> Case:
    """Return such a case of this client and these people; `leader` signs and approves."""
    ledger.do(_contact, SYSTEM, client.id)
    began_at = now() - timedelta(hours=5)
    filed = an_incident(
        ledger,
        writer,
        (client.code,),
        severity=severity,
        impact_started_at=began_at,
        aware_at=began_at + timedelta(minutes=7),
        act_statement="We restored the wrong backup over your accounts server.",
        service="accounts server",
        **differs,
    )
    impact_id = ledger.do(_known_effect, SYSTEM, filed.id)
    for kind, text, hours in (
        ("client_notice", "We rang you and said what had happened.", 4.5),
        ("containment", "We stopped the restore.", 4.4),
        ("restoration", "The right backup was in place.", 2.0),
    ):
        ledger.do(
            add_entry,
            writer,
            incident_id=filed.id,
            kind=kind,
            text=text,
            occurred_at=now() - timedelta(hours=hours),
            visibility="one_client",
            client_code=client.code,
            channel="phone" if kind == "client_notice" else None,
        )
    ledger.do(_put_right, writer, impact_id, leader.user_id)
    return Case(writer, leader, client, filed.id, impact_id, filed.client_references[0])


def an_approved_letter(ledger: Ledger, case: Case, **differs: Any) -> str:
    """Draft, send for review and approve; return the letter's id."""
    letter_id = ledger.do(draft_letter, case.writer, impact_id=case.impact_id, **differs)
    ledger.do(submit_letter, case.writer, letter_id=letter_id, version=letter(ledger, letter_id).version)
    ledger.do(approve_letter, case.leader, letter_id=letter_id, version=letter(ledger, letter_id).version)
    return letter_id


def an_issued_letter(ledger: Ledger, case: Case, **differs: Any) -> str:
    """Do all of it and return the letter's id."""
    letter_id = an_approved_letter(ledger, case, **differs)
    ledger.do(begin_issue, case.writer, letter_id=letter_id)
    finish_letter(ledger, letter_id)
    return letter_id


def letters_to_walk(ledger: Ledger, client: Client, writer: Actor, leader: Actor) -> dict[str, str]:
    """Return names for tests that walk all addresses: a draft, an issued letter, and a question about it.

    Somebody who signs S1 letters has to be there.
    """
    case = a_case_of(ledger, client, writer, leader)
    issued = an_issued_letter(ledger, case, kind="final")
    question = {"kind": "question", "words": "Which invoices?", "by_name": "Ada Okafor", "proof": "Her mail of today"}
    return {
        "issued_letter": issued,
        "answer": ledger.do(answer_letter, writer, letter_id=issued, **question),
        "letter": ledger.do(draft_letter, writer, impact_id=case.impact_id, kind="interim"),
    }


def letter(ledger: Ledger, letter_id: str) -> Letter:
    """Return the letter's row as it stands."""
    with ledger.database.read() as session:
        return session.scalars(select(Letter).where(Letter.id == letter_id)).one()


def _contact(session: Session, actor: Actor, client_id: str) -> str:
    contact = Contact(
        id=new_id(), client_id=client_id, name="Ada Okafor", salutation="Ms Okafor", title="Office Manager",
        mail="ada@harbour.example", phone="+44 1632 960222", may_receive_notices=True,
    )  # fmt: skip
    contact.event_id = note(session, "contact.added", actor=actor.user_id, subjects="contact")
    session.add(contact)
    return contact.id


def _known_effect(session: Session, actor: Actor, incident_id: str) -> str:
    impact = session.scalars(select(Impact).where(Impact.incident_id == incident_id)).one()
    impact.people_affected, impact.people_total, impact.data_effect = 46, 58, "none"
    impact.to_at = now() - timedelta(hours=2)
    impact.event_id = note(session, "impact.changed", actor=actor.user_id, subjects="impact")
    return impact.id


def _put_right(session: Session, actor: Actor, impact_id: str, leader_id: str) -> None:
    event_id = note(session, "test.put_right", actor=actor.user_id, subjects="test")
    at = now()
    impact = session.get_one(Impact, impact_id)
    incident_id, client_id = impact.incident_id, impact.client_id
    session.add_all(
        [
            Factor(
                id=new_id(), incident_id=incident_id, event_id=event_id,
                text="Your backups have names that differ by one digit.",
            ),
            Action(
                id=new_id(), incident_id=incident_id, event_id=event_id, kind="correction", owner_id=actor.user_id,
                text="We put the right backup in place and compared the totals with you.", due_at=at,
                original_due_at=at, implemented_at=at - timedelta(hours=2), status="implemented", created_at=at,
            ),
            Action(
                id=new_id(), incident_id=incident_id, event_id=event_id, kind="corrective", owner_id=actor.user_id,
                text="A restore cannot start until a second person enters a code.", how_seen="You get a picture of it.",
                due_at=at + timedelta(days=20), original_due_at=at + timedelta(days=20), created_at=at,
            ),
            Promise(
                id=new_id(), client_id=client_id, incident_id=incident_id, event_id=event_id, kind="letter",
                text="We write to you whether the change has held.", owner_id=actor.user_id, promised_at=at,
                due_at=at + timedelta(days=90), original_due_at=at + timedelta(days=90),
            ),
            Remedy(
                id=new_id(), impact_id=impact_id, event_id=event_id, code="SC", text="One month's server fee",
                how="Credit note 2087, on your next invoice", cost_minor=999_999, cost_currency="GBP",
                value_minor=368_000, tax_minor=73_600, value_currency="GBP", status="approved",
                proposed_by=actor.user_id, proposed_at=at, approved_by=leader_id, approved_at=at,
            ),
        ]
    )  # fmt: skip

"""Steps of letters through the real verbs: a provider that signs, a client with a contact, a case worth a letter."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from ledger.clients.models import Client
from ledger.clients.operations.contacts import add_contact
from ledger.incidents.incident_page import incident_by_reference
from ledger.incidents.operations.editing import add_factor
from ledger.incidents.operations.impacts import edit_impact
from ledger.incidents.operations.timeline import add_entry
from ledger.kernel.clock import now
from ledger.letters.models import Letter
from ledger.letters.operations.answering import answer_letter
from ledger.letters.operations.approving import approve_letter, submit_letter
from ledger.letters.operations.delivering import ask_delivery
from ledger.letters.operations.drafting import draft_letter, edit_letter
from ledger.letters.operations.issuing import begin_issue
from ledger.letters.operations.open_points import raise_point
from ledger.people.actor import SYSTEM, Actor
from ledger.recovery.operations.action_doing import implement_action
from ledger.recovery.operations.actions import add_action
from ledger.recovery.operations.promises import make_promise
from ledger.recovery.operations.remedies import approve_remedy, propose_remedy
from ledger.work import Ledger
from ledger.worker.letters import finish_letter
from tests.factories import a_client, a_provider, an_actor, an_incident
from tests.recovery.factories import HARM, a_plan, gbp


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
    ledger.do(
        add_contact, SYSTEM, client_code=client.code, name="Ada Okafor", salutation="Ms Okafor", title="Office Manager",
        mail="ada@harbour.example", phone="+44 1632 960222", may_receive_notices=True,
    )  # fmt: skip
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
    (impact,) = ledger.ask(incident_by_reference, writer, filed.reference).impacts
    effect: dict[str, Any] = {
        "people_affected": 46,
        "people_total": 58,
        "data_effect": "none",
        "to_at": now() - timedelta(hours=2),
    }
    ledger.do(edit_impact, writer, impact_id=impact.id, **effect)
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
    case = Case(writer, leader, client, filed.id, impact.id, filed.client_references[0])
    _put_right(ledger, case)
    return case


@dataclass(frozen=True)
class WideCase:
    """One incident on many clients, each with a contact who may be told."""

    writer: Actor
    leader: Actor
    incident_id: str
    reference: str
    codes: tuple[str, ...]


_TREES = ("Alder", "Birch", "Cedar", "Dogwood", "Elm", "Fir", "Gingko", "Hazel", "Ilex", "Juniper")
_TRADES = ("Bakers", "Brewers", "Coopers", "Dyers", "Farriers", "Glaziers", "Joiners", "Millers", "Potters", "Saddlers",
           "Tanners", "Turners", "Vintners", "Weavers", "Wheelers", "Fletchers", "Carters", "Chandlers", "Cutlers",
           "Drapers")  # fmt: skip


def a_wide_case(ledger: Ledger, many: int) -> WideCase:
    """Return an S2 on so many clients (at most 200) whose first notices lack nothing; the provider has to be there."""
    writer = an_actor(ledger, name="Jane Reed", title="Service director", telephone="+44 1632 960111")
    leader = an_actor(ledger, "leadership", name="Martin Hale", title="Managing Director", signs_up_to="S1")
    codes = tuple(f"C{number:03}" for number in range(many))
    for number, code in enumerate(codes):
        name = f"{_TREES[number % 10]} {_TRADES[number // 10]}"
        a_client(ledger, code, name, people_total=20, address="1 Pier Road")
        ledger.do(
            add_contact, SYSTEM, client_code=code, name="Ada Okafor", salutation="Ms Okafor", title="Office Manager",
            mail=f"ada@{code.lower()}.example", phone="+44 1632 960222", may_receive_notices=True,
        )  # fmt: skip
    return a_wide_incident(ledger, writer, leader, codes)


def a_wide_incident(ledger: Ledger, writer: Actor, leader: Actor, codes: tuple[str, ...]) -> WideCase:
    """Return one more incident on these clients."""
    filed = an_incident(
        ledger, writer, codes, severity="S2", impact_started_at=now() - timedelta(minutes=40), service="mail",
        act_statement="We restarted the wrong mail server.",
    )  # fmt: skip
    ledger.do(
        add_entry, writer, incident_id=filed.id, kind="update", visibility="all_clients",
        text="We are putting it right.", next_update_at=now() + timedelta(hours=2),
    )  # fmt: skip
    return WideCase(writer, leader, filed.id, filed.reference, codes)


def an_approved_letter(ledger: Ledger, case: Case, **differs: Any) -> str:
    """Draft, send for review and approve; return the letter's id."""
    letter_id = ledger.do(draft_letter, case.writer, impact_id=case.impact_id, **differs)
    ledger.do(submit_letter, case.writer, letter_id=letter_id, version=letter(ledger, letter_id).version)
    ledger.do(
        approve_letter,
        case.leader,
        letter_id=letter_id,
        version=letter(ledger, letter_id).version,
        waiving="The words of this test.",
    )
    return letter_id


def an_issued_letter(ledger: Ledger, case: Case, **differs: Any) -> str:
    """Do all of it and return the letter's id."""
    letter_id = an_approved_letter(ledger, case, **differs)
    ledger.do(begin_issue, case.writer, letter_id=letter_id)
    finish_letter(ledger, letter_id)
    return letter_id


def a_correction(ledger: Ledger, case: Case, first: str) -> str:
    """Return an approved letter that corrects the first."""
    draft = ledger.do(draft_letter, case.writer, impact_id=case.impact_id, kind="correction", corrects_id=first)
    said = {"what_was_wrong": "We said 44 of your people.", "what_is_right": "It was 46 of your people."}
    ledger.do(
        edit_letter, case.writer, letter_id=draft, version=1, subject_line="A wrong number", sections={}, said=said
    )
    ledger.do(submit_letter, case.writer, letter_id=draft, version=2)
    ledger.do(approve_letter, case.leader, letter_id=draft, version=3, waiving="The words of this test.")
    return draft


def an_entry_more(ledger: Ledger, case: Case) -> None:
    """Let something more have happened that the client may see."""
    ledger.do(
        add_entry,
        case.writer,
        incident_id=case.incident_id,
        kind="observation",
        text="The totals agree.",
        visibility="all_clients",
    )


def letters_to_walk(ledger: Ledger, client: Client, writer: Actor, leader: Actor) -> dict[str, str]:
    """Return names for tests that walk all addresses: a draft, an issued letter, its mail, and a question about it.

    Somebody who signs S1 letters has to be there.
    """
    case = a_case_of(ledger, client, writer, leader)
    issued = an_issued_letter(ledger, case, kind="final")
    question: dict[str, Any] = {
        "kind": "question",
        "words": "Which invoices?",
        "by_name": "Ada Okafor",
        "proof": "Her mail of today",
    }
    tell_by = now() + timedelta(days=2)
    return {
        "issued_letter": issued,
        "answer": ledger.do(answer_letter, writer, letter_id=issued, **question),
        "delivery": ledger.do(ask_delivery, writer, letter_id=issued),
        "point": ledger.do(raise_point, writer, impact_id=case.impact_id, text="whether all is back", tell_by=tell_by),
        "letter": ledger.do(draft_letter, writer, impact_id=case.impact_id, kind="interim"),
    }


def letter(ledger: Ledger, letter_id: str) -> Letter:
    """Return the letter's row as it stands."""
    with ledger.database.read() as session:
        return session.scalars(select(Letter).where(Letter.id == letter_id)).one()


def _put_right(ledger: Ledger, case: Case) -> None:
    """Record what let it happen, what is done about it, what is promised and what the client gets."""
    told: dict[str, Any] = {"incident_id": case.incident_id}
    ledger.do(add_factor, case.writer, text="Your backups have names that differ by one digit.", **told)
    done = ledger.do(
        add_action, case.writer, kind="correction", due_on=now().date(), **told,
        text="We put the right backup in place and compared the totals with you.",
    )  # fmt: skip
    ledger.do(
        implement_action, case.writer, action_id=done.id, evidence="totals of 4 November, compared by telephone", **HARM
    )
    ledger.do(
        add_action, case.writer, kind="corrective", due_at=now() + timedelta(days=20), **told, start=True,
        plan=a_plan(case.leader),
        text="A restore cannot start until a second person enters a code.", how_seen="You get a picture of it.",
    )  # fmt: skip
    ledger.do(
        make_promise, case.writer, client_code=case.client.code, kind="letter", due_at=now() + timedelta(days=90),
        text="We write to you whether the change has held.", **told,
    )  # fmt: skip
    remedy = ledger.do(
        propose_remedy, case.writer, client_reference=case.client_reference, code="XS", text="One month's server fee",
        details={"hours": "8", "ends_on": "2099-01-31"},
        how="Credit note 2087, on your next invoice", value=gbp(368_000), tax=gbp(73_600), cost=gbp(999_999),
    )  # fmt: skip
    ledger.do(approve_remedy, case.leader, remedy_id=remedy.id)

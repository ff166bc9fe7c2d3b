"""What letters wait for: an answer to the client, a second look, a second person's approval before its clock is up."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import case, or_, select, true
from sqlalchemy.orm import Session

from ledger.clients.models import Client
from ledger.clients.visibility import visible_to
from ledger.duties.asking import Asked, by, grave, is_grave, mentions, of_client, only, wants, whose
from ledger.duties.due import Due
from ledger.incidents.models import ClockRow, Impact, Incident
from ledger.incidents.page_parts import runs
from ledger.letters.models import Answer, Letter
from ledger.people.actor import Actor
from ledger.people.queries import names

ASKED = {"question": "Answer the question about", "dispute": "Answer the dispute about"}
_HAD_A_HAND = (Letter.author_id, Letter.edited_by, Letter.approved_by)
_LOOKS = case(
    (Incident.deputy_id.not_in(_HAD_A_HAND), Incident.deputy_id),
    (Incident.owner_id.not_in(_HAD_A_HAND), Incident.owner_id),
)
"""Whose the second look is; none where neither deputy nor owner is a second person."""
WAITS = {"in_review": "Approve or send back", "approved": "Issue"}


def answers_due(session: Session, actor: Actor, asked: Asked, at: datetime) -> Iterator[Due]:
    """Give the questions and disputes that have no reply yet; whoever has the incident owes it."""
    if not wants(asked, "answer"):
        return
    query = (
        select(Answer, Letter, Client, Incident)
        .join(Letter, Letter.id == Answer.letter_id)
        .join(Impact, Impact.id == Letter.impact_id)
        .join(Client, Client.id == Impact.client_id)
        .join(Incident, Incident.id == Impact.incident_id)
        .where(Answer.replied_at.is_(None), Answer.reply_due_at.is_not(None), visible_to(actor, Impact.client_id))
        .where(whose(asked, Incident.owner_id), of_client(asked), grave(asked))
        .where(mentions(asked, Letter.subject_line, Client.name))
        .where(only(asked, Answer.id))
        .order_by(Answer.reply_due_at, Answer.id)
        .limit(asked.most)
        .offset(asked.start)
    )
    rows = session.execute(query).all()
    named = names(session, {incident.owner_id for *_, incident in rows})
    for row, letter, client, incident in rows:
        due_at = row.reply_due_at or row.at
        if asked.until is None or due_at <= asked.until:
            yield Due(
                "answer", row.id, 1, f"{ASKED[row.kind]} “{letter.subject_line}”", (client.code,), (client.name,),
                incident.reference, incident.owner_id, incident.deputy_id, named.get(incident.owner_id, ""), row.at,
                due_at, due_at, True, client.zone, due_at < at, row.kind, is_grave(incident), row.event_id, letter.id,  # noqa: FBT003 due is a day
            )  # fmt: skip


def second_looks_due(session: Session, actor: Actor, asked: Asked, at: datetime) -> Iterator[Due]:
    """Give the notices that went out alone at night and that nobody has looked at yet.

    The deputy has it, or the incident's owner, whichever had no hand in the notice; where both had, it is nobody's.
    """
    if not wants(asked, "second_look"):
        return
    query = (
        select(Letter, Client, Incident, _LOOKS.label("looks"))
        .join(Impact, Impact.id == Letter.impact_id)
        .join(Client, Client.id == Impact.client_id)
        .join(Incident, Incident.id == Impact.incident_id)
        .where(Letter.alone_at_night, Letter.second_look_at.is_(None), Letter.second_look_due_at.is_not(None))
        .where(visible_to(actor, Impact.client_id), of_client(asked), grave(asked))
        .where(true() if asked.person is None else _LOOKS.is_not_distinct_from(asked.person))
        .where(mentions(asked, Letter.subject_line, Client.name))
        .where(only(asked, Letter.id))
        .order_by(Letter.second_look_due_at, Letter.id)
        .limit(asked.most)
        .offset(asked.start)
    )
    for row, client, incident, looks in session.execute(query).all():
        due_at = row.second_look_due_at or row.created_at
        if asked.until is None or due_at <= asked.until:
            yield Due(
                "second_look", row.id, row.version, f"Second look at “{row.subject_line}”", (client.code,),
                (client.name,), incident.reference, looks or "", looks, "a second person",
                row.issued_at or due_at, due_at, due_at, True, client.zone, due_at < at, row.kind, is_grave(incident),  # noqa: FBT003 due is a day
                row.event_id, row.id,
            )  # fmt: skip


def letters_due(session: Session, actor: Actor, asked: Asked, at: datetime) -> Iterator[Due]:
    """Give the letters in review, or approved and not issued, for whose kind a clock runs: by then they are out."""
    if not wants(asked, "letter"):
        return
    kind = case((Letter.kind == "first_notice", "first_notice"), (Letter.kind == "final", "final_letter"), else_="")
    same = or_(ClockRow.kind == kind, (ClockRow.kind == "first_letter") & Letter.kind.in_(("interim", "final")))
    query = (
        select(Letter, ClockRow.due_at, ClockRow.unit, Client, Incident)
        .join(Impact, Impact.id == Letter.impact_id)
        .join(ClockRow, (ClockRow.impact_id == Impact.id) & same)
        .join(Client, Client.id == Impact.client_id)
        .join(Incident, Incident.id == Impact.incident_id)
        .where(Letter.status.in_(tuple(WAITS)), *runs(), visible_to(actor, Impact.client_id))
        .where(whose(asked, Incident.owner_id), of_client(asked), grave(asked), by(asked, ClockRow.due_at))
        .where(mentions(asked, Letter.subject_line, Client.name))
        .where(only(asked, Letter.id))
        .order_by(ClockRow.due_at, Letter.id)
        .limit(asked.most)
        .offset(asked.start)
    )
    rows = session.execute(query).all()
    named = names(session, {incident.owner_id for *_, incident in rows})
    seen: set[str] = set()
    for row, due_at, unit, client, incident in rows:
        if row.id not in seen:
            seen.add(row.id)
            yield Due(
                "letter", row.id, row.version, f"{WAITS[row.status]} “{row.subject_line}”", (client.code,),
                (client.name,), incident.reference, incident.owner_id, incident.deputy_id,
                named.get(incident.owner_id, ""), row.created_at, due_at, due_at, unit.endswith("days"), client.zone,
                due_at < at, row.kind, is_grave(incident), row.event_id, row.id,
            )  # fmt: skip

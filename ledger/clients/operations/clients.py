"""Taking on a client and changing what we know of it."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger.clients.codes import code_fault
from ledger.clients.models import Client, ServicePlan
from ledger.kernel.errors import Conflict, Invalid, NotFound, Stale
from ledger.kernel.ids import new_id
from ledger.people.actor import Actor
from ledger.people.permissions import permit
from ledger.people.queries import provider
from ledger.record.canonical import Value
from ledger.record.operations import note, open_log

_CODES = ("currency", "zone", "locale", "country", "people_total")
_WORDS = ("name", "address", "sharing_label")


def add_client(
    session: Session, actor: Actor, /, *, code: str, name: str, plan: str | None = None, **fields: Any
) -> Client:
    """Take on a client with a log of its own; what is not given is preset from the provider's settings.

    `plan` is the name of a service plan, none for the standard clocks. Raises `Invalid` for a code that is no code,
    for a code or a name that another client has, and for a plan that is not there.
    """
    permit(actor, "manage_clients")
    fault = code_fault(code)
    if fault:
        raise Invalid({"code": fault})
    refuse_taken(session, None, code=code, name=name)
    ours = provider(session)
    preset = {
        "currency": ours.currency, "zone": ours.zone, "locale": ours.locale, "country": ours.country,
        "sharing_label": f"For {name} only",
    }  # fmt: skip
    given = {field: value for field, value in fields.items() if value not in {None, ""}}
    log_id = new_id()
    open_log(session, log_id, f"{ours.domain}/amends/{log_id}")
    plan_id = _plan_id(session, plan)
    client = Client(id=new_id(), code=code, name=name, log_id=log_id, plan_id=plan_id, **(preset | given))
    client.event_id = _note(session, actor, "client.added", client)
    session.add(client)
    session.flush()
    return client


def edit_client(
    session: Session, actor: Actor, /, *, code: str, version: int, plan: str | None = None, **fields: Any
) -> Client:
    """Change what we know of a client; `version` is what the editor saw, what is not given becomes empty or stays.

    Raises `Stale` when somebody else saved in between, `Invalid` for a name that another client has.
    """
    client = locked_client(session, actor, code, version)
    refuse_taken(session, client.id, name=fields.get("name", client.name))
    for field in (*_CODES, *_WORDS):
        if field in fields:
            setattr(client, field, fields[field])
    client.plan_id = _plan_id(session, plan)
    client.version += 1
    client.event_id = _note(session, actor, "client.edited", client)
    session.flush()
    return client


def set_client_status(session: Session, actor: Actor, /, *, code: str, status: str, version: int) -> Client:
    """Note that a client has left us (`left`), or is with us again (`active`); its history and its portal stay.

    A client that has left is not offered when an incident is filed. Raises `Conflict` where nothing would change.
    """
    client = locked_client(session, actor, code, version)
    if client.status == status:
        sentence = f"{client.name} is already noted as {status}."
        raise Conflict(sentence)
    client.status = status
    client.version += 1
    kind = "client.left" if status == "left" else "client.returned"
    client.event_id = note(session, kind, actor=actor.user_id, subjects={client.log_id: client.code})
    session.flush()
    return client


def locked_client(session: Session, actor: Actor, code: str, version: int | None) -> Client:
    """Return a client to be changed, locked; raise `NotFound`, or `Stale` when it is not in the version seen."""
    permit(actor, "manage_clients")
    client = session.scalars(select(Client).where(Client.code == code).with_for_update()).one_or_none()
    if client is None:
        sentence = f"There is no client with the code {code}."
        raise NotFound(sentence)
    if version is not None and client.version != version:
        raise Stale
    return client


def refuse_taken(session: Session, client_id: str | None, **columns: str) -> None:
    """Raise `Invalid` where another client already has this code or name."""
    sentences = {"code": "Another client has the code {}.", "name": "There is already a client called {}."}
    for column, value in columns.items():
        owner = session.scalar(select(Client.id).where(getattr(Client, column) == value))
        if owner not in {None, client_id}:
            raise Invalid({column: sentences[column].format(value)})


def _plan_id(session: Session, name: str | None) -> str | None:
    if not name:
        return None
    found = session.scalar(select(ServicePlan.id).where(ServicePlan.name == name))
    if found is None:
        raise Invalid({"plan": f"There is no service plan called {name}; choose one of the list."})
    return found


def _note(session: Session, actor: Actor, kind: str, client: Client) -> str:
    data: dict[str, Value] = {name: getattr(client, name) for name in _CODES} | {"plan_id": client.plan_id}
    return note(
        session,
        kind,
        actor=actor.user_id,
        subjects={client.log_id: client.code},
        data=data,
        sealed={name: getattr(client, name) for name in _WORDS},
    )

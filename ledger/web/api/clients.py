"""Clients as JSON: finding, taking on, changing, and what happened with them."""

from typing import Any

from ledger.clients.listing import list_clients
from ledger.clients.operations.clients import add_client, edit_client, set_client_status
from ledger.clients.operations.letter_mail import choose_letter_mail
from ledger.clients.queries import ClientPage, client_by_code
from ledger.incidents.operations.client_codes import change_client_code
from ledger.web.api_door.keyset import Page
from ledger.web.api_door.once import created_once
from ledger.web.api_door.tokens import api_blueprint
from ledger.web.api_door.versions import versioned
from ledger.web.client_history import history
from ledger.web.schemas import clients as said_and_shown
from ledger.web.schemas.deliveries import ChooseLetterMail
from ledger.web.session import actor, ledger, needs

api = api_blueprint("clients", "/clients", "Clients: who trusts us, and all that happened with them.")


@api.get("")
@needs("read_cases")
@api.paged(said_and_shown.ClientListed, said_and_shown.ClientFilters)
def index(page: Page) -> Any:
    """List clients by name."""
    asked = {name: page.filters.get(name, "") for name in ("q", "status")}
    rows = ledger().ask(list_clients, actor(), after=page.after_name, limit=page.limit + 1, **asked)
    return page.of(rows, lambda row: (row.name, row.id))


@api.post("")
@needs("manage_clients")
@created_once
@api.arguments(said_and_shown.AddClient)
@api.response(201, said_and_shown.ClientShown)
def create(said: dict[str, Any]) -> ClientPage:
    """Take on a client; what is not said is preset from our own settings."""
    return _shown(ledger().do(add_client, actor(), **said).code)


@api.get("/<code>")
@needs("read_cases")
@api.response(200, said_and_shown.ClientShown)
@versioned
def show(code: str) -> ClientPage:
    """Return one client with its contacts in the order to ring."""
    return _shown(code)


@api.put("/<code>")
@needs("manage_clients")
@api.arguments(said_and_shown.EditClient)
@api.response(200, said_and_shown.ClientShown)
@versioned
def change(said: dict[str, Any], code: str, *, version: int) -> ClientPage:
    """Change what we know of a client; all of it is said again."""
    ledger().do(edit_client, actor(), code=code, version=version, **said)
    return _shown(code)


@api.put("/<code>/code")
@needs("manage_clients")
@api.arguments(said_and_shown.ChangeCode)
@api.response(200, said_and_shown.ClientShown)
@versioned
def change_code(said: dict[str, Any], code: str, *, version: int) -> ClientPage:
    """Give a client another code, while no reference carries the old one."""
    return _shown(ledger().do(change_client_code, actor(), code=code, new_code=said["code"], version=version).code)


@api.put("/<code>/status")
@needs("manage_clients")
@api.arguments(said_and_shown.ChangeStatus)
@api.response(200, said_and_shown.ClientShown)
@versioned
def change_status(said: dict[str, Any], code: str, *, version: int) -> ClientPage:
    """Note that a client has left, or is with us again."""
    ledger().do(set_client_status, actor(), code=code, version=version, **said)
    return _shown(code)


@api.put("/<code>/letter-mail")
@needs("manage_clients")
@api.arguments(ChooseLetterMail(exclude=("version",)))
@api.response(200, said_and_shown.ClientShown)
@versioned
def change_letter_mail(said: dict[str, Any], code: str, *, version: int) -> ClientPage:
    """Keep how a client wants its letters: by mail, and in which print."""
    ledger().do(choose_letter_mail, actor(), code=code, version=version, **said)
    return _shown(code)


@api.get("/<code>/history")
@needs("read_cases")
@api.paged(said_and_shown.HistoryListed, said_and_shown.HistoryFilters)
def read_history(page: Page, code: str) -> Any:
    """List everything that happened with a client, newest first: incidents, letters, promises, remedies."""
    client_id = _shown(code).id
    asked = {name: page.filters.get(name) for name in ("kind", "year")}
    rows = history(client_id, after=page.after, limit=page.limit + 1, **asked)
    return page.of(rows, lambda row: (row.at, row.id))


def _shown(code: str) -> ClientPage:
    return ledger().ask(client_by_code, actor(), code)

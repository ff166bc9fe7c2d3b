"""Throttling the doors that take a secret: a try is noted before the secret is looked at, marked when it was right."""

from collections.abc import Callable
from http import HTTPStatus

from flask import Flask, Response, g, request, session
from flask_security import user_authenticated

from ledger.people.actor import SYSTEM
from ledger.people.models import User
from ledger.people.operations.attempts import TooMany, door_opened, try_door
from ledger.people.throttle import CHECKING
from ledger.web.session import ledger

DOORS: dict[str, tuple[str, Callable[[], str]]] = {
    "security.login": ("password", lambda: request.form.get("email", "")),
    "security.two_factor_token_validation": ("code", lambda: str(session.get("tf_user_id", ""))),
    "security.verify": ("verify", lambda: str(session.get("_user_id", ""))),
    "security.change_password": ("verify", lambda: str(session.get("_user_id", ""))),
    "invitations.ask_link": ("link", lambda: request.form.get("email", "")),
    "checking.ask": (CHECKING, lambda: request.remote_addr or ""),
    "invitations.redeem": ("invitation", lambda: str((request.view_args or {}).get("secret", ""))),
}
"""Endpoint to the door's name and what is tried there; who checks letters is counted by address alone."""


def add_throttling(app: Flask) -> None:
    """Watch the doors."""

    @app.before_request
    def _() -> None:
        if request.method == "POST" and request.endpoint in DOORS:
            door, account = DOORS[request.endpoint]
            book, address = ledger(), request.remote_addr or ""
            throttled = book.settings.throttle
            g.attempt = book.do(try_door, SYSTEM, door=door, account=account(), address=address, throttled=throttled)
            if g.attempt is None:
                raise TooMany

    @app.after_request
    def _(answer: Response) -> Response:
        # A right password is answered by a redirect, a wrong one by the form again; asking for a link always counts.
        opened = answer.status_code == HTTPStatus.FOUND and request.endpoint != "invitations.ask_link"
        if g.get("attempt") and (opened or "came_in" in g):
            ledger().do(door_opened, SYSTEM, g.attempt, user_id=g.get("came_in"))
        return answer

    @user_authenticated.connect_via(app)
    def _(_sender: Flask, user: User, **_more: object) -> None:
        g.came_in = user.id

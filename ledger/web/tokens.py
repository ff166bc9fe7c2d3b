"""The API's door: a bearer token puts its actor in place; cookies count for nothing there."""

from flask import g, request
from flask_smorest import Blueprint

from ledger.kernel.errors import Refused
from ledger.people.actor import SYSTEM
from ledger.people.queries import actor_of_token
from ledger.web.session import SignInNeeded, ledger, provider_zone

READING = frozenset({"GET", "HEAD", "OPTIONS"})


def require_token() -> None:
    """Find the actor of the bearer token; raise `SignInNeeded` without one, `Refused` beyond its scope."""
    scheme, _, secret = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not secret:
        sentence = "Send a personal token: Authorization: Bearer TOKEN. Make one on your account page."
        raise SignInNeeded(sentence)
    g.actor, scope = ledger().ask(actor_of_token, SYSTEM, secret.strip(), zone=provider_zone())
    if scope == "read" and request.method not in READING:
        sentence = "This token only reads; make one that may write on your account page."
        raise Refused(sentence)


def api_blueprint(name: str, url_prefix: str, description: str) -> Blueprint:
    """Return a part of the API that can be entered with a token only."""
    part = Blueprint(f"api_{name}", __name__, url_prefix=url_prefix, description=description)
    part.before_request(require_token)
    return part

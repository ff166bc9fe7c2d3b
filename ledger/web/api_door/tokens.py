"""Who may enter: a bearer token puts its actor in place; cookies count for nothing there."""

from flask import Flask, Request, g, request

from ledger.kernel.errors import Refused
from ledger.people.actor import SYSTEM
from ledger.people.queries import actor_of_token, token_hash
from ledger.web.api_door.part import Part
from ledger.web.api_door.strictness import limit_body, refuse_unknown_query, refuse_unwanted_body
from ledger.web.session import SignInNeeded, ledger, provider_zone

READING = frozenset({"GET", "HEAD", "OPTIONS"})


def require_token() -> None:
    """Find the actor of the bearer token; raise `SignInNeeded` without one, `Refused` beyond its scope."""
    scheme, _, secret = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not secret.strip():
        sentence = "Send a personal token: Authorization: Bearer TOKEN. Make one on your account page."
        raise SignInNeeded(sentence)
    g.token_hash = token_hash(secret.strip())
    g.actor, scope = ledger().ask(actor_of_token, SYSTEM, secret.strip(), zone=provider_zone())
    if scope == "read" and request.method not in READING:
        sentence = "This token only reads; make one that may write on your account page."
        raise Refused(sentence)


def only_personal_tokens(app: Flask) -> None:
    """Accept none of the login library's own tokens, which it reads from body and query of every request."""

    @app.login_manager.request_loader  # type: ignore[attr-defined] # Flask-Login puts it there
    def _(_request: Request) -> None:
        return None


def api_blueprint(name: str, url_prefix: str, description: str) -> Part:
    """Return a part of the API that can be entered with a token only, and reads nothing it does not know.

    Register it in `web/register.py`; `url_prefix` stands behind `/api/v1`.
    """
    part = Part(name, url_prefix, description)
    for look in (limit_body, require_token, refuse_unknown_query, refuse_unwanted_body):
        part.before_request(look)
    return part

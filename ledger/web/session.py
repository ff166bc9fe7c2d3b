"""Who is at the door: the ledger of this application and the actor of this request."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from flask import current_app, g
from flask_security import current_user

from ledger.kernel.errors import AmendsError
from ledger.people.actor import SYSTEM, Actor
from ledger.people.permissions import permit
from ledger.people.queries import actor_of, provider_or_none
from ledger.work import Ledger

P = ParamSpec("P")
T = TypeVar("T")
EXTENSION = "amends"


class SignInNeeded(AmendsError):
    """Please sign in first."""

    status = 401
    code = "sign_in_needed"


def ledger() -> Ledger:
    """Return the ledger this application serves."""
    found: Ledger = current_app.extensions[EXTENSION]
    return found


def actor() -> Actor:
    """Return who acts in this request, as plain values; raise `SignInNeeded` for nobody.

    A bearer token has put its actor in place before a route of the API runs; pages have the signed-in user.
    """
    if "actor" not in g:
        if not current_user.is_authenticated or not current_user.active:
            raise SignInNeeded
        g.actor = actor_of(current_user, provider_zone())
    found: Actor = g.actor
    return found


def known_actor() -> Actor | None:
    """Return who acts where the request has asked already; asks nothing itself, so an error's page may use it."""
    found: Actor | None = g.get("actor")
    return found


def needs(verb: str) -> Callable[[Callable[P, T]], Callable[P, T]]:
    """Refuse whoever may not do `verb` before a route reads its form; the verb itself checks again."""

    def decorate(route: Callable[P, T]) -> Callable[P, T]:
        @wraps(route)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> T:
            permit(actor(), verb)
            return route(*args, **kwargs)

        return guarded

    return decorate


def provider_zone() -> str:
    """Return the provider's zone, UTC before it is set up; read once a request."""
    if "provider" not in g:
        g.provider = ledger().ask(provider_or_none, SYSTEM)
    return g.provider.zone if g.provider else "UTC"


def provider_name() -> str:
    """Return the provider's name, empty before it is set up."""
    provider_zone()
    return g.provider.name if g.provider else ""


def provider_contact() -> str:
    """Return the provider's telephone number and mail address as people read them, empty before it is set up."""
    provider_zone()
    return ", ".join(way for way in (g.provider.phone, g.provider.mail) if way) if g.provider else ""


def provider_currency() -> str:
    """Return the currency that the provider works in, empty before it is set up."""
    provider_zone()
    return g.provider.currency if g.provider else ""


def provider_locale() -> str:
    """Return how numbers and dates are written at our place."""
    provider_zone()
    return g.provider.locale if g.provider else "en_GB"

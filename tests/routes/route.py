"""One line of the table: an endpoint, and who may use it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

SM, LEAD, ADMIN, AUDITOR, CLIENT = "service_manager", "leadership", "admin", "auditor", "client"
NOBODY = "nobody"
"""Somebody who has not signed in; over the API, somebody without a token."""

WORK = frozenset({SM, LEAD})
READ = WORK | {AUDITOR}
STAFF = READ | {ADMIN}
SIGNED_IN = STAFF | {CLIENT}
OVERSEE, DRAW = frozenset({LEAD, ADMIN, AUDITOR}), frozenset({LEAD, AUDITOR})
EVERYBODY = SIGNED_IN | {NOBODY}
FINANCE = frozenset({LEAD, AUDITOR})
ONLY_ADMIN, ONLY_LEAD, ONLY_CLIENT = frozenset({ADMIN}), frozenset({LEAD}), frozenset({CLIENT})


@dataclass(frozen=True)
class Route:
    """One endpoint with one method: a sample address, who may use it, and what the others are told."""

    endpoint: str
    method: str
    path: str
    may: frozenset[str]
    others: int = 403
    data: Mapping[str, Any] = field(default_factory=dict)
    query: str = ""
    is_api: bool = False
    is_hidden: bool = False
    """Asks for more than a role, such as a token of the settings: without it there is nothing here."""


def page(endpoint: str, method: str, path: str, may: frozenset[str], **more: Any) -> Route:
    """Return a page's line."""
    return Route(endpoint, method, path, may, **more)


def api(endpoint: str, method: str, path: str, may: frozenset[str], **more: Any) -> Route:
    """Return an API resource's line."""
    return Route(endpoint, method, path, may, is_api=True, **more)

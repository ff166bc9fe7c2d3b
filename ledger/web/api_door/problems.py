"""The catalogue of problems (RFC 9457): every code an answer can carry, with its status and its sentence.

Our own errors describe themselves: the first line of a class is the sentence its readers get.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from ledger.kernel.errors import AmendsError


@dataclass(frozen=True)
class Problem:
    """One kind of problem."""

    code: str
    status: int
    title: str
    remedy: str = ""


SPOKEN = (
    Problem("bad_request", 400, "This request cannot be read.", "Look at the address and the headers."),
    Problem("not_found", 404, "There is no such thing, or it is not yours to see."),
    Problem(
        "method_not_allowed", 405, "This address does not take this method.", "The header Allow names those it takes."
    ),
    Problem("request_timeout", 408, "The request took too long to arrive.", "Send it again."),
    Problem("gone", 410, "This is no longer here."),
    Problem("request_entity_too_large", 413, "The body is too large.", "A JSON body may have one megabyte."),
    Problem("unsupported_media_type", 415, "The body is of a kind that is not read here.", "Send application/json."),
    Problem("too_many_requests", 429, "Too many requests.", "Wait as many seconds as the header Retry-After says."),
    Problem("failed", 500, "Something failed on our side; nothing was changed.", "Try again; it has been logged."),
)
"""Problems that have no class of ours, by the code `web/errors.py` gives them."""

BY_STATUS = {problem.status: problem for problem in SPOKEN}

REMEDIES = {
    "invalid": "The member `errors` names each field and its reasons; correct them and send the request again.",
    "stale": "Read the thing again, compare, and send the change with the new ETag.",
    "version_needed": "Read the thing first; its ETag is the version.",
    "sign_in_needed": "Send the header Authorization: Bearer TOKEN; tokens are made on the account page.",
    "bad_token": "Make a new token on the account page.",
    "busy": "Wait as many seconds as the header Retry-After says, and send the same request again.",
    "key_at_work": "Wait as many seconds as the header Retry-After says, and send the same request again.",
    "conflict": "Read the thing again and decide anew.",
}


def catalogue() -> list[Problem]:
    """Return all problems by status and code."""
    found: dict[str, Problem] = {problem.code: problem for problem in SPOKEN}
    for kind in _family(AmendsError):
        title = (kind.__doc__ or "").splitlines()[0]
        found.setdefault(kind.code, Problem(kind.code, kind.status, title, REMEDIES.get(kind.code, "")))
    found["refused"] = Problem("refused", 403, "You may not do that.", "The detail names who may.")
    return sorted(found.values(), key=lambda problem: (problem.status, problem.code))


def _family(parent: type[AmendsError]) -> Iterator[type[AmendsError]]:
    for child in parent.__subclasses__():
        yield child
        yield from _family(child)

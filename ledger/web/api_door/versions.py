"""Versions: an ETag is the aggregate's integer version, and a change says in If-Match which version it saw."""

import re
from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import Response, request

from ledger.kernel.errors import AmendsError, Stale
from ledger.web.api_door.headers import VERSIONED, WRITING, marked

WITHOUT_VERSION: tuple[str, ...] = ("version",)
"""Forms carry the version they were drawn from, programs say it in If-Match."""
_OURS = re.compile(r'"([0-9]{1,9})"')


class VersionNeeded(AmendsError):
    """Say which version you saw: send its ETag in the header If-Match."""

    status = 428
    code = "version_needed"


def versioned(route: Callable[..., Any]) -> Callable[..., Any]:
    """Give what the route returns its ETag, and a changing route the keyword `version`: what If-Match says.

    Stands under `response`, for it needs the returned thing's `version`. The verb compares and raises `Stale` (412);
    without If-Match the change is refused with `VersionNeeded` (428).
    """

    @wraps(route)
    def tagged(*args: Any, **kwargs: Any) -> Any:
        if request.method.lower() in WRITING:
            return _with_tag(route(*args, version=_seen(), **kwargs))
        shown = route(*args, **kwargs)
        if request.if_none_match.contains(str(_version(shown))):
            return Response(status=304, headers={"ETag": f'"{_version(shown)}"'})
        return _with_tag(shown)

    marked(tagged, VERSIONED)
    return tagged


def _seen() -> int:
    """Return the version the request names; a tag that was never ours matches nothing."""
    said = request.headers.get("If-Match", "").strip()
    if not said:
        raise VersionNeeded
    named = _OURS.fullmatch(said)
    if named is None:
        sentence = (
            'If-Match names no version of ours; send the ETag as you got it, such as "3" with its quotation marks.'
        )
        raise Stale(sentence)
    return int(named[1])


def _version(shown: Any) -> int:
    return int(shown["version"] if isinstance(shown, dict) else shown.version)


def _with_tag(shown: Any) -> Any:
    if shown is None or isinstance(shown, Response):
        return shown
    return shown, {"ETag": f'"{_version(shown)}"'}

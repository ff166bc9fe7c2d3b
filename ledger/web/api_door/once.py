"""Creating once: the same Idempotency-Key with the same request gets the stored answer."""

import hashlib
import re
from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any

from flask import Response, make_response, request
from werkzeug.exceptions import HTTPException

from ledger.kernel.errors import AmendsError, Invalid
from ledger.people.operations.idempotency import Remembered, claim_key, free_key, keep_answer
from ledger.web.api_door.headers import ONCE, marked
from ledger.web.session import actor, ledger

_KEY = re.compile("[!-~]{1,200}")
_REMEMBERED_HEADERS = ("Content-Type", "Location", "ETag", "Link")


def created_once(route: Callable[..., Any]) -> Callable[..., Any]:
    """Make a creating route answer a repeated key from memory; stands above `arguments`.

    What was refused is not remembered, for it changed nothing: the key is free for the corrected request. A request
    that breaks off between its commit and its answer leaves the key uncertain, so nothing is ever created twice.
    """

    @wraps(route)
    def once(*args: Any, **kwargs: Any) -> Any:
        key = request.headers.get("Idempotency-Key")
        if key is None:
            return route(*args, **kwargs)
        if not _KEY.fullmatch(key):
            raise Invalid({"Idempotency-Key": "Write 1 to 200 visible ASCII characters, without spaces."})
        earlier = ledger().do(claim_key, actor(), key, _fingerprint())
        if earlier is not None:
            return Response(earlier.body, earlier.status, earlier.headers | {"Idempotency-Replayed": "true"})
        return _answered(key, lambda: make_response(route(*args, **kwargs)))

    marked(once, ONCE)
    return once


def _answered(key: str, work: Callable[[], Response]) -> Response:
    try:
        answer = work()
    except (AmendsError, HTTPException):
        # A refusal: the unit of work was rolled back before it came here. Any other fault leaves the key uncertain.
        ledger().do(free_key, actor(), key)
        raise
    if answer.status_code >= HTTPStatus.BAD_REQUEST:
        ledger().do(free_key, actor(), key)
        return answer
    headers = {name: answer.headers[name] for name in _REMEMBERED_HEADERS if name in answer.headers}
    ledger().do(keep_answer, actor(), key, Remembered(answer.status_code, answer.get_data(), headers))
    return answer


def _fingerprint() -> str:
    parts = (request.method, request.full_path, request.mimetype, request.get_data(cache=True))
    whole = hashlib.sha256()
    for part in parts:
        data = part if isinstance(part, bytes) else part.encode()
        whole.update(len(data).to_bytes(8) + data)
    return whole.hexdigest()

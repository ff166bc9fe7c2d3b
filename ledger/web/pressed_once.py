"""A form that is sent twice writes once: a double click, a resent page, Back and the button again.

Each drawn form carries a token of its own. Token and content together are the key of one act, claimed before the route
runs and answered after it, as the API does with an Idempotency-Key; whoever changes a word sends another act. After
Back the page is drawn anew; `static/js/pressed_once.js` then gives a form the token back that it was sent with.
"""

import hashlib
from time import sleep
from typing import Any

from flask import Flask, Response, flash, g, redirect, request
from flask_security import current_user

from ledger.kernel.errors import Conflict
from ledger.kernel.ids import new_id
from ledger.people.operations.idempotency import (
    KeyAtWork,
    KeyUncertain,
    Remembered,
    claim_key,
    free_key,
    keep_answer,
)
from ledger.web.session import actor, ledger

FIELD = "once"
LONGEST_TOKEN = 60
PAUSE, PAUSES = 0.25, 20
"""How long the second of two presses waits for the first: a quarter of a second, so many times."""
AGAIN = "This was sent twice and is recorded once. To record the same again, open the form anew."
STILL = "This was sent a moment ago and is still being worked on; look again in a moment before you send it once more."
BROKE_OFF = "This was sent before, and that broke off. See whether it is there; if not, open the form anew and send it."


def add_pressed_once(app: Flask) -> None:
    """Let every form of the application be acted on once; stands behind whatever else may refuse a request."""
    app.before_request(_claim)
    app.after_request(_keep)
    app.jinja_env.globals["once_token"] = _token


def _token() -> str:
    """Return a token for a form that is drawn now, none for who has not signed in."""
    return new_id() if current_user.is_authenticated else ""


def _claim() -> Any:
    # No key is made from a password, and a program's body is read by the API's own rules.
    is_ours = request.method == "POST" and request.blueprint != "security" and not request.path.startswith("/api/")
    if not is_ours or not current_user.is_authenticated:
        return None
    if not 0 < len(request.form.get(FIELD, "")) <= LONGEST_TOKEN:
        return None
    act = _fingerprint()
    earlier = _answered(act)
    if earlier is None:
        g.pressed = act
        return None
    flash(AGAIN, "done")
    return redirect(earlier.headers["Location"])


def _answered(act: str) -> Remembered | None:
    """Claim the act and return nothing, or what it was answered before; wait where that is being done."""
    for _ in range(PAUSES):
        try:
            return ledger().do(claim_key, actor(), act, act)
        except KeyAtWork:
            sleep(PAUSE)
        except KeyUncertain:
            raise Conflict(BROKE_OFF) from None
    raise Conflict(STILL)


def _keep(answer: Response) -> Response:
    """Remember where an act led. What was refused, asked, downloaded or shown for once may be sent again."""
    key: str | None = g.pop("pressed", None)
    if key is None:
        return answer
    if answer.location and answer.status_code < 400:  # noqa: PLR2004 a redirect
        to = Remembered(answer.status_code, b"", {"Location": answer.location})
        ledger().do(keep_answer, actor(), key, to)
    elif answer.status_code != 500:  # noqa: PLR2004 a fault of ours may have come after the act: then nobody knows
        ledger().do(free_key, actor(), key)
    return answer


def _fingerprint() -> str:
    """Return the SHA-256 (hexadecimal) of where the form goes, its fields with the token, and its files."""
    whole = hashlib.sha256()
    fields = [item for item in request.form.items(multi=True) if item[0] != "csrf_token"]  # drawn anew with each page
    for part in (request.full_path, *(text for item in fields for text in item)):
        whole.update(len(part.encode()).to_bytes(8) + part.encode())
    for name, file in request.files.items(multi=True):
        whole.update(f"{name}:{file.filename}".encode() + hashlib.sha256(file.stream.read()).digest())
        file.stream.seek(0)
    return whole.hexdigest()

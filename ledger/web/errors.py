"""Errors, mapped once: a page for people, problem details (RFC 9457) for programs."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode, urlsplit

import structlog
from flask import Flask, flash, make_response, redirect, render_template, request, url_for
from flask_security import current_user
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DataError, IntegrityError
from werkzeug.exceptions import BadRequest, HTTPException

from ledger.kernel.errors import AmendsError, Invalid
from ledger.notary.noticing import notice
from ledger.record.findings import Finding
from ledger.web.api_door.problem import problem
from ledger.web.api_door.problems import BY_STATUS
from ledger.web.guarding import is_unreadable
from ledger.web.session import SignInNeeded, known_actor, ledger

log = structlog.get_logger()
UNREADABLE_PAGE = "A page could not be shown: a row of it holds what cannot be read."
UNREADABLE_FOR_STAFF = (
    "What belongs here cannot be read: it is not as it was recorded. Nothing was changed. An administrator runs "
    "amends verify, which names what it is."
)
UNREADABLE_FOR_CLIENTS = "What belongs here cannot be shown just now: it is not as it was recorded. We have been told."
_KEPT_HEADERS = ("Allow", "Retry-After")


def register_errors(app: Flask) -> None:
    """Give the application its handlers, and refuse what no text in the database can be."""
    app.register_error_handler(AmendsError, _amends_error)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(DataError, _impossible_value)
    app.register_error_handler(IntegrityError, _at_the_same_moment)
    app.register_error_handler(Exception, _unforeseen)
    app.before_request(_refuse_nul)


def _refuse_nul() -> None:
    """Refuse NUL in an address: PostgreSQL has no such text, and no address of ours has it."""
    if "\0" in request.path or any("\0" in value for values in request.args.listvalues() for value in values):
        sentence = "The address has a character that no address here has."
        raise BadRequest(sentence)


def _amends_error(fault: AmendsError) -> Any:
    if isinstance(fault, SignInNeeded) and not _for_program():
        return _to_sign_in()
    return _answer(fault.status, fault.sentence, fault.code, fault.fields if isinstance(fault, Invalid) else None)


def _session_is_lost() -> bool:
    own_way_in = {"security", "invitations", "checking"}
    return request.blueprint not in own_way_in and not current_user.is_authenticated and not _for_program()


def _to_sign_in() -> Any:
    return redirect(f"{url_for('security.login')}?{urlencode({'next': _page_of_it()})}")


def _page_of_it() -> str:
    """Return where to come back to: the page itself; of a form that was sent, the page on which it stood."""
    if request.method in {"GET", "HEAD"}:
        return request.full_path.rstrip("?")
    stood_on = urlsplit(request.referrer or "")
    path = stood_on.path if stood_on.netloc == request.host else ""
    return f"{path or '/'}{'?' * bool(path and stood_on.query)}{stood_on.query if path else ''}"


def _http_error(fault: HTTPException) -> Any:
    if isinstance(fault, CSRFError) and _session_is_lost():
        flash("Your session has ended. Sign in again; what you typed is kept in this tab.", "error")
        return _to_sign_in()
    if fault.code is None or fault.code < 400:  # noqa: PLR2004 redirects are no errors
        return fault.get_response()
    if fault.response is not None and not _for_program():
        return fault.response
    known = BY_STATUS.get(fault.code)
    code = known.code if known else fault.name.lower().replace(" ", "_")
    sentence = known.title if known and _for_program() else str(fault.description or fault.name)
    answer = make_response(_answer(fault.code, sentence, code))
    for name, value in fault.get_headers():
        if name in _KEPT_HEADERS:
            answer.headers[name] = value
    return answer


def _impossible_value(fault: DataError) -> Any:
    _log(fault)
    return _answer(422, "A value is too large or of a kind the ledger cannot hold; nothing was changed.", "invalid")


def _at_the_same_moment(fault: IntegrityError) -> Any:
    _log(fault)
    sentence = "Somebody recorded the same at this moment, so nothing of yours was changed; look, and try again."
    return _answer(409, sentence, "conflict")


def _unforeseen(fault: Exception) -> Any:
    _log(fault)
    if is_unreadable(fault):
        notice(ledger(), [Finding("unreadable", request.endpoint or "a page", UNREADABLE_PAGE)])
        who = known_actor()
        sentence = UNREADABLE_FOR_STAFF if who and who.is_staff else UNREADABLE_FOR_CLIENTS
        return _answer(500, sentence, "failed")
    return _answer(500, "Something failed on our side; nothing was changed. It has been logged.", "failed")


def _log(fault: Exception) -> None:
    # The traceback's last lines could quote sealed text: the log gets the place and the kind, nothing of the data.
    traceback = fault.__traceback__
    while traceback is not None and traceback.tb_next is not None:
        traceback = traceback.tb_next
    place = f"{traceback.tb_frame.f_code.co_filename}:{traceback.tb_lineno}" if traceback else "unknown"
    log.error("unforeseen", kind=type(fault).__name__, place=place, endpoint=request.endpoint)


def _for_program() -> bool:
    return request.path.startswith("/api/")


def _answer(status: int, sentence: str, code: str, fields: Mapping[str, list[str]] | None = None) -> Any:
    if _for_program():
        return problem(status, sentence, code, fields)
    return render_template("errors/error.html", status=status, sentence=sentence, fields=fields or {}), status

"""Errors, mapped once: a page for people, problem details (RFC 9457) for programs."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

import structlog
from flask import Flask, Response, json, redirect, render_template, request, url_for
from werkzeug.exceptions import HTTPException

from ledger.kernel.errors import AmendsError, Invalid
from ledger.web.forms import flat_errors
from ledger.web.session import SignInNeeded

log = structlog.get_logger()


def register_errors(app: Flask) -> None:
    """Give the application its three handlers."""
    app.register_error_handler(AmendsError, _amends_error)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(Exception, _unforeseen)


def problem(status: int, sentence: str, code: str, fields: Mapping[str, list[str]] | None = None) -> Response:
    """Return problem details; `errors` names each field and its reasons."""
    body: dict[str, Any] = {
        "type": f"/docs/problems#{code}",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": sentence,
        "code": code,
    }
    if fields:
        body["errors"] = [{"field": name, "reasons": reasons} for name, reasons in fields.items()]
    return Response(json.dumps(body), status, content_type="application/problem+json")


def _amends_error(fault: AmendsError) -> Any:
    if isinstance(fault, SignInNeeded) and not _for_program():
        return redirect(f"{url_for('security.login')}?{urlencode({'next': request.full_path.rstrip('?')})}")
    return _answer(fault.status, fault.sentence, fault.code, fault.fields if isinstance(fault, Invalid) else None)


def _http_error(fault: HTTPException) -> Any:
    if fault.response is not None or (fault.code or 500) < HTTPStatus.BAD_REQUEST:
        return fault.get_response()
    status = fault.code or 500
    messages = getattr(fault, "data", {}).get("messages")
    if messages:
        fields = {}
        for inner in messages.values() if isinstance(messages, dict) else [messages]:
            fields |= flat_errors(inner)
        return _answer(status, " ".join(text for texts in fields.values() for text in texts), "invalid", fields)
    return _answer(status, str(fault.description or fault.name), fault.name.lower().replace(" ", "_"))


def _unforeseen(fault: Exception) -> Any:
    # The traceback's last lines could quote sealed text: the log gets the place and the kind, nothing of the data.
    traceback = fault.__traceback__
    while traceback is not None and traceback.tb_next is not None:
        traceback = traceback.tb_next
    place = f"{traceback.tb_frame.f_code.co_filename}:{traceback.tb_lineno}" if traceback else "unknown"
    log.error("unforeseen", kind=type(fault).__name__, place=place, endpoint=request.endpoint)
    return _answer(500, "Something failed on our side; nothing was changed. It has been logged.", "failed")


def _for_program() -> bool:
    return request.path.startswith("/api/")


def _answer(status: int, sentence: str, code: str, fields: Mapping[str, list[str]] | None = None) -> Any:
    if _for_program():
        return problem(status, sentence, code, fields)
    return render_template("errors/error.html", status=status, sentence=sentence, fields=fields or {}), status

"""Problem details (RFC 9457), as every refusal and failure under `/api/` is answered."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from flask import Response, json
from marshmallow import fields

from ledger.web.schemas.base import Command

MEDIA_TYPE = "application/problem+json"
RETRY_SECONDS = 2
_RETRIED = frozenset({"busy", "key_at_work"})


class FieldProblem(Command):
    """What is wrong with one field."""

    field = fields.String(required=True, metadata={"description": "The field's name, dotted where it lies deeper."})
    reasons = fields.List(fields.String(), required=True)


class ProblemDetails(Command):
    """Why a request was refused or failed (RFC 9457)."""

    type = fields.String(required=True, metadata={"description": "Where this kind of problem is explained."})
    title = fields.String(required=True)
    status = fields.Integer(required=True)
    detail = fields.String(required=True, metadata={"description": "One sentence for a person: what is wrong."})
    code = fields.String(required=True, metadata={"description": "The kind of problem, for a program."})
    errors = fields.List(fields.Nested(FieldProblem))


def problem(status: int, sentence: str, code: str, reasons: Mapping[str, list[str]] | None = None) -> Response:
    """Return problem details; `errors` names each field and its reasons."""
    body: dict[str, Any] = {
        "type": f"/docs/problems#{code}",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": sentence,
        "code": code,
    }
    if reasons:
        body["errors"] = [{"field": name, "reasons": texts} for name, texts in reasons.items()]
    answer = Response(json.dumps(body), status, content_type=MEDIA_TYPE)
    if status == HTTPStatus.UNAUTHORIZED:
        answer.headers["WWW-Authenticate"] = "Bearer"
    if code in _RETRIED:
        answer.headers["Retry-After"] = str(RETRY_SECONDS)
    return answer

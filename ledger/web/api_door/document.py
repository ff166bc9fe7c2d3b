"""The API's description: OpenAPI 3.1 at `/api/v1/openapi.json`, told by the routes and schemas themselves."""

from http import HTTPStatus
from typing import Any

from flask import Flask
from flask_smorest import Api
from marshmallow import fields

from ledger.web.api_door.part import Part
from ledger.web.api_door.problem import MEDIA_TYPE, ProblemDetails
from ledger.web.api_door.tokens import only_personal_tokens
from ledger.web.schemas.base import Amount, Moment

DESCRIPTION = """\
The same verbs as on the pages, as JSON. Send a personal token with every request: `Authorization: Bearer TOKEN`;
tokens are made on the account page and read, or read and write.

Times are RFC 3339 with their offset, answered in UTC. Money is `{"amount": "1234.56", "currency": "EUR"}`. What a
request says and is not known here is refused with the field's name. Lists come in pages: send `next` as `after`. What
is created takes an `Idempotency-Key`; what is changed wants `If-Match`. A refusal is problem details (RFC 9457)."""


class DoorApi(Api):  # type: ignore[misc] # the library is untyped
    """flask-smorest's description, with our tags, problem details and kinds of fields; errors are `web/errors.py`'s."""

    def _register_error_handlers(self) -> None:
        """Leave errors to the application's own handlers."""

    def _register_responses(self) -> None:
        content = {MEDIA_TYPE: {"schema": ProblemDetails}}
        for status in HTTPStatus:
            refused = status >= HTTPStatus.BAD_REQUEST
            response = {"description": status.phrase} | ({"content": content} if refused else {})
            self.spec.components.response(status.name, response, lazy=True)
        default = {"description": "Refused or failed.", "content": content}
        self.spec.components.response(self.DEFAULT_ERROR_RESPONSE_NAME, default, lazy=True)

    def _register_pagination_header(self) -> None:
        """Leave out the library's own pages: ours are keyset pages."""

    def register_blueprint(self, part: Part, *, parameters: Any = None, **options: Any) -> None:
        """Register a part and describe its routes under its tag."""
        self._app.extensions["flask-smorest"]["blp_name_to_api"][part.name] = self
        self._app.register_blueprint(part, **options)
        part.register_views_in_doc(self, self._app, self.spec, name=part.name, parameters=parameters)
        self.spec.tag({"name": part.tag, "description": part.description})


def open_door(app: Flask) -> DoorApi:
    """Return the API of the application; `web/register.py` puts its parts in."""
    only_personal_tokens(app)
    app.config.update(
        API_TITLE="Amends", API_VERSION="1", OPENAPI_VERSION="3.1.0", OPENAPI_URL_PREFIX="/api/v1",
        OPENAPI_JSON_PATH="openapi.json",
    )  # fmt: skip
    api = DoorApi(
        app,
        spec_kwargs={
            "info": {"summary": "An incident-and-recovery ledger, over HTTP.", "description": DESCRIPTION},
            "security": [{"token": []}],
            "servers": [{"url": "/"}],
        },
    )
    token = {"type": "http", "scheme": "bearer", "description": "A personal token from your account page."}
    api.spec.components.security_scheme("token", token)
    api.register_field(Moment, "string", "date-time")
    api.register_field(Amount, "object", None)
    api.ma_plugin.converter.add_attribute_function(_told)
    return api


def _told(_converter: Any, field: fields.Field[Any], **_more: Any) -> dict[str, Any]:
    """Return what a field's own metadata tells a reader: label, help, choices' words; and the shape of money."""
    told: dict[str, Any] = {}
    label, help_text = field.metadata.get("label"), field.metadata.get("help")
    if label:
        told["title"] = label
    if help_text:
        told["description"] = help_text
    if isinstance(field, Amount):
        amount = {"type": "string", "pattern": r"^[0-9]{1,15}(\.[0-9]{1,4})?$"}
        told["properties"] = {"amount": amount, "currency": {"type": "string", "pattern": "^[A-Z]{3}$"}}
        told |= {"required": ["amount", "currency"], "additionalProperties": False}
        told["examples"] = [{"amount": "1234.56", "currency": "EUR"}]
    return told

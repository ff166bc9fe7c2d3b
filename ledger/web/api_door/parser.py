"""How the API's arguments are read: JSON strictly, and every refusal as `Invalid` with named fields."""

from collections.abc import Mapping
from typing import Any, NoReturn

from flask import Request
from marshmallow import Schema, ValidationError, missing
from webargs.flaskparser import FlaskParser

from ledger.kernel.errors import AmendsError, Invalid
from ledger.web.api_door.body import read_body
from ledger.web.api_door.kinds import refuse_wrong_kinds
from ledger.web.forms import flat_errors


class WrongMediaType(AmendsError):
    """Send the body as JSON, with the header Content-Type: application/json."""

    status = 415
    code = "unsupported_media_type"


class DoorParser(FlaskParser):
    """Reads what a request says; unknown query arguments are refused by `strictness`, which sees the whole route."""

    def load_json(self, req: Request, schema: Schema) -> Any:
        """Return the body's JSON value, or `missing` for none."""
        data = req.get_data(cache=True)
        if not data:
            return missing
        if not req.is_json:
            raise WrongMediaType
        value = read_body(data)
        refuse_wrong_kinds(schema, value)
        return value

    def handle_error(
        self,
        error: ValidationError,
        req: Request,  # noqa: ARG002 signature is webargs'
        schema: Schema,  # noqa: ARG002 the library's signature
        *,
        error_status_code: int | None,  # noqa: ARG002 the library's signature
        error_headers: Mapping[str, str] | None,  # noqa: ARG002 the library's signature
    ) -> NoReturn:
        """Raise `Invalid`; webargs has put the messages under the place they come from."""
        messages = error.messages
        fields: dict[str, str | list[str]] = {}
        for inner in messages.values() if isinstance(messages, dict) else [messages]:
            fields |= flat_errors(inner)
        raise Invalid(fields)

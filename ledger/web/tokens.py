"""The API's door stands in `web/api_door`; this name remains while its users move."""

from ledger.web.api_door.tokens import api_blueprint

__all__ = ["api_blueprint"]

"""Pages of a list: `limit` and `after`, the envelope `{"items": [...], "next": ...}`, and a Link to the next page."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import wraps
from typing import Any

from flask import request, url_for
from marshmallow import fields

from ledger.web.paging import Position, Row, day_position, named_position, one_page, position
from ledger.web.schemas.base import Command


@dataclass(frozen=True)
class Page:
    """The page that was asked for."""

    limit: int
    cursor: str | None
    filters: Mapping[str, Any]

    @property
    def after(self) -> Position | None:
        """Where the page begins, in a list sorted by time and id; raises `Invalid` for a cursor that is not ours."""
        return position(self.cursor)

    @property
    def after_name(self) -> tuple[str, str] | None:
        """Where the page begins, in a list sorted by a text and id."""
        return named_position(self.cursor)

    @property
    def after_day(self) -> tuple[date, str] | None:
        """Where the page begins, in a list sorted by a day and id."""
        return day_position(self.cursor)

    def of(self, rows: Sequence[Row], key: Callable[[Row], tuple[datetime | str, str]]) -> tuple[Any, dict[str, str]]:
        """Return the answer: ask the read for `limit + 1` rows, so that one more says there is a next page."""
        shown, following = one_page(rows, self.limit, key)
        if following is None:
            return {"items": shown, "next": None}, {}
        asked: dict[str, Any] = request.args.to_dict(flat=False) | {"after": [following]}
        link = url_for(request.endpoint or "", **(request.view_args or {}), **asked)
        return {"items": shown, "next": following}, {"Link": f'<{link}>; rel="next"'}


def paging(route: Callable[..., Any]) -> Callable[..., Any]:
    """Give the route a `Page` for what the query said."""

    @wraps(route)
    def paged(said: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        filters = {name: value for name, value in said.items() if name not in {"limit", "after"}}
        return route(Page(said["limit"], said.get("after"), filters), *args, **kwargs)

    return paged


def page_schema(schema: type[Command]) -> Command:
    """Return the schema of one page of `schema`."""
    following = fields.String(required=True, allow_none=True, metadata={"label": "Send as `after` for the next page"})
    items = fields.List(fields.Nested(schema), required=True)
    made = Command.from_dict({"items": items, "next": following}, name=f"{schema.__name__}Page")()
    assert isinstance(made, Command)  # noqa: S101 from_dict makes a child of its class
    return made

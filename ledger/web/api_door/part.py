"""A part of the API: a blueprint that documents itself, with pages of lists and the headers of keys and versions."""

from collections.abc import Callable
from typing import Any

from flask_smorest import Blueprint

from ledger.web.api_door.headers import DOOR, header_parameters, header_responses
from ledger.web.api_door.keyset import page_schema, paging
from ledger.web.api_door.parser import DoorParser
from ledger.web.schemas.paging import PageQuery


class Part(Blueprint):  # type: ignore[misc] # the library is untyped
    """One topic of the API; its name without `api_` is the tag under which readers find it."""

    ARGUMENTS_PARSER = DoorParser()

    def __init__(self, name: str, url_prefix: str, description: str) -> None:
        super().__init__(f"api_{name}", __name__, url_prefix=url_prefix, description=description)
        self.tag = name.replace("_", " ").capitalize()
        self._prepare_doc_cbks.append(_document_headers)

    def add_url_rule(self, rule: str, *args: Any, tags: list[str] | None = None, **more: Any) -> None:
        """Register a route under this part's tag."""
        super().add_url_rule(rule, *args, tags=tags or [self.tag], **more)

    def register_views_in_doc(self, api: Any, app: Any, spec: Any, *, name: str, parameters: Any) -> None:
        """Describe the routes; each operation gets a name that a generated client can use."""
        for endpoint, methods in self._docs.items():
            for method, told in methods.items():
                if method != "parameters":
                    told.setdefault("manual_doc", {}).setdefault(
                        "operationId", f"{name.removeprefix('api_')}_{endpoint}"
                    )
        super().register_views_in_doc(api, app, spec, name=name, parameters=parameters)

    def paged(self, schema: Any, query: Any = None) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
        """Make a route answer one page of a list: it is called with a `Page` first and returns `page.of(rows, key)`.

        `query` is a schema with the list's filters, a child of `PageQuery`; what it loaded stands in `page.filters`.
        """

        def decorate(route: Callable[..., Any]) -> Callable[..., Any]:
            link = {"Link": {"description": 'The next page, rel="next".', "schema": {"type": "string"}}}
            answered = self.response(200, page_schema(schema), headers=link)(paging(route))
            read: Callable[..., Any] = self.arguments(query or PageQuery, location="query")(answered)
            return read

        return decorate


def _document_headers(doc: dict[str, Any], told: dict[str, Any], *, method: str, **_more: Any) -> dict[str, Any]:
    door = told.get(DOOR, frozenset())
    parameters = header_parameters(door, method)
    if parameters:
        doc.setdefault("parameters", []).extend(parameters)
    for status, response in header_responses(door, method).items():
        doc.setdefault("responses", {})[status] = response
    for status in told.get("success_status_codes", []):
        if "versioned" in door and isinstance(doc["responses"].get(status), dict):
            described = {"description": "The version, as If-Match wants it.", "schema": {"type": "string"}}
            doc["responses"][status].setdefault("headers", {})["ETag"] = described
    return doc

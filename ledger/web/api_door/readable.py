"""The description, laid out for a person: operations by topic, what they take and answer, with examples."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

METHODS = ("get", "post", "put", "patch", "delete")
_EXAMPLES = {"date-time": "2026-10-06T09:02:00Z", "date": "2026-10-06", "email": "ada.okafor@harbour.example"}
_OF_KIND: Mapping[str, Any] = {"string": "text", "integer": 1, "number": 1.5, "boolean": True}
DEEPEST = 6


@dataclass(frozen=True)
class Part:
    """One thing a request takes or an answer holds; `name` is dotted where it lies deeper, `[]` marks a list."""

    name: str
    place: str
    kind: str
    needed: bool
    told: str


@dataclass(frozen=True)
class Answer:
    """One answer of an operation."""

    status: str
    told: str
    parts: tuple[Part, ...]
    example: str


@dataclass(frozen=True)
class Operation:
    """One address with one method."""

    anchor: str
    method: str
    path: str
    title: str
    told: str
    takes: tuple[Part, ...]
    body: tuple[Part, ...]
    example: str
    answers: tuple[Answer, ...]


@dataclass(frozen=True)
class Topic:
    """The operations of one part of the API."""

    name: str
    told: str
    operations: tuple[Operation, ...]

    @property
    def slug(self) -> str:
        """The name as a part of an address: `service-plans`."""
        return self.name.lower().replace(" ", "-")


def topics(document: Mapping[str, Any]) -> list[Topic]:
    """Return the document's operations by tag, in the order of the tags, each in the order of addresses and methods."""
    found: dict[str, list[Operation]] = {tag["name"]: [] for tag in document.get("tags", [])}
    for path, item in document["paths"].items():
        for method in METHODS:
            if method in item:
                found[item[method]["tags"][0]].append(_operation(document, path, method, item))
    told = {tag["name"]: tag.get("description", "") for tag in document.get("tags", [])}
    return [Topic(name, told[name], tuple(operations)) for name, operations in found.items() if operations]


def _operation(document: Mapping[str, Any], path: str, method: str, item: Mapping[str, Any]) -> Operation:
    spoken = item[method]
    parameters = [_followed(document, one) for one in (*item.get("parameters", []), *spoken.get("parameters", []))]
    body = _schema_of(_followed(document, spoken.get("requestBody", {})))
    told = sorted((str(status), one) for status, one in spoken["responses"].items() if status != "default")
    answers = (_answer(document, status, one) for status, one in told)
    return Operation(
        anchor=spoken.get("operationId", f"{method}-{path}").replace(".", "-"),
        method=method.upper(),
        path=path,
        title=spoken.get("summary", ""),
        told=spoken.get("description", ""),
        takes=tuple(_parameter(document, one) for one in parameters),
        body=tuple(_parts(document, body, "body")) if body else (),
        example=_written(document, body),
        answers=tuple(answers),
    )


def _answer(document: Mapping[str, Any], status: str, response: Mapping[str, Any]) -> Answer:
    response = _followed(document, response)
    schema = _schema_of(response) if str(status) < "400" else None
    parts = tuple(_parts(document, schema, "answer")) if schema else ()
    return Answer(str(status), response.get("description", ""), parts, _written(document, schema))


def _schema_of(carrier: Mapping[str, Any]) -> Mapping[str, Any] | None:
    for content in carrier.get("content", {}).values():
        schema: Mapping[str, Any] | None = content.get("schema")
        return schema
    return None


def _followed(document: Mapping[str, Any], node: Any) -> Any:
    while isinstance(node, Mapping) and "$ref" in node:
        target: Any = document
        for step in node["$ref"].removeprefix("#/").split("/"):
            target = target[step]
        node = target
    if isinstance(node, Mapping) and "anyOf" in node:
        return _followed(document, node["anyOf"][0])
    return node


def _parameter(document: Mapping[str, Any], spoken: Mapping[str, Any]) -> Part:
    schema = _followed(document, spoken.get("schema", {}))
    told = spoken.get("description") or _told(schema)
    return Part(spoken["name"], spoken["in"], _kind(schema), bool(spoken.get("required")), told)


def _parts(document: Mapping[str, Any], node: Any, place: str, prefix: str = "", depth: int = 0) -> Iterator[Part]:
    schema = _followed(document, node)
    if schema.get("type") == "array":
        yield from _parts(document, schema["items"], place, f"{prefix}[]", depth + 1)
        return
    needed = set(schema.get("required", []))
    for name, inner in schema.get("properties", {}).items():
        followed = _followed(document, inner)
        full = f"{prefix}.{name}" if prefix else name
        yield Part(full, place, _kind(followed), name in needed, _told(followed))
        lies_deeper = followed.get("properties") or followed.get("type") == "array"
        if lies_deeper and depth < DEEPEST:
            yield from _parts(document, followed, place, full, depth + 1)


def _kind(schema: Mapping[str, Any]) -> str:
    kind = schema.get("type", "any")
    named = " or ".join(kind) if isinstance(kind, list) else str(kind)
    words = {"date-time": "time", "date": "date"}.get(schema.get("format", ""), named)
    if "enum" in schema:
        codes = [str(one) for one in schema["enum"]]
        counted = f"one of {len(codes)} codes, such as {codes[0]}"
        return "one of " + ", ".join(codes) if len(codes) <= _LISTED else counted
    return ", ".join([words, *filter(None, (_between(schema, *one) for one in _BOUNDS))])


_LISTED = 16
"""Codes that are written out; zones and currencies would fill pages, and stand in the OpenAPI document."""
_BOUNDS = (("minimum", "maximum", ""), ("minLength", "maxLength", " characters"), ("minItems", "maxItems", " items"))


def _between(schema: Mapping[str, Any], lowest: str, highest: str, of_what: str) -> str:
    low, high = schema.get(lowest), schema.get(highest)
    if high is None:
        return f"at least {low}{of_what}" if low else ""
    return f"{low} to {high}{of_what}" if low else f"at most {high}{of_what}"


def _told(schema: Mapping[str, Any]) -> str:
    parts = [schema.get("title", ""), schema.get("description", "")]
    if "default" in schema:
        parts.append(f"Without it: {schema['default']}.")
    return " ".join(part if part.endswith((".", "?", "!")) else f"{part}." for part in parts if part)


def _written(document: Mapping[str, Any], schema: Any) -> str:
    return json.dumps(_example(document, schema), indent=2, ensure_ascii=False) if schema else ""


def _example(document: Mapping[str, Any], node: Any, depth: int = 0) -> Any:
    schema = _followed(document, node)
    for given in (schema.get("examples"), schema.get("enum")):
        if given:
            return given[0]
    kind = schema.get("type", "object")
    kind = next((one for one in kind if one != "null"), "null") if isinstance(kind, list) else kind
    if kind == "array":
        return [_example(document, schema.get("items", {}), depth + 1)] if depth < DEEPEST else []
    if kind == "object":
        members = schema.get("properties", {}) if depth < DEEPEST else {}
        return {name: _example(document, inner, depth + 1) for name, inner in members.items()}
    if kind in {"integer", "number"}:
        return schema.get("default", schema.get("minimum", _OF_KIND[kind]))
    return _EXAMPLES.get(schema.get("format", ""), _OF_KIND.get(kind))

"""Every event type and what it may say. `note` refuses what is not listed; verification checks bodies against it."""

from collections.abc import Collection, Mapping
from typing import Any

from ledger.record.event_type import EventType, faults
from ledger.record.event_types import books, clients, duties, incidents, letters, people, record, recovery, trends

ROOMS: Mapping[str, tuple[EventType, ...]] = {
    "record": record.TYPES,
    "books": books.TYPES,
    "people": people.TYPES,
    "clients": clients.TYPES,
    "incidents": incidents.TYPES,
    "recovery": recovery.TYPES,
    "letters": letters.TYPES,
    "duties": duties.TYPES,
    "trends": trends.TYPES,
}
"""The lines by the room that notes them; the file `ledger/record/event_types/<room>.py` holds them."""

CATALOGUE: dict[tuple[str, int], EventType] = {
    (line.name, line.version): line for lines in ROOMS.values() for line in lines
}
"""Lines by name and version; lines of older versions stay, so that old bodies are checked for ever."""


_MEMBERS = frozenset(
    {"v", "log", "seq", "id", "type", "subject", "actor", "occurred_at", "recorded_at", "supersedes", "reason", "data"}
) | {"_sd"}
_OURS = _MEMBERS | {"rows"}
"""In the provider's log an event may also carry the fingerprints of the rows written with it."""


class NotInCatalogue(AssertionError):
    """An event that the catalogue does not allow; the sentence names the file that the line belongs into."""


def version_of(name: str) -> int:
    """Return the version in which events of this type are written now; 0 for an unknown one."""
    version = 0
    while (name, version + 1) in CATALOGUE:
        version += 1
    return version


def require(name: str, *, is_clients: bool, data: Mapping[str, Any], sealed: Collection[str]) -> None:
    """Raise `NotInCatalogue` unless an event of the current version may say this, in a client's log or the provider's.

    The name of what is wrong is told, never the value: it may be personal.
    """
    line = CATALOGUE.get((name, version_of(name)))
    wrong = ["has no line"] if line is None else list(faults(line, is_clients=is_clients, data=data, sealed=sealed))
    if wrong:
        where = f"ledger/record/event_types/{_file(name)}"
        sentence = f"The event {name} {'; '.join(wrong)}. What it may say stands in its line in {where}: add it there."
        raise NotInCatalogue(sentence)


def fault_of_body(body: Mapping[str, Any], *, is_clients: bool, words: Collection[str] = ()) -> str | None:
    """Return what an event as recorded says that its type and version do not allow; none where all is well."""
    line = CATALOGUE.get((body["type"], body["v"]))
    if line is None:
        return f"is of a type and version ({body['type']}, {body['v']}) that this Amends does not know"
    if unknown := body.keys() - (_MEMBERS if is_clients else _OURS):
        return f"has the unknown member {min(unknown)}"
    most = line.words(is_clients=is_clients)
    if len(body["_sd"]) > len(most):
        return f"seals more than an event {line.name} may"
    return next(faults(line, is_clients=is_clients, data=body["data"], sealed=words), None)


def words_of(body: Mapping[str, Any], *, is_clients: bool) -> frozenset[str]:
    """Return the names that the sealed fields of an event as recorded may have; none for an unknown one."""
    line = CATALOGUE.get((body["type"], body["v"]))
    return line.words(is_clients=is_clients) if line else frozenset()


def _file(name: str) -> str:
    noun = name.partition(".")[0]
    for room, lines in ROOMS.items():
        if any(line.name.partition(".")[0] == noun for line in lines):
            return f"{room}.py"
    return "<room>.py"

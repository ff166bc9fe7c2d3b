"""Writing `docs/events.md` from the catalogue: `.venv/bin/python -m ledger.record.events_page > docs/events.md`."""

import sys
from collections.abc import Iterator

from ledger.record.catalogue import ROOMS
from ledger.record.event_type import KINDS, EventType

_HEAD = """\
# What events mean

Written from the catalogue (`ledger/record/event_types/`) by `.venv/bin/python -m ledger.record.events_page`; do not
edit it by hand.

A receipt shows events. Each has a type, such as `letter.issued`; this page says what it means and what it may say.
"You" is the client in whose log it stands. Words and names are *sealed*: the event holds their fingerprint, and the
words stand beside it, so that they can be erased and the rest still be checked. A field with ? may be missing. Nothing
that is marked *ours only* ever stands in a client's log.

"""
_WHOSE = {"client": "your log", "provider": "ours only", "both": "your log and ours"}


def events_page() -> str:
    """Return the page: kinds of fields, then every type by its room, older versions after the one in use."""
    kinds = "".join(f"- **{kind}**: {says}\n" for kind, says in KINDS.items())
    rooms = "".join(f"\n## {room.capitalize()}\n\n{''.join(_lines(lines))}" for room, lines in ROOMS.items())
    return f"{_HEAD}## Kinds of fields\n\n{kinds}{rooms}"


def _lines(lines: tuple[EventType, ...]) -> Iterator[str]:
    for line in sorted(lines, key=lambda one: (one.name, -one.version)):
        yield f"- `{line.name}` (version {line.version}, {_WHOSE[line.whose]}): {line.says}\n"
        yield from _part("Says", _fields(line.data))
        yield from _part("Sealed", _names(line.sealed))
        yield from _part("Ours only", ", ".join(filter(None, (_fields(line.inside), _names(line.inside_sealed)))))


def _part(head: str, told: str) -> Iterator[str]:
    if told:
        yield f"  {head}: {told}.\n"


def _fields(written: str) -> str:
    told = (field.split(":") for field in written.split())
    return ", ".join(f"`{name}`{'?' if kind.endswith('?') else ''} {kind.removesuffix('?')}" for name, kind in told)


def _names(written: str) -> str:
    return ", ".join(f"`{name}`" for name in written.split())


if __name__ == "__main__":
    sys.stdout.write(events_page())

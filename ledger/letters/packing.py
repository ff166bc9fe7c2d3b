"""A client's package as a ZIP: what stands alike in the record gives the same bytes, whoever of the client asks."""

import hashlib
import json
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import IO, Any

from ledger.kernel.spreadsheet import BYTE_ORDER_MARK, csv_line

_FIRST_DAY = (1980, 1, 1, 0, 0, 0)
"""The date of every file inside: when it was packed says nothing about what it holds."""
_README = """Everything about you

This is all that {provider} holds about your incidents and shows you: what happened, what was promised and kept, what
you got, every letter that was issued to you, and what you said to it.

all.json      everything, for programs
*.csv         the same as tables, for spreadsheets; times are in UTC
letters/      the letters as they were issued, byte for byte
evidence/     the files that show what was done; evidence.csv says of which action each is
SHA256SUMS    the fingerprint of each file: sha256sum -c SHA256SUMS
"""


_MISSING = """These files are not as they were recorded and are left out. {provider} has been told; please ask:

{names}
"""
Read = Callable[[str], bytes | None]
Tables = Mapping[str, Sequence[Mapping[str, Any]]]


def pack(tables: Tables, files: Iterable[tuple[str, str]], provider: str, read: Read, out: IO[bytes]) -> None:
    """Write the ZIP into `out`: tables by name, files as (name inside, SHA-256), `provider` as the name of the firm.

    `read` returns the bytes of a file by its SHA-256, compared as it is read; none where they are not there any more.
    """
    sums: list[str] = []
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in _members(tables, files, provider, read):
            packed.writestr(_member(name), content)
            sums.append(f"{hashlib.sha256(content).hexdigest()}  {name}\n")
        packed.writestr(_member("SHA256SUMS"), "".join(sums).encode())


def _members(
    tables: Tables, files: Iterable[tuple[str, str]], provider: str, read: Read
) -> Iterator[tuple[str, bytes]]:
    yield "README.txt", _README.format(provider=provider).encode()
    yield "all.json", (json.dumps(tables, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()
    for name, rows in sorted(tables.items()):
        if rows:
            yield f"{name}.csv", _csv(rows).encode()
    missing = []
    for name, sha256 in files:
        content = read(sha256)
        if content is None:
            missing.append(name)
        else:
            yield name, content
    if missing:
        yield "MISSING.txt", _MISSING.format(provider=provider, names="\n".join(missing)).encode()


def _csv(rows: Sequence[Mapping[str, Any]]) -> str:
    columns = list(rows[0])
    lines = (csv_line(row.get(column) for column in columns) for row in rows)
    return BYTE_ORDER_MARK + csv_line(columns) + "".join(lines)


def _member(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, _FIRST_DAY)
    info.compress_type = zipfile.ZIP_DEFLATED
    info.external_attr = 0o644 << 16
    return info

"""Comparing issued letters with the events that issued them; `amends verify` does it."""

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger.letters.models import Letter
from ledger.record.bodies import said_in
from ledger.record.findings import Finding
from ledger.record.models import LogEntry
from ledger.record.projection import plain

_COLUMNS = {"pdf_sha256": "pdf_sha256", "kind": "kind", "version_number": "version", "dated_on": "dated_on"}


def issued_letters(session: Session) -> Iterator[Finding]:
    """Give every letter whose file, kind, version or date is not what was recorded, or that no event issued."""
    query = select(LogEntry.seq, LogEntry.body).where(LogEntry.type == "letter.issued")
    letters = {row.id: row for row in session.scalars(select(Letter).where(Letter.pdf_sha256.is_not(None)))}
    issued = set()
    for seq, body in session.execute(query):
        data = said_in(body)["data"]
        if "letter" not in data:
            continue
        letter = letters.get(data["letter"])
        issued.add(data["letter"])
        if letter is None:
            yield Finding("row", f"letter {data['letter']}", f"Entry {seq} issued a letter that is not there any more.")
            continue
        for column, name in _COLUMNS.items():
            if plain(getattr(letter, column)) != data.get(name):
                sentence = f"What a letter shows as {column} is not what was recorded."
                yield Finding("row", f"letter {letter.id}", sentence)
    for letter_id in sorted(letters.keys() - issued):
        yield Finding("row", f"letter {letter_id}", "A letter stands as issued, but no event issued it.")

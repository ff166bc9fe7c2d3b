"""The file store beside the record: what is named is there and whole; what nothing names goes after a day."""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger.kernel.clock import now
from ledger.kernel.files import FileStore
from ledger.letters.answer_rows import named_proofs
from ledger.letters.letter_files import named_files
from ledger.people.logos import named_logos
from ledger.record.erasures import deleted_files
from ledger.record.findings import Finding
from ledger.record.models import LogEntry
from ledger.recovery.action_files import named_evidence
from ledger.trends.reports import named_reports
from ledger.trends.reviews import named_reviews
from ledger.work import Ledger

SPARED = timedelta(days=1)
"""A younger file may still be named: its row is committed after it, and an upload is looked at before it comes in."""
NAMED: tuple[Callable[[Session], Mapping[str, str]], ...] = (
    named_files,
    named_proofs,
    named_evidence,
    named_logos,
    named_reports,
    named_reviews,
)
"""What each room that keeps files gives: every SHA-256 that its rows and events name, with what a person calls it."""
_SHA256 = re.compile(rb"[0-9a-f]{64}")
_SENTENCES = {
    "missing": "The file is missing from the store; restore it from a backup.",
    "altered": "The stored file is not the one that was recorded; restore it from a backup.",
}


def files_named(session: Session) -> dict[str, str]:
    """Return every SHA-256 that a row or the record names as a file, with what the file is called.

    Those that were deleted with an erasure are not among them.
    """
    gone = deleted_files(session)
    return {sha256: name for named in NAMED for sha256, name in named(session).items() if sha256 not in gone}


def files_mentioned(session: Session) -> set[str]:
    """Return every SHA-256 that stands anywhere in the record: more than there are files, and no file less.

    Those of files that were deleted with an erasure are not among them.
    """
    bodies = session.scalars(select(LogEntry.body).execution_options(yield_per=1000))
    found = {sha256.decode() for body in bodies for sha256 in _SHA256.findall(bytes(body))}
    return found - deleted_files(session).keys()


def files_as_named(session: Session, files: FileStore) -> Iterator[Finding]:
    """Give every file that a row or the record names and that is missing or altered, with the letter it is."""
    for sha256, name in files_named(session).items():
        state = files.state(sha256)
        if state != "whole":
            yield Finding("file", name, f"{_SENTENCES[state]} Its SHA-256 is {sha256}.")
    for sha256 in deleted_files(session):
        if files.state(sha256) != "missing":
            yield Finding(
                "file", sha256, "A file that was deleted with an erasure is there again: amends erase --replay."
            )


def sweep_files(ledger: Ledger) -> int:
    """Remove the files that nothing names and that are older than a day, and return how many went.

    They come from uploads that nobody imported and from work that a crash broke off. Whatever the record mentions in
    any way stays.
    """
    before = now() - SPARED
    with ledger.database.read() as session:
        strays = ledger.files.strays(files_named(session), before)
        if strays:
            mentioned = files_mentioned(session)
            strays = [file for file in strays if file.name not in mentioned]
    return ledger.files.sweep(strays, before)

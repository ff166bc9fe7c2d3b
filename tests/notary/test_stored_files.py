"""The file store: on the disk before the row is, missing and altered files told, only old files of nobody swept."""

import os
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import event

from ledger.kernel.errors import NotFound
from ledger.letters.operations.issuing import begin_issue
from ledger.notary.stored_files import sweep_files
from ledger.notary.verifying import verify
from ledger.people.actor import SYSTEM
from ledger.record.findings import Finding
from ledger.work import Ledger
from ledger.worker.jobs import Jobs
from ledger.worker.letters import finish_letter
from tests.letters.steps import a_case, an_approved_letter, an_issued_letter, letter

TWO_DAYS = 2 * 24 * 3600


def issued_file(ledger: Ledger) -> Path:
    """Issue a letter and return its file."""
    sha256 = letter(ledger, an_issued_letter(ledger, a_case(ledger), kind="final")).pdf_sha256 or ""
    return place(ledger, sha256)


def place(ledger: Ledger, sha256: str) -> Path:
    return ledger.files.folder / sha256[:2] / sha256


def aged(file: Path, seconds: float = TWO_DAYS) -> None:
    """Let a file have been written that long ago."""
    then = time.time() - seconds
    os.utime(file, (then, then))


def of_files(ledger: Ledger) -> list[Finding]:
    return [finding for finding in verify(ledger, SYSTEM).findings if finding.check == "file"]


def test_file_and_folders_are_on_the_disk_before_the_row_is_committed(
    own_ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = a_case(own_ledger)
    letter_id = an_approved_letter(own_ledger, case, kind="final")
    own_ledger.do(begin_issue, case.writer, letter_id=letter_id)
    order: list[int | str] = []
    fsync = os.fsync

    def watched(handle: int) -> None:
        fsync(handle)
        order.append(os.fstat(handle).st_ino)

    monkeypatch.setattr(os, "fsync", watched)
    event.listen(own_ledger.database.engine, "commit", lambda _connection: order.append("commit"))
    finish_letter(own_ledger, letter_id)
    row = letter(own_ledger, letter_id)
    file = place(own_ledger, row.pdf_sha256 or "")
    synced = [one.stat().st_ino for one in (file, file.parent, own_ledger.files.folder, own_ledger.settings.home)]
    assert row.status == "issued"
    assert order[:5] == [*synced, "commit"]


def test_a_missing_file_is_told_with_the_letter_it_is(ledger: Ledger) -> None:
    file = issued_file(ledger)
    assert of_files(ledger) == []
    file.unlink()
    (finding,) = of_files(ledger)
    assert finding.where == "HFO-2026-01-final-1.pdf"
    assert finding.sentence.startswith("The file is missing from the store; restore it from a backup.")
    assert file.name in finding.sentence


def test_an_altered_file_is_told_and_not_shown(ledger: Ledger) -> None:
    file = issued_file(ledger)
    content = bytearray(file.read_bytes())
    content[100] ^= 1
    file.write_bytes(content)
    (finding,) = of_files(ledger)
    assert (finding.where, "not the one that was recorded" in finding.sentence) == ("HFO-2026-01-final-1.pdf", True)
    with pytest.raises(NotFound, match="not shown"):
        ledger.files.read(file.name)


def test_the_sweep_takes_old_files_of_nobody_and_broken_off_drafts_only(ledger: Ledger) -> None:
    named = issued_file(ledger)
    old, young = (place(ledger, ledger.files.keep(word)) for word in (b"an upload of Monday", b"an upload of today"))
    draft = named.with_name("0190b6a0-0000-7000-8000-000000000000")
    draft.write_bytes(b"half a")
    for file in (named, old, draft):
        aged(file)
    aged(young, TWO_DAYS / 4)
    assert sweep_files(ledger) == 2
    assert [file.exists() for file in (named, young, old, draft)] == [True, True, False, False]
    assert of_files(ledger) == []
    assert sweep_files(ledger) == 0


def test_a_file_that_is_kept_again_is_young_again_and_mended(ledger: Ledger) -> None:
    file = place(ledger, ledger.files.keep(b"the same words"))
    file.write_bytes(b"other words")
    aged(file)
    assert ledger.files.keep(b"the same words") == file.name
    assert sweep_files(ledger) == 0
    assert ledger.files.read(file.name) == b"the same words"


def test_what_was_written_anew_while_the_sweep_was_looking_stays(ledger: Ledger) -> None:
    file = place(ledger, ledger.files.keep(b"words"))
    written = file.stat().st_mtime
    ledger.files.keep(b"words")
    assert ledger.files.sweep([file], before=datetime.fromtimestamp(written, UTC)) == 0
    assert file.exists()


def test_a_file_that_the_record_alone_names_is_neither_swept_nor_forgotten(ledger: Ledger) -> None:
    file = issued_file(ledger)
    with ledger.database.write() as session:
        session.connection().exec_driver_sql("UPDATE letter SET status = 'draft', pdf_sha256 = NULL")
        session.commit()
    aged(file)
    assert sweep_files(ledger) == 0
    file.unlink()
    assert [finding.where for finding in of_files(ledger)] == ["HFO-2026-01-final-1.pdf"]


def test_the_night_sweeps(ledger: Ledger) -> None:
    issued_file(ledger)
    old = place(ledger, ledger.files.keep(b"an upload of Monday"))
    aged(old)
    jobs = Jobs(ledger)
    jobs.nightly()
    jobs.close()
    assert not old.exists()

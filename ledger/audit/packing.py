"""One sample as a ZIP: written to disk file by file, never held in memory; can be packed again at any time."""

import json
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import asdict
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from ledger.audit.sample_words import readme
from ledger.audit.samples import Sample, population_of, sample_by_id
from ledger.incidents.as_known import known_at
from ledger.incidents.incident_page import incident_by_reference
from ledger.incidents.ticket_text import ticket_text
from ledger.kernel.clock import iso, now
from ledger.kernel.errors import AmendsError
from ledger.kernel.ids import new_id
from ledger.kernel.spreadsheet import BYTE_ORDER_MARK, csv_line
from ledger.letters.letter_files import issued_files
from ledger.notary.receipts import receipt
from ledger.people.actor import SYSTEM, Actor
from ledger.people.queries import provider
from ledger.record.models import LogEntry
from ledger.record.signing_keys import known_keys
from ledger.recovery.action_files import files_of_case
from ledger.work import Ledger

Told = Callable[[int], object]
KEPT = timedelta(days=30)
"""For how long a packed sample lies ready; after that, and after any erasure, it is packed again when asked for."""
_SCRIPT = Path(__file__).parents[1] / "web" / "static" / "verify_receipt.py"


def pack(ledger: Ledger, actor: Actor, sample_id: str, *, told: Told = lambda _count: None) -> Path:
    """Pack a sample and return its file; `told` hears of each case. Packing twice is harmless."""
    place = place_of(ledger, sample_id)
    place.parent.mkdir(parents=True, exist_ok=True)
    pack_into(ledger, actor, ledger.ask(sample_by_id, actor, sample_id), place, told=told)
    return place


def pack_into(ledger: Ledger, actor: Actor, sample: Sample, place: Path, *, told: Told = lambda _count: None) -> None:
    """Pack a sample into a file that is there only when it is whole, readable by nobody else."""
    draft = place.with_name(f"{new_id()}.draft")
    try:
        _write(ledger, actor, sample, draft, told)
        draft.replace(place)
    finally:
        draft.unlink(missing_ok=True)


def _write(ledger: Ledger, actor: Actor, sample: Sample, file: Path, told: Told) -> None:
    file.touch(mode=0o600)
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in _front(ledger, actor, sample):
            packed.writestr(name, content)
        for reference in sample.references:
            for name, part in _case(ledger, actor, reference):
                packed.writestr(f"cases/{reference}/{name}", part)
            told(1)
        # Last: the first key of a ledger is made with the first receipt.
        packed.writestr("keys.txt", _keys(ledger))


def packed(ledger: Ledger, sample_id: str) -> Path | None:
    """Return a sample's file where it lies ready and nothing was erased since it was packed."""
    place = place_of(ledger, sample_id)
    try:
        at = datetime.fromtimestamp(place.stat().st_mtime, UTC)
    except OSError:
        return None
    return place if _is_fresh(ledger, at) else None


def forget_packed(ledger: Ledger) -> int:
    """Remove packed samples that are too old or older than an erasure, and what a crash left; return how many."""
    gone = 0
    for file in place_of(ledger, "any").parent.glob("*"):
        at = datetime.fromtimestamp(file.stat().st_mtime, UTC)
        if (
            at < now() - KEPT
            or not _is_fresh(ledger, at)
            or (file.suffix == ".draft" and at < now() - timedelta(days=1))
        ):
            file.unlink(missing_ok=True)
            gone += 1
    return gone


def place_of(ledger: Ledger, sample_id: str) -> Path:
    """Return where a packed sample lies."""
    return ledger.settings.home / "samples" / f"{sample_id}.zip"


def _is_fresh(ledger: Ledger, at: datetime) -> bool:
    with ledger.database.read() as session:
        erased_at = session.scalar(select(func.max(LogEntry.recorded_at)).where(LogEntry.type == "privacy.erased"))
    return erased_at is None or erased_at < at


def _front(ledger: Ledger, actor: Actor, sample: Sample) -> Iterator[tuple[str, str]]:
    with ledger.database.read() as session:
        ours = provider(session)
        population = population_of(session, actor, sample)
    yield "README.txt", readme(
        provider=ours.name, first=sample.first, last=sample.last, zone=sample.zone, seed=sample.seed,
        drawn=len(sample.references), population=sample.population, digest=sample.digest, event=sample.event_id,
    )  # fmt: skip
    lines = [csv_line((one.reference, iso(at) if at else "", one.key, one.place)) for one, at in population]
    yield "population.csv", BYTE_ORDER_MARK + csv_line(("reference", "closed_at", "key", "drawn")) + "".join(lines)
    yield "sample.json", _json(asdict(sample))
    yield "verify_receipt.py", _SCRIPT.read_text(encoding="utf-8")


def _case(ledger: Ledger, actor: Actor, reference: str) -> Iterator[tuple[str, str | bytes]]:
    at = now()
    incident = ledger.ask(incident_by_reference, actor, reference)
    yield "case.txt", ticket_text(incident, _zone(ledger), at)
    yield "case.json", _json(asdict(ledger.ask(known_at, actor, reference, at)))
    for name, sha256 in ledger.ask(files_of_case, actor, incident.id):
        yield f"evidence/{name}", _or_why(lambda: ledger.files.read(sha256))  # noqa: B023 called at once
    for impact in incident.impacts:
        folder = impact.client_reference
        yield f"{folder}/receipt.json", _or_why(lambda: receipt(ledger, SYSTEM, folder)[1])  # noqa: B023 called at once
        for file in ledger.ask(issued_files, actor, folder):
            yield f"{folder}/{file.name}", _or_why(lambda: ledger.files.read(file.sha256))  # noqa: B023 called at once


def _keys(ledger: Ledger) -> str:
    with ledger.database.read() as session:
        return "".join(f"{one.key}\n" for one in known_keys(session))


def _zone(ledger: Ledger) -> str:
    with ledger.database.read() as session:
        return provider(session).zone


def _or_why(content: Callable[[], str | bytes]) -> str | bytes:
    """Return what belongs there, or the sentence that says why it is not: one refusal does not spoil the sample."""
    try:
        return content()
    except AmendsError as fault:
        return f"{fault.sentence}\n"


def _json(value: Any) -> str:
    return json.dumps(value, indent=1, ensure_ascii=False, default=_plain) + "\n"


def _plain(value: Any) -> str:
    if isinstance(value, datetime):
        return iso(value)
    return value.isoformat() if isinstance(value, date) else str(value)

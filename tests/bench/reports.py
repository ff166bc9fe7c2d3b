"""Printed trends: a trust review of a few pages, and the quarterly report, as tagged and archivable PDF.

The design's bound is 0.6 s for three pages, which a trust review has. The quarterly report has more of them and is no
three-page file: its row says what a page takes.
"""

import pickle
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial
from io import BytesIO
from pathlib import Path

from pypdf import PdfReader
from sqlalchemy import select

from ledger.clients.models import Client
from ledger.demo.many.fill import fill_many
from ledger.demo.many.shape import Shape
from ledger.kernel.clock import now
from ledger.people.actor import SYSTEM
from ledger.trends.report_content import report_content
from ledger.trends.report_pdf import Imprint, render_report
from ledger.trends.review_content import Agreement, ReviewContent
from ledger.trends.review_pdf import Signature, render_review
from ledger.trends.scope import Scope
from ledger.trends.scorecard import scorecard
from ledger.work import Ledger
from tests.bench.alone import megabytes
from tests.bench.figures import Figure, timed
from tests.bench.ground import Ground

INCIDENTS = 300
ZONE = "Europe/London"
ROUNDS = 3
THREE_PAGES = 3
LONGEST = 0.6
"""Seconds for three pages."""
MOST_MEMORY = 85
"""Megabytes for three pages."""


def measure(ground: Ground) -> Iterator[Figure]:
    """Draw both from an invented ledger of a small provider, twice to warm up and then a few times."""
    ledger = ground.ledger("SQLite", "reports")
    fill_many(
        ledger, Shape(INCIDENTS, now() - timedelta(minutes=5), ZONE, months=24), password_hash="x", recorded=False
    )
    for name, draw in (("Trust review", _review(ledger)), ("Quarterly report", _report(ledger))):
        began, pdf = time.process_time(), draw()
        cold = time.process_time() - began
        pages = len(PdfReader(BytesIO(pdf)).pages)
        ours = min(timed(draw) for _ in range(ROUNDS))
        before, peak = _peak(draw)
        longest = LONGEST if pages == THREE_PAGES else None
        each = f"{ours * 1000 / pages:.0f} ms a page; "
        note = f"{each}{cold * 1000:.0f} ms of processor time at first; {peak} MB at most, {before} MB before"
        yield Figure(f"{name} of {pages} pages", "", ours, longest=longest, note=note)
        if pages == THREE_PAGES:
            yield _alone(ground.folder, draw)


def _review(ledger: Ledger) -> "partial[bytes]":
    with ledger.database.read() as session:
        code = session.scalars(select(Client.code).order_by(Client.code)).first() or ""
        card = scorecard(session, SYSTEM, code, now())
    agreement = Agreement("Twice the hours", "We call before each change. " * 6, "You name who is called.", "", "yes")
    content = ReviewContent(f"{code}-2026-Q3", "2026-Q3", 1, card, (), agreement)
    signature = Signature("A. Leader", "Director", now())
    return partial(render_review, content, "Northgate", signature, "0" * 64)


def _report(ledger: Ledger) -> "partial[bytes]":
    with ledger.database.read() as session:
        content = report_content(session, SYSTEM, Scope(now(), ZONE).quarter_keys[-2], now(), ZONE)
    imprint = Imprint("Northgate", "A. Leader", now(), "0" * 64, "https://northgate.example")
    return partial(render_report, content, imprint)


def _alone(folder: Path, draw: "partial[bytes]") -> Figure:
    """Draw a file in a process that does nothing else, as the prototype did whose memory the design's bound is of."""
    kept = folder / "draw.pickle"
    kept.write_bytes(pickle.dumps(draw))
    command = [sys.executable, "-m", "tests.bench.alone", str(kept)]
    said = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603 our own words
    bare, ready, most = (int(part) for part in said.stdout.split())
    note = f"{most - ready} MB for drawing it, {ready - bare} MB for what draws it, {bare} MB for Python"
    return Figure("The same in a process of its own", "", most, longest=MOST_MEMORY, unit="MB", note=note)


def _peak(draw: Callable[[], bytes]) -> tuple[int, int]:
    """Return the megabytes that this process holds before it draws, and at most while it does (Linux)."""
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")  # the peak begins anew
    before = megabytes("VmRSS")
    draw()
    return before, megabytes("VmHWM")

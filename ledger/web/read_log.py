"""Who read what, written down after the answer has gone out.

The lines wait in memory for a thread that writes them in batches, so that no page waits for the database's write lock
and none fails because of it; a crash loses the last second's. A process that is stopped writes what is left.
"""

import atexit
import queue
import threading

import structlog
from flask import Flask, Response, current_app, g, request, session
from sqlalchemy.exc import SQLAlchemyError

from ledger.audit.reading import Read, keep_reads
from ledger.kernel.clock import now
from ledger.kernel.errors import AmendsError
from ledger.people.actor import SYSTEM
from ledger.web.shown import SHOWS
from ledger.work import Ledger

log = structlog.get_logger()
EXTENSION = "amends_read_log"
MOST_WAITING = 20_000
AT_ONCE = 500
PAUSE = 0.5
"""Seconds between batches: many pages, one transaction."""
_LINK = "came_by_link"


class ReadLog:
    """The readings that wait to be written; without `background` until somebody calls `write_some`."""

    def __init__(self, ledger: Ledger, *, background: bool) -> None:
        self.ledger = ledger
        self.background = background
        self._waiting: queue.Queue[Read] = queue.Queue(MOST_WAITING)
        self._thread: threading.Thread | None = None
        self._starting = threading.Lock()
        self._stop = threading.Event()
        self._failed: list[Read] = []

    def add(self, read: Read) -> None:
        """Put a reading in; never waits and never fails."""
        try:
            self._waiting.put_nowait(read)
        except queue.Full:
            log.error("a reading was not written down", why="too many are waiting")  # noqa: TRY400 nothing failed that a trace shows
            return
        if self.background:
            self._start()

    def close(self) -> None:
        """Stop the thread and write what is left, for a few seconds at most."""
        self._stop.set()
        if self._thread is not None:
            self._thread.join(timeout=5)

    def _start(self) -> None:
        # Started at the first reading: a server forks its processes before that, and threads do not go along.
        with self._starting:
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._run, name="who-read-what", daemon=True)
                self._thread.start()
                atexit.register(self.close)

    def _run(self) -> None:
        while not self._stop.wait(PAUSE):
            self.write_some()
        while self.write_some():
            pass

    def _batch(self) -> list[Read]:
        found: list[Read] = []
        while len(found) < AT_ONCE:
            try:
                found.append(self._waiting.get_nowait())
            except queue.Empty:
                break
        return found

    def write_some(self) -> bool:
        """Write a batch and return whether there was one; where that fails, keep it for the next time."""
        batch = self._failed or self._batch()
        self._failed = []
        if not batch:
            return False
        try:
            self.ledger.do(keep_reads, SYSTEM, reads=batch)
        except (SQLAlchemyError, AmendsError) as fault:
            log.warning("readings wait to be written down", kind=type(fault).__name__, lines=len(batch))
            self._failed = batch
            return False
        return True


def add_read_log(app: Flask, ledger: Ledger, *, background: bool) -> None:
    """Write down what each answer of this application shows, and to whom."""
    app.extensions[EXTENSION] = ReadLog(ledger, background=background)
    app.after_request(_note)


def came_by_link() -> None:
    """Remember for this session that somebody came in by a mailed or printed link."""
    session[_LINK] = True


def _note(answer: Response) -> Response:
    shows, who = SHOWS.get(request.endpoint or ""), g.get("actor")
    shown = answer.status_code < 300 or answer.status_code == 304  # noqa: PLR2004 answers that show something, or that it is as before
    if request.endpoint == "security.logout":
        session.pop(_LINK, None)
    if shows is None or who is None or not shown:
        return answer
    name = str((request.view_args or {}).get(shows.part) or shows.called or request.path.rpartition("/")[2])
    way = "mail_link" if shows.way == "page" and session.get(_LINK) else shows.way
    read = Read(now(), who.user_id, shows.what, shows.named, name, way, g.get("token_hash"))
    current_app.extensions[EXTENSION].add(read)
    return answer

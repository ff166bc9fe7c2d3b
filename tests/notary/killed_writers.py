"""Writers to be killed: each a process of its own that tells, after every commit, what was committed."""

import multiprocessing
import random
import signal
import time
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerProcess
from multiprocessing.forkserver import set_forkserver_preload

from ledger.config import Settings
from ledger.incidents.operations.timeline import add_entry
from ledger.people.actor import Actor
from ledger.work import open_ledger

COUNT = 8
PATIENCE = 30.0
"""Seconds in which half of the writers are to have committed something."""


@dataclass(frozen=True)
class Told:
    """A committed entry, as its writer told of it: the row's id and its event's."""

    entry_id: str
    event_id: str


def write(settings: Settings, actor: Actor, incident_id: str, say: Connection) -> None:
    """Write entries as fast as they are taken, until killed."""
    ledger = open_ledger(settings)
    while True:
        entry = ledger.do(
            add_entry, actor, incident_id=incident_id, kind="update", text="We are looking at the mail server.",
            visibility="all_clients",
        )  # fmt: skip
        say.send_bytes(f"{entry.id} {entry.event_id}".encode())


class Round:
    """Eight writers, from their start to their death."""

    def __init__(self, settings: Settings, actor: Actor, incident_id: str) -> None:
        # A server that knows the program already forks them: eight interpreters would need longer than a round.
        set_forkserver_preload([__name__])
        context = multiprocessing.get_context("forkserver")
        self._processes: list[ForkServerProcess] = []
        self._ears: list[Connection] = []
        for _ in range(COUNT):
            ear, say = context.Pipe(duplex=False)
            process = context.Process(target=write, args=(settings, actor, incident_id, say), daemon=True)
            process.start()
            # Only the writer holds the other end now: when it dies, what it told ends there.
            say.close()
            self._processes.append(process)
            self._ears.append(ear)

    def killed(self, dice: random.Random, seconds: float) -> list[Told]:
        """Kill them one by one at random moments and return what they told.

        The last dies at most `seconds` after half of them had written something.
        """
        until = time.monotonic() + PATIENCE
        while sum(ear.poll() for ear in self._ears) < COUNT // 2:
            assert time.monotonic() < until, "the writers write nothing"
            time.sleep(0.01)
        begun = time.monotonic()
        for process, after in zip(self._processes, sorted(dice.uniform(0, seconds) for _ in range(COUNT)), strict=True):
            time.sleep(max(0.0, begun + after - time.monotonic()))
            process.kill()
        for process in self._processes:
            process.join()
            assert process.exitcode == -signal.SIGKILL
        return [told for ear in self._ears for told in _heard(ear)]


def _heard(ear: Connection) -> list[Told]:
    """Return what a dead writer told; a word that its death broke off was not told."""
    told: list[Told] = []
    with ear:
        while True:
            try:
                entry_id, event_id = ear.recv_bytes().decode().split()
            except (EOFError, OSError):
                return told
            told.append(Told(entry_id, event_id))

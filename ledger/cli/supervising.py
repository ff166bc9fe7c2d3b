"""Two processes under one roof: the web server and the worker end together, and neither outlives the command."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from types import FrameType

import structlog

log = structlog.get_logger()

PATIENCE = 40
"""Seconds in which both may end what they are doing."""
_REST = 1.0
_LOOK = 0.2


class Supervisor:
    """Starts both, starts the worker again when it dies, ends both when told to or when the web server has ended."""

    def __init__(self, web: Sequence[str], worker: Sequence[str]) -> None:
        self._commands = {"web": list(web), "worker": list(worker)}
        self._children: dict[str, subprocess.Popen[bytes]] = {}
        self._stopping = threading.Event()
        self._life, self._hold = os.pipe()

    def run(self) -> int:
        """Supervise until the end, and return the web server's exit status; 0 when it was told to stop."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._stop)
        for name in self._commands:
            self._start(name)
        while not self._stopping.wait(_LOOK) and self._children["web"].poll() is None:
            if self._children["worker"].poll() is not None:
                log.warning("the worker ended and is started again", status=self._children["worker"].returncode)
                time.sleep(_REST)
                self._start("worker")
        told = self._stopping.is_set()
        self._end()
        return 0 if told else self._children["web"].returncode

    def _start(self, name: str) -> None:
        # Their standard input ends when this process ends, however it ends: `end_with_parent` waits for that. A session
        # of their own keeps a Ctrl+C in the terminal from reaching them before they are told in order.
        command = [sys.executable, "-m", "ledger.cli.main", *self._commands[name]]
        self._children[name] = subprocess.Popen(command, stdin=self._life, start_new_session=True)  # noqa: S603 ours

    def _stop(self, _number: int, _frame: FrameType | None) -> None:
        self._stopping.set()

    def _end(self) -> None:
        for child in self._children.values():
            if child.poll() is None:
                child.terminate()
        deadline = time.monotonic() + PATIENCE
        for child in self._children.values():
            try:
                child.wait(max(0.0, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()
        os.close(self._hold)
        os.close(self._life)


def end_with_parent() -> None:
    """End this process in order when the supervisor is gone: then its end of our standard input is closed."""

    def wait() -> None:
        while os.read(0, 1024):
            pass
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=wait, daemon=True, name="end with parent").start()

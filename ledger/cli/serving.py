"""`amends serve` and `amends worker`: the web server and the background jobs."""

import os
import socket
import sys
from typing import Any

import click
from flask import Flask
from gunicorn.app.base import BaseApplication
from gunicorn.glogging import Logger

from ledger.app import create_app
from ledger.cli.context import ledger, settings
from ledger.cli.database import schema_is_current
from ledger.cli.logs import begin_logging
from ledger.cli.supervising import Supervisor, end_with_parent
from ledger.config import BadSetting, Settings
from ledger.demo.hints import sign_in_hints
from ledger.letters.letter_signing import letter_signer
from ledger.worker.jobs import Jobs

_THREADS = 8
_EVERY = frozenset({"", "0.0.0.0", "::"})  # noqa: S104 names to recognise, nothing is bound to them
_GRACE = 30
"""Seconds a request may take, and in which the web server lets requests finish when it is told to stop."""


def _port(_context: click.Context, _parameter: click.Parameter, value: int) -> int:
    if not 0 < value < 65536:  # noqa: PLR2004 what a port can be
        sentence = "a port is a number from 1 to 65535"
        raise click.BadParameter(sentence)
    return value


_host = click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
_number = click.option("--port", type=int, default=8000, show_default=True, callback=_port)
_workers = click.option(
    "--workers", type=click.IntRange(1, 64), default=min(4, os.cpu_count() or 1), show_default=True,
    help="Web processes, each with 8 threads.",
)  # fmt: skip


@click.command()
@_host
@_number
@_workers
def serve(host: str, port: int, workers: int) -> None:
    """Serve the application: the web server and one worker for background jobs.

    Ctrl+C or SIGTERM ends both when they have finished what they are doing. Without AMENDS_PUBLIC_URL, calendars, mails
    and letters name the address that is listened on.
    """
    refuse_old_schema()
    refuse_bad_certificate()
    _refuse_taken(host, port)
    begin_logging(settings().log_format)
    if not os.environ.get("AMENDS_PUBLIC_URL"):
        os.environ["AMENDS_PUBLIC_URL"] = own_address(host, port)  # both processes print addresses, and inherit this
    web = ["web", "--host", host, "--port", str(port), "--workers", str(workers)]
    sys.exit(Supervisor(web, ["worker", "--supervised"]).run())


def own_address(host: str, port: int) -> str:
    """Return where pages are reached from this machine when they are served there; of every address, the local one."""
    if host in _EVERY:
        host = "127.0.0.1"
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


@click.command(hidden=True)
@_host
@_number
@_workers
def web(host: str, port: int, workers: int) -> None:
    """Serve the pages and the API alone; `amends serve` starts this and the worker."""
    chosen = settings()
    begin_logging(chosen.log_format)
    end_with_parent()
    lines = [f"Amends is at {own_address(host, port)} (Ctrl+C ends it).", *_hints()]
    Server(chosen, f"{host}:{port}", workers, lines).run()


@click.command()
@click.option("--supervised", is_flag=True, hidden=True)
def worker(*, supervised: bool) -> None:
    """Do the background jobs: draw letters, look every minute for what was left over.

    `amends serve` starts one. With PostgreSQL more of them can run, also on other machines that share AMENDS_HOME.
    """
    refuse_old_schema()
    refuse_bad_certificate()
    begin_logging(settings().log_format)
    if supervised:
        end_with_parent()
    Jobs(ledger()).run()


def refuse_bad_certificate() -> None:
    """End the command with a sentence when letters cannot be signed with the certificate that is configured."""
    try:
        letter_signer(settings())
    except BadSetting as fault:
        raise click.ClickException(str(fault)) from None


def refuse_old_schema() -> None:
    """End the command with the line to type when the database has not the schema of this version."""
    if not schema_is_current():
        sentence = (
            "The database has not the schema of this version. Type: amends db upgrade (or, for a new ledger, amends "
            "init; for a look at the example, amends demo)."
        )
        raise click.ClickException(sentence)


class ServerLog(Logger):  # type: ignore[misc] # the library is untyped
    """The web server's log goes the way of all others."""

    def setup(self, cfg: Any) -> None:
        """Take the server's own handlers away."""
        super().setup(cfg)
        self.error_log.handlers.clear()
        self.error_log.propagate = True

    def exception(self, msg: str, *args: Any, **kwargs: Any) -> None:
        """Say what failed; of a request its kind alone, for its address can be a secret (a calendar, an invitation)."""
        if msg.startswith("Error handling request"):
            kind = sys.exc_info()[0]
            self.error_log.error("a request failed outside the application: %s", kind.__name__ if kind else "unknown")
            return
        super().exception(msg, *args, **kwargs)


class Server(BaseApplication):  # type: ignore[misc] # the library is untyped
    """Gunicorn over our application; each process opens the ledger for itself. `lines` are printed when it listens."""

    def __init__(self, chosen: Settings, bind: str, workers: int, lines: list[str]) -> None:
        self.chosen = chosen
        self.options = {
            "bind": bind,
            "workers": workers,
            "threads": _THREADS,
            "worker_class": "gthread",
            "timeout": 2 * _GRACE,
            "graceful_timeout": _GRACE,
            "preload_app": False,
            "logger_class": ServerLog,
            "loglevel": "warning",
            "when_ready": lambda _server: click.echo("\n".join(lines)),
            "control_socket_disable": True,
        }
        super().__init__()

    def load_config(self) -> None:
        """Hand our options over; those this version of the server does not know are left out."""
        for name, value in self.options.items():
            if name in self.cfg.settings:
                self.cfg.set(name, value)

    def load(self) -> Flask:
        """Return the application, made in the process that serves it."""
        return create_app(self.chosen)


def _hints() -> list[str]:
    lines = sign_in_hints(ledger())
    return ["The example provider is loaded. Sign in", *(f"  {line}" for line in lines)] if lines else []


def _refuse_taken(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as fault:
            sentence = f"{host}:{port} cannot be listened on ({fault.strerror}); choose another with --port."
            raise click.ClickException(sentence) from None

"""PostgreSQL's own programs, `pg_dump` and `psql`, run so that no password stands on a command line."""

import os
import re
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import IO

from sqlalchemy import URL, make_url

from ledger.kernel.errors import Conflict
from ledger.notary.manifest import open_new

_LOOK = 0.1
_OLD = "server version mismatch"
_FAULT = re.compile(r"(?:error|ERROR|FATAL): +(.+)")


def dump(address: str, file: Path, snapshot: str, leave_out: str, told: Callable[[int], None]) -> None:
    """Write the database as it stands in `snapshot` to a new file, as SQL without owners and rights.

    Tables that match `leave_out` are left out. Raises `Conflict` where the program is missing or refuses.
    """
    arguments = (
        "--format=plain", "--no-owner", "--no-privileges", "--no-comments", "--no-publications", "--no-subscriptions",
        "--no-security-labels", "--no-tablespaces", f"--exclude-table={leave_out}", f"--snapshot={snapshot}",
    )  # fmt: skip
    with open_new(file) as output:
        _run("pg_dump", arguments, address, output, told=lambda: told(file.stat().st_size))
        os.fsync(output.fileno())


def load(address: str, file: Path, told: Callable[[], None]) -> None:
    """Run the SQL of a dump in one transaction: all of it, or nothing. Raises `Conflict` like `dump`."""
    arguments = ("--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1", f"--file={file}")
    with tempfile.TemporaryFile() as output:
        _run("psql", arguments, address, output, told)


def _run(program: str, arguments: Sequence[str], address: str, output: IO[bytes], told: Callable[[], None]) -> None:
    found = shutil.which(program)
    if found is None:
        sentence = (
            f"The program {program} is not on the PATH. Install PostgreSQL's client programs, not older than the "
            f"server (on Debian: apt-get install postgresql-client), and try again. Nothing was changed."
        )
        raise Conflict(sentence)
    url = make_url(address)
    command = [found, "--no-password", f"--dbname={_without_password(url)}", *arguments]
    with tempfile.TemporaryFile() as errors:
        child = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=output, stderr=errors, env=_environment(url))  # noqa: S603 found on the PATH
        try:
            while child.poll() is None:
                told()
                time.sleep(_LOOK)
        except BaseException:
            child.kill()
            child.wait()
            raise
        if child.returncode:
            errors.seek(0)
            raise Conflict(_fault(program, errors.read().decode(errors="replace")))


def _without_password(url: URL) -> str:
    url = url.difference_update_query(["password"])
    named = URL.create("postgresql", url.username, None, url.host, url.port, url.database, url.query)
    return named.render_as_string(hide_password=False)


def _environment(url: URL) -> dict[str, str]:
    """Return our environment without our own settings, which name passwords, and with the database's password."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("AMENDS_")}
    environment |= {"LC_ALL": "C", "PGAPPNAME": "amends"}
    password = url.password or url.query.get("password")
    if password:
        environment["PGPASSWORD"] = str(password)
    return environment


def _fault(program: str, errors: str) -> str:
    """Return what the program says is wrong: its first error alone, for the lines after it may quote rows."""
    found = _FAULT.search(errors)
    hint = " Install PostgreSQL's client programs of the server's version or a newer one." if _OLD in errors else ""
    return f"{program} refused: {found[1] if found else 'it gave no reason'}. Nothing was changed.{hint}"

"""Passwords on the command line: asked for unseen, or read from standard input; never an argument's value."""

import sys
from collections.abc import Callable
from typing import Any

import click
from flask_security import hash_password

from ledger.app import create_app
from ledger.config import Settings
from ledger.web.sign_in import SHORTEST_PASSWORD


def password_choice(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command `--password-stdin`; without it the password is asked for, twice."""
    return click.option(
        "--password-stdin", "password", is_flag=True, callback=_read, expose_value=True,
        help=f"Read the password (at least {SHORTEST_PASSWORD} characters) from standard input instead of asking.",
    )(command)  # fmt: skip


def hashed(chosen: Settings, password: str) -> str:
    """Return the password as it is kept; slow on purpose, so before any lock."""
    with create_app(chosen).app_context():
        return str(hash_password(password))


def _read(_context: click.Context, _parameter: click.Parameter, from_stdin: bool) -> str:  # noqa: FBT001 click's signature
    if from_stdin:
        password = sys.stdin.readline().rstrip("\r\n")
    else:
        password = str(click.prompt("Password", hide_input=True, confirmation_prompt="Password again"))
    if len(password) < SHORTEST_PASSWORD:
        sentence = f"The password needs at least {SHORTEST_PASSWORD} characters; a few words in a row do well."
        raise click.ClickException(sentence)
    return password

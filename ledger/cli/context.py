"""What every command needs: the settings, the ledger, and one clear sentence instead of a traceback."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

import click

from ledger.config import BadSetting, Settings, read_settings
from ledger.kernel.errors import AmendsError
from ledger.work import Ledger, open_ledger


def settings() -> Settings:
    """Return the settings of the environment; end the command with the sentence when one is wrong."""
    try:
        return read_settings(os.environ)
    except BadSetting as fault:
        raise click.ClickException(str(fault)) from None


def ledger() -> Ledger:
    """Return the ledger of the environment."""
    return open_ledger(settings())


@contextmanager
def one_sentence() -> Iterator[None]:
    """Turn an error of ours into the sentence it carries and exit status 1."""
    try:
        yield
    except AmendsError as fault:
        raise click.ClickException(fault.sentence) from None

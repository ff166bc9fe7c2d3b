"""What every command needs: the settings, the ledger, and one clear sentence instead of a traceback."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

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
    """Turn an error of ours, or a file that cannot be read or written, into one sentence and exit status 1."""
    try:
        yield
    except AmendsError as fault:
        raise click.ClickException(fault.sentence) from None
    except OSError as fault:
        where = f"{fault.filename}: " if fault.filename else ""
        sentence = f"{where}{fault.strerror or type(fault).__name__}."
        raise click.ClickException(sentence) from None


def text_of(file: Path) -> str:
    """Return the text of a file that somebody named; end the command with a sentence when it is none."""
    try:
        return file.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        sentence = f"{file} is not a text file."
        raise click.ClickException(sentence) from None

"""The command `amends`: what it lists, and what it reads to do one thing."""

import subprocess
import sys

import click
from click.testing import CliRunner

from ledger.cli.main import COMMANDS, main


def test_every_command_is_listed_and_goes_by_its_own_name() -> None:
    context = click.Context(main)
    found = {name: main.get_command(context, name) for name in main.list_commands(context)}
    assert {name: command.name for name, command in found.items() if command} == {name: name for name in COMMANDS}
    told = CliRunner().invoke(main, ["--help"]).output
    assert "  candour " in told
    assert "  web " not in told, "it is internal"


def test_what_is_no_command_is_refused_by_name() -> None:
    told = CliRunner().invoke(main, ["forgive"])
    assert (told.exit_code, "No such command 'forgive'" in told.output) == (2, True)


def test_a_text_is_checked_without_reading_the_ledger() -> None:
    code = (
        "import sys; from ledger.cli.main import main; "
        "main(['candour', '-'], standalone_mode=False); "
        "print(sorted({'sqlalchemy', 'flask', 'weasyprint'} & set(sys.modules)))"
    )
    # Python itself, with words of ours.
    done = subprocess.run(  # noqa: S603 see above
        [sys.executable, "-c", code], input="We rang you.", capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines()[-1] == "[]"

"""The command `amends`: each command's module is read when it is called, for a check of one text needs no ledger."""

from collections.abc import Mapping
from importlib import import_module

import click

COMMANDS: Mapping[str, str] = {
    "backup": "backups:backup_command",
    "candour": "candour:candour_command",
    "checkpoint": "record:checkpoint_command",
    "continue": "record:continue_command",
    "db": "database:db",
    "demo": "demo:demo",
    "erase": "erasing:erase_command",
    "export": "exporting:export",
    "import": "importing:import_group",
    "init": "begin:init",
    "key": "record:key",
    "letter": "letters:letter",
    "receipt": "verifying:receipt_command",
    "restore": "backups:restore_command",
    "sample": "sampling:sample_command",
    "serve": "serving:serve",
    "trends": "trends:trends_group",
    "user": "user:user",
    "verify": "verifying:verify_command",
    "web": "serving:web",
    "worker": "serving:worker",
}
"""Command to the module of this folder and the name there."""


class Commands(click.Group):
    """The commands by name; asking for the list reads all of them."""

    def list_commands(self, _context: click.Context) -> list[str]:
        """Return the names, sorted."""
        return sorted(COMMANDS)

    def get_command(self, _context: click.Context, name: str) -> click.Command | None:
        """Return a command, none where there is none of that name."""
        if name not in COMMANDS:
            return None
        module, _, called = COMMANDS[name].partition(":")
        command: click.Command = getattr(import_module(f"ledger.cli.{module}"), called)
        return command


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="amends", prog_name="amends")
def main() -> None:
    """Amends: an incident-and-recovery ledger for IT service providers that own their mistakes.

    A first look: `amends demo`, then `amends serve`. In earnest: `amends init`, then `amends serve`.
    All settings are environment variables; the README lists them.
    """


if __name__ == "__main__":
    main()

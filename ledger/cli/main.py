"""The command `amends`."""

import click

from ledger.cli import (
    backups,
    begin,
    candour,
    database,
    demo,
    erasing,
    exporting,
    importing,
    letters,
    record,
    sampling,
    serving,
    trends,
    user,
    verifying,
)


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="amends", prog_name="amends")
def main() -> None:
    """Amends: an incident-and-recovery ledger for IT service providers that own their mistakes.

    A first look: `amends demo`, then `amends serve`. In earnest: `amends init`, then `amends serve`.
    All settings are environment variables; the README lists them.
    """


for command in (
    backups.backup_command, backups.restore_command,
    candour.candour_command,
    begin.init, user.user, database.db, demo.demo, exporting.export,
    importing.import_group, letters.letter, record.checkpoint_command,
    record.key, record.continue_command, verifying.verify_command, verifying.receipt_command, erasing.erase_command,
    sampling.sample_command, trends.trends_group, serving.serve, serving.web, serving.worker,
):  # fmt: skip
    main.add_command(command)

if __name__ == "__main__":
    main()

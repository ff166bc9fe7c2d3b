"""`amends candour`: what a text should not say to a client, with no ledger at all."""

import json
from dataclasses import asdict
from typing import TextIO

import click

from ledger.kernel.counting import counted
from ledger.letters.candour.checking import Finding, Ground, check_text, errors, gravest_first
from ledger.letters.candour.readability import section_readability
from ledger.letters.candour.sentences import column_at

_COLOURS = {"error": "red", "warning": "yellow", "hint": "cyan"}

_GROUND = Ground(grades={"CNF06": "hint"})
"""Without a ledger nobody knows which mail addresses a letter must contain: they are shown, no more."""


@click.command("candour")
@click.argument("file", type=click.File("r", encoding="utf-8"))
@click.option("--errors-only", is_flag=True, help="Leave warnings and hints out.")
@click.option("--hints", is_flag=True, help="Show hints, too.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document instead of lines.")
@click.pass_context
def candour_command(context: click.Context, file: TextIO, *, errors_only: bool, hints: bool, as_json: bool) -> None:
    """Check the text or Markdown in FILE (`-` for standard input) for candour.

    Names of clients and staff are checked where the ledger is: in the letter's editor. Exit status 1 when there are
    errors, 2 for a file that cannot be read.
    """
    try:
        text = file.read().removeprefix("\ufeff")  # Notepad begins with a byte order mark.
    except UnicodeDecodeError as error:
        sentence = "This is not text in UTF-8."
        raise click.BadParameter(sentence, param_hint="FILE") from error
    found = gravest_first(check_text(text, _GROUND))
    wanted = {"error"} if errors_only else {"error", "warning", "hint"} if hints or as_json else {"error", "warning"}
    shown = [one for one in found if one.severity in wanted]
    if as_json:
        click.echo(_document(text, file.name, shown))
    else:
        _tell(text, file.name, shown, errors_only=errors_only)
    context.exit(1 if errors(found) else 0)


def _document(text: str, name: str, shown: list[Finding]) -> str:
    findings = [_plain(one) | {"column": column_at(text, one.start)} for one in shown]
    counts = {severity: sum(one.severity == severity for one in shown) for severity in _COLOURS}
    readability = asdict(section_readability(text))
    whole = {"file": name, "counts": counts, "findings": findings, "readability": readability}
    return json.dumps(whole, ensure_ascii=False, indent=2)


def _plain(one: Finding) -> dict[str, object]:
    return {key: value for key, value in asdict(one).items() if key not in {"section", "name"}}


def _tell(text: str, name: str, shown: list[Finding], *, errors_only: bool) -> None:
    for one in shown:
        place = f"{name}:{one.line}:{column_at(text, one.start)}"
        click.echo(f"{place}  {click.style(one.severity, fg=_COLOURS[one.severity])} {one.rule}  “{one.words}”")
        click.echo(f"    {one.why}\n    Better: {one.instead}")
    reading = section_readability(text)
    if reading.warning and not errors_only:
        click.echo(f"{name}  readability: {reading.warning}")
    click.echo(_sum(shown))


def _sum(shown: list[Finding]) -> str:
    counts = [(sum(one.severity == severity for one in shown), severity) for severity in _COLOURS]
    told = [counted(count, severity) for count, severity in counts if count]
    return ", ".join(told) + "." if told else "Nothing found."

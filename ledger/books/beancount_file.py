"""The books as a beancount journal (version 3). That program only reads it: it is no part of this one.

It tolerates imbalance by itself; the option and the closing assertions make it exact (recovery.md, "Exports").
"""

from collections.abc import Iterator
from datetime import timedelta

from ledger.books.export_rows import Export, ExportEntry, one_line


def beancount(export: Export) -> Iterator[str]:
    """Give the lines of the journal."""
    yield f'option "title" "{quoted(export.provider)}"\n'
    yield 'option "tolerance_multiplier" "0"\n'
    for currency in sorted(export.digits):
        yield f'option "operating_currency" "{currency}"\n'
        yield f"{export.first} commodity {currency}\n  precision: {export.digits[currency]}\n"
    for name, currencies in export.accounts.items():
        yield f"{export.first} open {name} {','.join(currencies)}\n"
    yield from _opening(export)
    for entry in export.entries:
        yield from _entry(export, entry)
    yield "\n"
    after = export.last + timedelta(days=1)
    for (name, currency), minor in sorted(export.closing.items()):
        yield f"{after} balance {name}  {export.decimal(minor, currency)} {currency}\n"


def quoted(text: str) -> str:
    """Return text as it stands between beancount's quotes."""
    return one_line(text).replace("\\", "\\\\").replace('"', '\\"')


def _opening(export: Export) -> Iterator[str]:
    there = [(key, minor) for key, minor in sorted(export.opening.items()) if minor]
    if there:
        yield f'\n{export.first} * "Opening balances"\n'
    for (name, currency), minor in there:
        yield f"  {name}  {export.decimal(minor, currency)} {currency}\n"


def _entry(export: Export, entry: ExportEntry) -> Iterator[str]:
    tag = f" #{entry.reference}" if entry.reference else ""
    yield f'\n{entry.booked_on} * "{quoted(entry.client)}" "{quoted(entry.narration)}"{tag}\n'
    told = {
        "entry": entry.id,
        "kind": entry.kind,
        "calculation": entry.calculation,
        "cost-centre": entry.cost_centre,
        "reverses": entry.reverses,
    }
    for name, text in told.items():
        if text:
            yield f'  {name}: "{quoted(text)}"\n'
    if entry.occurred_on:
        yield f"  occurred: {entry.occurred_on}\n"
    for name, currency, minor in entry.postings():
        yield f"  {name}  {export.decimal(minor, currency)} {currency}\n"

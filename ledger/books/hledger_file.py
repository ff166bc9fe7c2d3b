"""The books as an hledger journal that passes `hledger check --strict ordereddates`. hledger itself is not used here.

hledger knows no escapes: a semicolon begins a comment, a bar parts payee and note, a comma ends a tag. They are written
as other signs; the exact words stand in the record and in the other exports.
"""

from collections.abc import Iterator

from ledger.books.export_rows import Export, ExportEntry, one_line

_PLAIN = str.maketrans({";": ",", "|": "/"})
_IN_TAG = str.maketrans({";": ".", "|": "/", ",": ".", ":": "."})


def hledger(export: Export) -> Iterator[str]:
    """Give the lines of the journal."""
    yield f"; {one_line(export.provider)}\n"
    for currency, digits in sorted(export.digits.items()):
        yield f"commodity 1000.{'0' * digits} {currency}\n"
    for name in export.accounts:
        yield f"account {name}\n"
    there = [(key, minor) for key, minor in sorted(export.opening.items()) if minor]
    if there:
        yield f"\n{export.first} * Opening balances\n"
    for (name, currency), minor in there:
        yield f"    {name}  {_amount(export, minor, currency)}\n"
    for entry in export.entries:
        yield from _entry(export, entry)
    if export.closing:
        yield f"\n{export.last} * Closing balances\n"
    for (name, currency), minor in sorted(export.closing.items()):
        yield f"    {name}  {_amount(export, 0, currency)} = {_amount(export, minor, currency)}\n"


def _entry(export: Export, entry: ExportEntry) -> Iterator[str]:
    words = one_line(entry.narration).translate(_PLAIN)
    payee = f"{entry.client} | " if entry.client else ""
    yield f"\n{entry.booked_on} * ({entry.id}) {payee}{words}\n"
    told = {
        "incident": entry.reference,
        "kind": entry.kind,
        "calculation": one_line(entry.calculation),
        "cost-centre": entry.cost_centre,
        "reverses": entry.reverses,
        "occurred": str(entry.occurred_on or ""),
    }
    for name, text in told.items():
        if text:
            yield f"    ; {name}: {text.translate(_IN_TAG)}\n"
    for name, currency, minor in entry.postings():
        yield f"    {name}  {_amount(export, minor, currency)}\n"


def _amount(export: Export, minor: int, currency: str) -> str:
    text = export.decimal(minor, currency)
    return f"{text}{'' if '.' in text else '.'} {currency}"

"""What invented cases say: names of companies, what stopped, what was promised."""

from collections.abc import Iterator

_PLACES = (
    "Alder", "Birken", "Carrow", "Dunmere", "Elsing", "Fernhill", "Garrow", "Hollin", "Islay", "Juniper", "Kestrel",
    "Larkfield", "Marlow", "Norbeck", "Orrin", "Pennant", "Quarrel", "Rowan", "Selby", "Thorne", "Ullin", "Vetch",
    "Wrayton", "Yarrow",
)  # fmt: skip
_TRADES = (
    "Joinery", "Foods", "Dental", "Logistics", "Surveyors", "Printing", "Veterinary", "Pumps", "Tiles", "Nurseries",
    "Textiles", "Brewing", "Optics", "Haulage", "Legal", "Ceramics", "Books", "Turbines",
)  # fmt: skip

SERVICES = ("Mail", "Telephones", "Backup", "Network", "Payroll", "Files", "")
TITLES = {
    "Mail": "Mail did not arrive",
    "Telephones": "Telephones were silent",
    "Backup": "A nightly backup was missing",
    "Network": "The network was slow",
    "Payroll": "The payroll run was late",
    "Files": "Shared files could not be opened",
    "": "A change was made without telling",
}
ACTS = (
    "We changed a setting without a second look.",
    "We let a certificate run out.",
    "We did not test the restore that we relied on.",
    "We closed a ticket before we had asked whether it works.",
)
PROMISES = {
    "callback": "Ring back with what we found",
    "fix": "Put it right for good",
    "visit": "Come and look at it on site",
    "invoice": "Send the corrected invoice",
    "review": "Go through it together",
}
ACTIONS = (
    "Check the setting by a script each night",
    "Ask a second person before such a change",
    "Watch the certificate's last day",
    "Try a restore each week",
)
TOLD = "We told them what stopped, what we know and when they hear from us next."
RESTORED = "It works again; tried together with them."


def companies(count: int) -> Iterator[tuple[str, str]]:
    """Give codes and names of so many invented companies."""
    for number in range(count):
        place, rest = _PLACES[number % len(_PLACES)], number // len(_PLACES)
        trade, more = _TRADES[(number + rest) % len(_TRADES)], rest // len(_TRADES)
        yield f"C{number + 1:03}", f"{place} {trade}" + (f" {more + 1}" if more else "")


def mail_of(name: str) -> str:
    """Return where the one contact of an invented company is written to."""
    return f"office@{name.lower().replace(' ', '')}.example"


FIRST_CLIENT_MAIL = mail_of(next(companies(1))[1])
"""Of the first client, whose contact can sign in."""

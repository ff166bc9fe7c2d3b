"""Which columns of clients and contacts repeat what the record says; `amends verify` compares them."""

from ledger.clients.models import Client, Contact
from ledger.record.projection import Projection

_CODES = ("currency", "zone", "locale", "country", "people_total", "plan_id")
_WORDS = ("name", "address", "sharing_label")

RECORDED = (
    Projection(
        Client,
        ("client.added", "client.edited"),
        columns={name: name for name in _CODES},
        words={name: name for name in _WORDS},
    ),
    Projection(
        Contact,
        ("contact.added", "contact.edited"),
        names="contact_id",
        columns={"ring_order": "ring_order", "may_receive_notices": "may_receive_notices"},
        words={name: name for name in ("name", "mail", "phone")},
    ),
)

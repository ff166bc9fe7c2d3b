"""Events of clients, their contacts and service plans."""

from ledger.record.event_type import EventType

_CLIENT = "currency:code zone:code locale:code country:code people_total:count? plan_id:id?"
_CLIENT_WORDS = "name address sharing_label"
_CONTACT = "contact_id:id ring_order:count may_receive_notices:flag"
_CONTACT_WORDS = "name salutation title mail phone night_phone"

TYPES = (
    EventType("client.added", "client", "You became our client.", data=_CLIENT, sealed=_CLIENT_WORDS),
    EventType(
        "client.checkpoints_mailed", "client", "Your newest checkpoint is mailed to you each week, or no more.",
        data="wanted:flag",
    ),
    EventType("client.edited", "client", "What we know of you was changed.", data=_CLIENT, sealed=_CLIENT_WORDS),
    EventType("client.left", "client", "You were noted as having left us."),
    EventType(
        "client.letter_mail_chosen", "client",
        "How you want your letters: mailed with the file, as a link alone, or not by mail; and in which print.",
        data="wish:code large_print:flag?",
    ),
    EventType("client.recoded", "client", "Your short name with us was changed.", data="was:code"),
    EventType("client.returned", "client", "You were noted as being with us again."),
    EventType("contact.added", "client", "A contact of yours was added.", data=_CONTACT, sealed=_CONTACT_WORDS),
    EventType("contact.edited", "client", "A contact of yours was changed.", data=_CONTACT, sealed=_CONTACT_WORDS),
    EventType(
        "contact.retired", "client", "A contact of yours is not written to any more.", data=_CONTACT,
        sealed=_CONTACT_WORDS,
    ),
    EventType(
        "contact.returned", "client", "A contact of yours is written to again.", data=_CONTACT, sealed=_CONTACT_WORDS
    ),
    EventType("contacts.ordered", "client", "The order in which we ring your people was changed.", data="order:ids"),
    EventType("plan.saved", "provider", "A service plan was written.", data="clocks:table", sealed="name"),
)  # fmt: skip

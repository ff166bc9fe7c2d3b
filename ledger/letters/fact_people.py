"""The people and the firm of a letter's facts, from their rows: who writes, to whom, who answers, who is above them."""

from ledger.clients.models import Client, Contact
from ledger.letters.catalogue import marked, say
from ledger.letters.letter_facts import Addressee, Person, Provider
from ledger.people import models as people

ROLES = {
    "service_manager": marked("service manager"),
    "leadership": marked("leadership"),
    "admin": marked("administrator"),
    "auditor": marked("auditor"),
    "client": marked("client"),
    "system": marked("the program"),
}
"""Roles as a letter says them."""


def provider(ours: people.Provider) -> Provider:
    """Return our own firm as the letterhead says it."""
    return Provider(
        name=ours.name,
        address_lines=tuple(ours.address.splitlines()),
        letterhead_line=ours.letterhead,
        phone=ours.phone,
        email=ours.mail,
        registration_line="",
        website=ours.domain,
    )


def addressee(contact: Contact, client: Client) -> Addressee:
    """Return the contact of the client to whom it goes."""
    return Addressee(
        name=contact.name,
        title=contact.title,
        client_name=client.name,
        address_lines=tuple(client.address.splitlines()),
        salutation=salutation(contact),
    )


def salutation(contact: Contact) -> str:
    """Return how a letter or a mail to somebody begins: `Dear Ms Okafor`."""
    return say("Dear {name}", name=contact.salutation or contact.name)


def role(code: str) -> str:
    """Return a role of ours in the letter's language, for those who have no title."""
    return say(ROLES[code])


def person(user: people.User, ours: people.Provider) -> Person:
    """Return one of our people whom the letter names."""
    return Person(user.name, user.title or role(user.role).capitalize(), user.telephone or ours.phone, user.email)


def escalation(ours: people.Provider) -> Person | None:
    """Return who is above those who sign and answer; none where nobody is set."""
    if not ours.escalation_name:
        return None
    name, _, title = ours.escalation_name.partition(",")
    return Person(name.strip(), title.strip(), email=ours.escalation_mail)

"""The people and the firm of a letter's facts, from their rows: who writes, to whom, who answers, who is above them."""

from ledger.clients.models import Client, Contact
from ledger.letters.letter_facts import Addressee, Person, Provider
from ledger.people import models as people
from ledger.people.permissions import WORDS


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
        salutation=f"Dear {contact.salutation or contact.name}",
    )


def person(user: people.User, ours: people.Provider) -> Person:
    """Return one of our people whom the letter names."""
    return Person(user.name, user.title or WORDS[user.role].capitalize(), user.telephone or ours.phone, user.email)


def escalation(ours: people.Provider) -> Person | None:
    """Return who is above those who sign and answer; none where nobody is set."""
    if not ours.escalation_name:
        return None
    name, _, title = ours.escalation_name.partition(",")
    return Person(name.strip(), title.strip(), email=ours.escalation_mail)

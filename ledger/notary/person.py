"""Who is to be erased: the accounts and contacts that are one person, and every word by which the record knows them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from ledger.clients.models import Client, Contact
from ledger.kernel.errors import Conflict, NotFound
from ledger.letters.models import Letter
from ledger.people.models import Provider, User
from ledger.record.bodies import said_in
from ledger.record.models import LogDisclosure, LogEntry
from ledger.record.redaction import Words, digits
from ledger.record.sealing import opened

CALLED = "Erased person"
"""How somebody is shown whose name was erased, with four signs of the id, for there may be several."""
NO_MAIL = "@erased.invalid"
"""What an erased account signs in with: an address that cannot exist (RFC 2606)."""
_NAMES, _MAILS, _PHONES = ("name",), ("email", "mail"), ("telephone", "phone", "night_phone")
_GREETINGS = ("salutation",)


@dataclass(frozen=True)
class Person:
    """One person, in all the parts they have here."""

    called: str
    """What stands in the place of the name."""
    users: tuple[str, ...]
    contacts: tuple[str, ...]
    words: Words
    """What means them and nobody else."""
    shared: tuple[str, ...]
    """Names, addresses and numbers that somebody else has too, and names of one word: to be looked at."""
    greetings: tuple[str, ...]
    letters: frozenset[str]
    """Ids of the letters that are addressed to them or signed by them."""
    own: dict[str, str]
    """Digests of the sealed fields that are about them, all of them, to the fields' names."""

    @property
    def in_letters(self) -> Words:
        """What means them in a letter that is theirs: there, `Ms Okafor` is nobody else."""
        return self.words.more((*self.greetings, *self.shared))


def person_named(session: Session, subject: str, also: Sequence[str] = ()) -> Person:
    """Return whom a mail address, or the id of an account or a contact, names; `also` are more words that mean them.

    An account and contacts of the same name and mail address are one person. Raises `NotFound`, and `Conflict` for an
    address that several people share.
    """
    users, contacts = _rows(session, subject.strip())
    if not users and not contacts:
        sentence = (
            "Nobody here has this mail address or id. amends user list shows the accounts; the page of a client shows "
            "its contacts."
        )
        raise NotFound(sentence)
    called = {one.name.casefold() for one in users} | {one.name.casefold() for one in contacts}
    if len(called) > 1:
        ids = ", ".join([*(one.id for one in users), *(one.id for one in contacts)])
        sentence = f"Several people share this address; say which by id: {ids}."
        raise Conflict(sentence)
    return person_of(session, [one.id for one in users], [one.id for one in contacts], also)


def person_of(session: Session, users: Sequence[str], contacts: Sequence[str], also: Iterable[str] = ()) -> Person:
    """Return the person with these accounts and contacts; those that are not there are passed over."""
    found_users = list(session.scalars(select(User).where(User.id.in_(users)).order_by(User.id)))
    found_contacts = list(session.scalars(select(Contact).where(Contact.id.in_(contacts)).order_by(Contact.id)))
    ids = [*(one.id for one in found_users), *(one.id for one in found_contacts)]
    own = list(_own_fields(session, {*users}, {*contacts}))
    values = [(name, value) for _, name, value in own]
    values += [(name, getattr(one, name)) for one in found_users for name in (*_NAMES, "email", "telephone")]
    values += [
        (name, getattr(one, name))
        for one in found_contacts
        for name in (*_NAMES, "mail", "phone", "night_phone", *_GREETINGS)
    ]
    everything = [_said(values, kinds) for kinds in (_NAMES, _MAILS, _PHONES)]
    others = _others(session, ids)
    kept = [[one for one in some if not _is_shared(one, others)] for some in everything]
    return Person(
        called=f"{CALLED} {(ids or ['0000'])[0][-4:]}",
        users=tuple(one.id for one in found_users),
        contacts=tuple(one.id for one in found_contacts),
        words=Words((*kept[0], *also), tuple(kept[1]), tuple(kept[2])),
        shared=tuple(one for some in everything for one in some if _is_shared(one, others)),
        greetings=tuple(_said(values, _GREETINGS)),
        letters=_letters(session, ids),
        own={digest: name for digest, name, _ in own},
    )


def _rows(session: Session, subject: str) -> tuple[list[User], list[Contact]]:
    users = list(session.scalars(select(User).where(_is(User.id, User.email, subject, subject))))
    contacts = list(session.scalars(select(Contact).where(_is(Contact.id, Contact.mail, subject, subject))))
    by_id = [(one.email, one.name) for one in users if one.id == subject]
    by_id += [(one.mail, one.name) for one in contacts if one.id == subject]
    for mail, name in by_id:
        accounts = select(User).where(_is(User.id, User.email, subject, mail))
        users = [one for one in session.scalars(accounts) if one.name.casefold() == name.casefold()]
        people = select(Contact).where(_is(Contact.id, Contact.mail, subject, mail))
        contacts = [one for one in session.scalars(people) if one.name.casefold() == name.casefold()]
    return users, contacts


def _is(
    key: InstrumentedAttribute[str], address: InstrumentedAttribute[str], subject: str, mail: str
) -> ColumnElement[bool]:
    """Return that a row has this id or, where there is one, this mail address."""
    return or_(key == subject, (func.lower(address) == mail.lower()) & (address != ""))


def _own_fields(session: Session, users: set[str], contacts: set[str]) -> Iterator[tuple[str, str, str]]:
    """Give digest, name and value of every field that is about them: of their accounts, contacts and tokens."""
    query = select(LogDisclosure.digest, LogDisclosure.text, LogEntry.body).join(
        LogEntry, (LogEntry.log_id == LogDisclosure.log_id) & (LogEntry.seq == LogDisclosure.seq)
    )
    kinds = [LogEntry.type.startswith(noun) for noun in ("user.", "token.", "invitation.", "contact.")]
    for digest, text, body in session.execute(query.where(or_(*kinds), LogDisclosure.text.is_not(None))):
        event = said_in(body)
        is_own = event["subject"] in users or event["data"].get("contact_id") in contacts
        if is_own:
            name, value = opened(text or "")
            # A token's name is about a program, not what the person is called.
            yield digest, name if event["type"].startswith(("user.", "contact.")) else "", value


def _said(values: Iterable[tuple[str, str]], names: Sequence[str]) -> list[str]:
    said = dict.fromkeys(value.strip() for name, value in values if name in names)
    return [one for one in said if one and not one.startswith(CALLED) and not one.endswith(NO_MAIL)]


def _others(session: Session, but: Sequence[str]) -> set[str]:
    """Return what other people, the provider and clients are called and are reached by."""
    of_users = select(User.name, User.email, User.telephone).where(User.id.not_in(but))
    of_contacts = select(Contact.name, Contact.mail, Contact.phone, Contact.night_phone).where(Contact.id.not_in(but))
    ours = select(Provider.name, Provider.mail, Provider.phone)
    theirs = select(Client.name)
    found = {
        _folded(one) for query in (of_users, of_contacts, ours, theirs) for row in session.execute(query) for one in row
    }
    return found - {""}


def _folded(words: str) -> str:
    found = words.strip().casefold()
    return digits(found) if digits(found) and not any(sign.isalpha() for sign in found) else found


def _is_shared(words: str, others: set[str]) -> bool:
    is_one_word = " " not in words and "@" not in words and not digits(words)
    return is_one_word or _folded(words) in others


def _letters(session: Session, ids: Sequence[str]) -> frozenset[str]:
    query = select(Letter.id).where(or_(Letter.contact_id.in_(ids), Letter.signatory_id.in_(ids)))
    return frozenset(session.scalars(query))

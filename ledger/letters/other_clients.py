"""How a letter could name another client: its name, code and mail domains, its people and their telephone numbers.

What the letter's own client, we ourselves or two clients have leads to nobody: it may be said.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger.clients.mail_domains import EVERYBODYS
from ledger.clients.models import Client, Contact
from ledger.incidents.confidence import Reachable, ends_of
from ledger.letters.candour.names import Name, called, is_a_name, words_in
from ledger.letters.letter_facts import LetterFacts
from ledger.people.actor import STAFF
from ledger.people.models import User

_Greeted = tuple[Reachable, str]
"""Somebody at a client, and how a letter greets them."""


@dataclass(frozen=True)
class Allowed:
    """Whom words may lead to, and the names that are no sign of anybody else."""

    people: tuple[Reachable, ...]
    names: tuple[str, ...]


def allowed_in(facts: LetterFacts) -> Allowed:
    """Return whom a letter may lead to beside our people and its client's: ourselves, and who is named in it."""
    named = [one for one in (facts.contact, facts.signatory, facts.escalation) if one]
    people = [Reachable(one.name, one.email, one.phone) for one in named]
    people += [
        Reachable(facts.provider.name, facts.provider.email, facts.provider.phone), Reachable(facts.addressee.name),
    ]  # fmt: skip
    places = (*facts.provider.address_lines, *facts.addressee.address_lines)
    return Allowed(tuple(people), (facts.addressee.client_name, facts.addressee.salutation, *places))


def other_clients(session: Session, client_id: str, allowed: Allowed, settled: set[str]) -> tuple[Name, ...]:
    """Return every other client as it could be named to this one; `settled` are keys of names."""
    people = _contacts(session)
    known = [*_ours(session), *allowed.people, *(one for one, _ in people.get(client_id, ()))]
    shared = _shared(people, known)
    names = (*allowed.names, *(one.name for one in known))
    taken = frozenset(word for text in names for word in words_in(text))
    rows = session.execute(select(Client.id, Client.code, Client.name).where(Client.id != client_id))
    return tuple(
        Name(
            key := f"clients:{row.id}",
            row.name,
            row.code,
            domains=_kept((one.domain for one, _ in people[row.id]), shared),
            called=called(row.name, taken),
            people=_people(people[row.id], shared, taken),
            telephones=_kept((ends_of(one.telephone) for one, _ in people[row.id]), shared),
            settled=key in settled,
        )
        for row in rows
    )


def _contacts(session: Session) -> defaultdict[str, list[_Greeted]]:
    found: defaultdict[str, list[_Greeted]] = defaultdict(list)
    query = select(Contact.client_id, Contact.name, Contact.mail, Contact.phone, Contact.salutation)
    for row in session.execute(query):
        found[row.client_id].append((Reachable(row.name, row.mail or "", row.phone or ""), row.salutation or ""))
    return found


def _ours(session: Session) -> list[Reachable]:
    """Return our active people: to them words may always lead."""
    users = select(User.name, User.email, User.telephone).where(User.role.in_(STAFF), User.active)
    return [Reachable(row.name, row.email, row.telephone or "") for row in session.execute(users)]


def _shared(people: Mapping[str, Sequence[_Greeted]], known: Iterable[Reachable]) -> frozenset[str]:
    domains = Counter(domain for several in people.values() for domain in {one.domain for one, _ in several})
    common = {domain for domain, many in domains.items() if many > 1}
    return EVERYBODYS | common | {""} | {mark for one in known for mark in one.marks}


def _kept(marks: Iterable[str], shared: frozenset[str]) -> tuple[str, ...]:
    return tuple(sorted(set(marks) - shared))


def _people(several: Iterable[_Greeted], shared: frozenset[str], taken: frozenset[str]) -> tuple[str, ...]:
    """Return people by full name, and as letters greet them where nobody whom it may name has that surname."""
    names = {
        one.name for one, _ in several if " " in one.name.strip() and not Reachable(one.name).marks - {""} & shared
    }
    greeted = {
        said
        for one, said in several
        if is_a_name(said) and set(words := words_in(said)) & set(words_in(one.name)) and not taken & set(words[-1:])
    }
    return tuple(sorted(names | greeted))

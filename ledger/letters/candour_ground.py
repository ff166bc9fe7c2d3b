"""What the candour check goes by for one client's letters: our grades of the rules, and the names from the ledger."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger.clients.models import Contact
from ledger.letters.candour.checking import Finding, Ground, check_letter, gravest_first
from ledger.letters.candour.names import Name, Names, first_name
from ledger.letters.candour_rules import own_rules
from ledger.letters.figures.disagreements import disagreements, with_figures
from ledger.letters.judgement import Judgement
from ledger.letters.letter_facts import LetterFacts
from ledger.letters.models import CandourChoice
from ledger.letters.other_clients import allowed_in, other_clients
from ledger.letters.requirements.checklist import checklist
from ledger.letters.unprinted import unprinted
from ledger.people.actor import STAFF
from ledger.people.models import User

PER_CLIENT = ("CNF11",)
"""Rules that can be graded for one client: whether its own people may be named is its own wish."""
SETTLED = "settled"
AS_SHIPPED = "as_shipped"


def letter_findings_of(
    session: Session, client_id: str, facts: LetterFacts, subject: str, sections: Mapping[str, str]
) -> list[Finding]:
    """Return what a letter to this client should not say, gravest first; the subject's key is `subject_line`.

    Figures that the record does not bear out stand among it, and marks that would be printed as they are typed.
    What the program itself writes (timeline, remedies) is looked at for leaks and residue only.
    """
    written = {"subject_line": subject, **sections}
    drawn = {
        "timeline": "\n\n".join(entry.text for entry in facts.timeline),
        "remedies": "\n\n".join(line.text for line in facts.remedies),
    }
    ground = ground_for(session, client_id, facts)
    found = check_letter(written, ground, residue_only=drawn)
    figures = with_figures(found, disagreements(written, facts, ground.grades))
    return gravest_first([*figures, *unprinted(sections, ground.grades)])


def judgement_of(
    session: Session, client_id: str, facts: LetterFacts, subject: str, sections: Mapping[str, str]
) -> Judgement:
    """Return both checks of a letter to this client: what it should not say, and what it must say."""
    found = letter_findings_of(session, client_id, facts, subject, sections)
    return Judgement(tuple(found), checklist(facts, sections, found))


def own_ground(session: Session) -> Ground:
    """Return our grades and our own rules, for a text that goes to nobody yet."""
    return Ground(_grades(choices_made(session)), own=own_rules(session))


def _grades(choices: Mapping[str, str]) -> dict[str, str]:
    return {subject: grade for subject, grade in choices.items() if grade not in {SETTLED, AS_SHIPPED}}


def ground_for(session: Session, client_id: str, facts: LetterFacts) -> Ground:
    """Return grades, names and required words for a letter of these facts."""
    choices = choices_made(session)
    grades = _grades(choices)
    grades |= {rule: grades[key] for rule in PER_CLIENT if (key := f"{rule}:{client_id}") in grades}
    settled = settled_in(choices)
    named = {person.name for person in (facts.contact, facts.signatory, facts.escalation, facts.addressee) if person}
    names = Names(
        clients=other_clients(session, client_id, allowed_in(facts), settled),
        staff=staff_names(session, [client_id], named, settled),
        people=_people(session, client_id, named, settled),
    )
    return Ground(grades, names, _required(facts), own_rules(session))


def settled_in(choices: Mapping[str, str]) -> set[str]:
    """Return the keys of the names whose false matches were settled."""
    return {subject for subject, grade in choices.items() if grade == SETTLED}


def choices_made(session: Session) -> dict[str, str]:
    """Return what was decided: rule id or name key to grade."""
    rows = session.execute(select(CandourChoice.subject, CandourChoice.grade))
    return {row.subject: row.grade for row in rows}


def _required(facts: LetterFacts) -> frozenset[str]:
    people = [facts.contact, facts.signatory, facts.escalation]
    reached = [way for person in people if person for way in (person.email, person.phone, person.name)]
    ours = [facts.provider.name, facts.provider.email, facts.provider.phone]
    theirs = [facts.client_reference, facts.addressee.client_name, facts.addressee.name, facts.addressee.salutation]
    earlier = [letter.client_reference for letter in facts.earlier_letters]
    return frozenset(words for words in [*reached, *ours, *theirs, *earlier] if words)


def staff_names(session: Session, readers: Sequence[str], named: Iterable[str], settled: set[str]) -> tuple[Name, ...]:
    """Return our people as words could name them, apart from those who may be `named`.

    A first name alone is one of us only where nobody at the clients that read it (`readers`, ids) is called so.
    """
    named = tuple(named)
    theirs = session.scalars(select(Contact.name).where(Contact.client_id.in_(readers)))
    taken = frozenset(name.split()[0].casefold() for name in (*named, *theirs) if name.strip())
    rows = session.execute(select(User.id, User.name, User.active).where(User.role.in_(STAFF))).all()
    firsts = {row.id: first_name(row.name, taken) for row in rows if row.active}
    persons = _persons("staff", ((row.id, row.name, "") for row in rows), named, settled)
    return tuple(replace(one, called=firsts.get(one.key.partition(":")[2], "")) for one in persons)


def _people(session: Session, client_id: str, named: Iterable[str], settled: set[str]) -> tuple[Name, ...]:
    query = select(Contact.id, Contact.name, Contact.salutation).where(Contact.client_id == client_id)
    rows = ((row.id, row.name, row.salutation) for row in session.execute(query))
    return _persons("people", rows, named, settled)


def _persons(
    kind: str, rows: Iterable[tuple[str, str, str]], named: Iterable[str], settled: set[str]
) -> tuple[Name, ...]:
    """Return the names of people apart from those whom the letter must name; a shared surname is not looked for."""
    must = {name.casefold() for name in named}
    surnames = {name.split()[-1] for name in must if name}
    return tuple(
        Name(key, name, salutation=salutation, settled=key in settled or name.casefold().split()[-1] in surnames)
        for key, name, salutation in ((f"{kind}:{row[0]}", row[1], row[2]) for row in rows)
        if name.strip() and name.casefold() not in must
    )

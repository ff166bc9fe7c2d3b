"""A ledger in which two people stand everywhere: a client's contact who also signs in, and one of our own."""

import json
import re
import secrets
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import MetaData, select

from ledger.clients.logs import log_named
from ledger.clients.models import Contact
from ledger.clients.operations.contacts import add_contact, edit_contact
from ledger.duties.operations.feeds import make_feed
from ledger.incidents.operations.corrections import correct_entry
from ledger.incidents.operations.handover import hand_over
from ledger.incidents.operations.timeline import add_entry
from ledger.kernel.clock import now
from ledger.letters.operations.answering import answer_letter, reply_to_answer
from ledger.notary.signing import checkpoint, ensure_key
from ledger.people.actor import SYSTEM, Actor
from ledger.people.models import ApiToken, IdempotencyKey, User
from ledger.people.operations.attempts import try_door
from ledger.people.operations.invitations import invite
from ledger.people.queries import actor_of
from ledger.record.sealing import opened
from ledger.recovery.operations.promises import make_promise
from ledger.work import Ledger
from tests.factories import a_user
from tests.letters.steps import Case, a_case, an_issued_letter
from tests.recovery.factories import FAR

NAME, MAIL, NUMBER = "Ada Okafor", "ada@harbour.example", "+44 1632 960222"
STAFF, STAFF_MAIL, STAFF_NUMBER = "Tom Brightwell", "tom.brightwell@tidewater.example", "+44 1632 960133"
HERS = ("okafor", MAIL, "960222", "960 222")
"""What must stand nowhere after Ada Okafor was erased, in lower case. `Ada` alone may mean somebody else."""
HIS = ("brightwell", "960133")
_DIGITS_OF_CHANCE = re.compile(r"(?<![0-9a-f])([0-9a-f]{64}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})(?![0-9a-f])")
"""A digest or an id: its hexadecimal digits spell `ada`, or a telephone number, now and then."""


@dataclass(frozen=True)
class Scene:
    """The ledger, the case, and what was filled in."""

    ledger: Ledger
    case: Case
    log_id: str
    kept: str
    """A checkpoint that the client kept before."""
    contact_id: str
    user: User
    staff: Actor
    letter_id: str
    said: str
    """The id of a visible entry that names her: `We rang Ada Okafor at nine.`"""


def a_scene(ledger: Ledger) -> Scene:
    """Fill an empty ledger."""
    case = a_case(ledger)
    ensure_key(ledger)
    staff_user = a_user(ledger, name=STAFF, email=STAFF_MAIL, telephone=STAFF_NUMBER, title="Service Manager")
    staff = actor_of(staff_user, "Europe/London")
    ledger.do(
        add_contact, SYSTEM, client_code="HFO", name="Ben Stott", mail="ben@harbour.example", may_receive_notices=True
    )
    with ledger.database.read() as session:
        contact = session.scalars(select(Contact).where(Contact.name == NAME)).one()
    edited: dict[str, Any] = {"name": NAME, "mail": MAIL, "phone": NUMBER, "night_phone": "01632 960 222"}
    ledger.do(edit_contact, SYSTEM, contact_id=contact.id, version=contact.version, title="Head of Office", **edited)
    user = a_user(ledger, "client", client_id=case.client.id, name=NAME, email=MAIL, telephone=NUMBER)
    said = _timeline(ledger, case, staff)
    letter_id = an_issued_letter(ledger, case, kind="final")
    _answers(ledger, user, staff, letter_id)
    _doors(ledger, user, staff)
    log_id = ledger.ask(log_named, SYSTEM, "HFO")
    return Scene(ledger, case, log_id, checkpoint(ledger, log_id), contact.id, user, staff, letter_id, said)


def _timeline(ledger: Ledger, case: Case, staff: Actor) -> str:
    about: dict[str, Any] = {"incident_id": case.incident_id}
    shown = ledger.do(
        add_entry, staff, kind="observation", text=f"We rang {NAME} at nine.", visibility="all_clients", **about
    )
    inside = ledger.do(add_entry, staff, kind="observation", text=f"{STAFF} noted 01632 960222; OKAFOR,  Ada.", **about)
    ledger.do(
        correct_entry, staff, entry_id=inside.id, text=f"ada  okafor's number is +44 (0)1632-960222 or {MAIL}.",
        reason=f"{NAME} said so.",
    )  # fmt: skip
    ledger.do(add_entry, staff, kind="observation", text="Ada was not in.", **about)
    ledger.do(hand_over, case.leader, to_id=staff.user_id, text=f"{NAME} waits for {STAFF}.", **about)
    ledger.do(hand_over, staff, to_id=case.writer.user_id, text=f"{STAFF} goes home.", **about)
    ledger.do(
        make_promise, case.writer, client_code="HFO", text=f"Ring {NAME} back", due_on=FAR,
        owner_id=case.writer.user_id, **about,
    )  # fmt: skip
    return shown.id


def _answers(ledger: Ledger, user: User, staff: Actor, letter_id: str) -> None:
    hers = actor_of(user, "Europe/London")
    asked = ledger.do(answer_letter, hers, letter_id=letter_id, kind="question", words=f"Where is it? {NAME}")
    ledger.do(reply_to_answer, staff, letter_id=letter_id, answer_id=asked, words=f"Dear {NAME}, in the safe. {STAFF}")
    ledger.do(
        answer_letter,
        staff,
        letter_id=letter_id,
        kind="dispute",
        words="Not so.",
        by_name=NAME,
        proof=f"Mail of {MAIL}",
    )


def _doors(ledger: Ledger, user: User, staff: Actor) -> None:
    ledger.do(invite, SYSTEM, user.id)
    ledger.do(make_feed, staff, short_titles=False)
    ledger.do(try_door, SYSTEM, door="password", account=MAIL, address="192.0.2.7", throttled=False)
    with ledger.unit() as session:
        session.add(ApiToken(
            user_id=staff.user_id, name="for sheets", token_hash=secrets.token_hex(32), scope="read", made_at=now(),
            expires_at=now() + timedelta(days=1),
        ))  # fmt: skip
        session.add(IdempotencyKey(
            user_id=staff.user_id, key="k", request_hash="h", status=201, headers={}, made_at=now(),
            body=json.dumps({"name": NAME}).encode(),
        ))  # fmt: skip
    ledger.files.keep(json.dumps([{"body": f"{NAME} is told"}]).encode())


def words_in(text: str, *words: str) -> list[str]:
    """Return those of the words that stand in a text, digests and ids left out.

    Of three letters only as a word by itself: parts of ids and signatures spell these by chance, too.
    """
    said = _DIGITS_OF_CHANCE.sub("", text.lower())
    by_itself = r"(?<![0-9a-z]){}(?![0-9a-z])"
    return [word for word in words if re.search((by_itself if len(word) < 4 else "{}").format(re.escape(word)), said)]


def everything(ledger: Ledger) -> str:
    """Return all that stands in any table and in any file of the home and of the database, in lower case."""
    metadata = MetaData()
    told = []
    with ledger.database.read() as session:
        metadata.reflect(session.connection())
        for table in metadata.sorted_tables:
            told += [str(_readable(row)) for row in session.execute(table.select())]
    folders = [ledger.settings.home, ledger.settings.checkpoints]
    files = {file for folder in folders for file in folder.rglob("*") if file.is_file()}
    if ledger.database.is_sqlite:
        place = Path(str(ledger.database.engine.url.database))
        files |= set(place.parent.glob(f"{place.name}*"))
    told += [file.read_bytes().decode("latin-1") for file in sorted(files)]
    return "\n".join(told).lower()


def _readable(row: Any) -> list[Any]:
    """Return a row with what is packed in it opened: bytes as text, disclosures as what they disclose."""
    shown: list[Any] = []
    for value in row:
        text = value.decode(errors="replace") if isinstance(value, bytes) else value
        shown.append(json.dumps(text, ensure_ascii=False, default=str))
        try:
            shown.append(opened(text))
        except (ValueError, TypeError, AttributeError):
            continue
    return shown

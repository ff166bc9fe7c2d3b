"""Importing a status page's file: first what would happen, then all of it in one unit, or nothing."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger.clients.models import Client
from ledger.clients.operations.clients import add_client
from ledger.incidents.import_plan import PlannedChange
from ledger.incidents.import_reading import ImportPlan, made_plan
from ledger.incidents.intake import ParsedFile
from ledger.incidents.models import Entry, Impact, Incident
from ledger.incidents.operations.import_renewals import renew
from ledger.incidents.operations.import_rows import Writing, create, parsed_of
from ledger.incidents.operations.numbering import next_references
from ledger.incidents.references import client_series, internal_series
from ledger.kernel.clock import now, year_in
from ledger.kernel.errors import Conflict, Invalid
from ledger.people.actor import Actor
from ledger.people.models import User
from ledger.people.permissions import permit
from ledger.people.queries import provider

Progress = Callable[[int, int], None]
"""Called with how many incidents are done, and of how many."""
_OWNERS = ("leadership", "admin", "service_manager")
"""Whom an import by the command line is given to: the first active person, in this order of roles."""


@dataclass(frozen=True)
class Imported:
    """What an import did."""

    created: int
    changed: int
    unchanged: int
    skipped: int
    entries: int


def plan_file(session: Session, actor: Actor, *, parsed: ParsedFile, client_code: str) -> ImportPlan:
    """Return what importing the file would create, change and skip, and why; nothing is changed."""
    permit(actor, "import")
    return made_plan(session, parsed, client_code)


def apply_file(  # noqa: PLR0913 the file, for whom, and who watches, all named
    session: Session,
    actor: Actor,
    *,
    parsed: ParsedFile,
    client_code: str,
    new_client_name: str | None = None,
    progress: Progress | None = None,
) -> Imported:
    """Import the file for one client and return what was done; a second time it does nothing more.

    Imported incidents have no clocks and no act statement, and nothing that the file does not say. A client that is
    not there is taken on where `new_client_name` is given. Raises `Invalid` for a client that is not there otherwise.
    """
    permit(actor, "import")
    at = now()
    ours = provider(session)
    year = year_in(at, ours.zone)
    # Locked before anything is read: of two imports of one file the second then sees what the first has done.
    next_references(session, internal_series(year), 0)
    client = _client(session, actor, client_code, new_client_name)
    plan = made_plan(session, parsed, client.code)
    writing = Writing(session, actor, client, _owner(session, actor), ours.zone, at, plan.kept_internal, parsed.source)
    done = _Counter(progress, plan.count("create") + plan.count("change"))
    _create_all(writing, [one for one in plan.changes if one.kind == "create"], year, done)
    _renew_all(writing, [one for one in plan.changes if one.kind == "change"], done)
    writing.flush()
    return Imported(
        created=plan.count("create"),
        changed=plan.count("change"),
        unchanged=plan.count("unchanged"),
        skipped=plan.count("skip"),
        entries=len(writing.entries),
    )


def _began_at(change: PlannedChange) -> datetime:
    found = parsed_of(change)
    return found.started_at or found.created_at


class _Counter:
    def __init__(self, progress: Progress | None, total: int) -> None:
        self._progress, self._total, self._done = progress, total, 0

    def step(self) -> None:
        self._done += 1
        if self._progress:
            self._progress(self._done, self._total)


def _create_all(writing: Writing, changes: Sequence[PlannedChange], year: int, done: _Counter) -> None:
    # In the order in which they began, so that references and lists follow the calendar.
    began = sorted(changes, key=_began_at)
    internal = next_references(writing.session, internal_series(year), len(began))
    clients = next_references(writing.session, client_series(writing.client.code, year), len(began))
    for change, reference, client_reference in zip(began, internal, clients, strict=True):
        create(writing, change, reference, client_reference)
        done.step()


def _renew_all(writing: Writing, changes: Sequence[PlannedChange], done: _Counter) -> None:
    if not changes:
        return
    query = (
        select(Incident, Impact)
        .join(Impact, Impact.incident_id == Incident.id)
        .where(Incident.external_provider == writing.source, Impact.client_id == writing.client.id)
        .order_by(Incident.id)
    )
    known = {row.external_id: (row, impact) for row, impact in writing.session.execute(query.with_for_update())}
    newest = _newest_entries(writing.session, writing.source, writing.client.id)
    for change in changes:
        incident, impact = known[change.external_id]
        renew(writing, change, incident, impact, newest[incident.id])
        done.step()


def _newest_entries(session: Session, source: str, client_id: str) -> dict[str, dict[str, Entry]]:
    """Return, by incident and external id, the entry that nothing supersedes yet: the page's last, or a person's."""
    query = (
        select(Entry)
        .join(Incident, Incident.id == Entry.incident_id)
        .join(Impact, Impact.incident_id == Incident.id)
        .where(Incident.external_provider == source, Impact.client_id == client_id)
        .order_by(Entry.recorded_at, Entry.id)
    )
    entries = list(session.scalars(query))
    follows = {entry.supersedes_id: entry for entry in entries if entry.supersedes_id}
    found: dict[str, dict[str, Entry]] = defaultdict(dict)
    for entry in entries:
        if entry.external_id and not entry.supersedes_id:
            last = entry
            while last.id in follows:
                last = follows[last.id]
            found[entry.incident_id][entry.external_id] = last
    return found


def _client(session: Session, actor: Actor, code: str, new_name: str | None) -> Client:
    client = session.scalars(select(Client).where(Client.code == code)).one_or_none()
    if client is not None:
        return client
    if new_name is None:
        raise Invalid({"client": f"There is no client with the code {code}."})
    return add_client(session, actor, code=code, name=new_name)


def _owner(session: Session, actor: Actor) -> str:
    """Return who owns what is imported: the person importing, or for the command line one of our people."""
    if actor.role != "system":
        return actor.user_id
    for role in _OWNERS:
        query = select(User.id).where(User.role == role, User.active).order_by(User.id).limit(1)
        if found := session.scalar(query):
            return found
    sentence = "Nobody can own what is imported yet: add one of our people first (amends user add)."
    raise Conflict(sentence)

"""The example as a whole: filled once into a fresh embedded ledger, and then held to its word."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

import pytest
from sqlalchemy import func, select

from ledger.clients.models import Client
from ledger.demo.clients import CLIENTS
from ledger.demo.fill import fill
from ledger.demo.hints import sign_in_hints
from ledger.demo.people import STAFF
from ledger.incidents.models import ClockRow, Impact, Incident
from ledger.kernel.clock import now
from ledger.letters.candour.checking import errors, warnings
from ledger.letters.candour_ground import letter_findings_of
from ledger.letters.fact_schema import from_json
from ledger.letters.markdown import to_text
from ledger.letters.models import Answer, Letter
from ledger.letters.requirements.checklist import blocking, checklist
from ledger.people.actor import SYSTEM
from ledger.people.models import User
from ledger.record.models import PROVIDER_LOG, LogEntry, LogHead
from ledger.recovery.models import Action, Promise, Remedy
from ledger.trends.act_models import TrendRebase, TrendTarget
from ledger.trends.leadership import leadership
from ledger.trends.report_models import TrendReport
from ledger.trends.review_models import TrustReview
from ledger.trends.scope import Scope
from ledger.work import Ledger, open_ledger
from tests.conftest import settings_for
from tests.support.databases import SqlitePlaces
from tests.support.events import log_events

pytestmark = pytest.mark.slow

SENT = ("issued", "corrected", "superseded")


@pytest.fixture(scope="module")
def example(sqlite_places: SqlitePlaces, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    """The example, filled once for all tests of this file."""
    ledger = open_ledger(settings_for(sqlite_places.new("example"), tmp_path_factory.mktemp("example")))
    fill(ledger, password_hash="none")
    yield ledger
    ledger.database.engine.dispose()


@pytest.fixture(scope="module")
def letters(example: Ledger) -> Sequence[Letter]:
    """All letters that were sent."""
    with example.database.read() as session:
        return session.scalars(select(Letter).where(Letter.status.in_(SENT))).all()


def test_its_letters_have_no_error_of_candour_and_at_most_two_warnings(
    example: Ledger, letters: Sequence[Letter]
) -> None:
    with example.database.read() as session:
        clients = {row.id: row.client_id for row in session.execute(select(Impact.id, Impact.client_id))}
        for letter in letters:
            facts = from_json(letter.facts)
            client = clients[letter.impact_id]
            found = letter_findings_of(session, client, facts, letter.subject_line, letter.sections)
            assert errors(found) == []
            assert len(warnings(found)) <= 2, [(one.rule, one.sentence) for one in found]


def test_it_is_as_large_as_it_says(example: Ledger) -> None:
    with example.database.read() as session:
        roles = Counter(session.scalars(select(User.role)))
        clients = session.scalars(select(Client)).all()
        severities = Counter(session.scalars(select(Incident.severity)))
    assert roles.total() - roles["client"] == len(STAFF) == 40
    assert (roles["leadership"], roles["admin"], roles["auditor"], roles["client"]) == (2, 1, 1, 6)
    assert {client.currency for client in clients} == {"GBP", "EUR"}
    assert {client.zone for client in clients} == {"Europe/London", "Europe/Berlin"}
    assert 115 <= severities.total() <= 130
    assert severities["S3"] > severities["S2"] > severities["S1"] >= 4


def test_it_spans_two_years_and_nothing_lies_ahead(example: Ledger) -> None:
    with example.database.read() as session:
        first, last = session.execute(select(func.min(Incident.aware_at), func.max(Incident.aware_at))).one()
        recorded = session.scalars(select(func.max(LogEntry.recorded_at))).one()
    assert first
    assert last
    assert recorded
    assert (last - first).days > 700
    assert recorded <= now()


def test_each_log_is_as_long_as_its_entries_and_in_order_of_time(example: Ledger) -> None:
    with example.database.read() as session:
        for head in session.scalars(select(LogHead)).all():
            query = select(LogEntry.seq, LogEntry.recorded_at).where(LogEntry.log_id == head.log_id)
            rows = session.execute(query.order_by(LogEntry.seq)).all()
            assert [row.seq for row in rows] == list(range(head.size))
            times = [row.recorded_at for row in rows]
            assert times == sorted(times)


def test_references_have_no_gaps(example: Ledger) -> None:
    with example.database.read() as session:
        references = [*session.scalars(select(Incident.reference)), *session.scalars(select(Impact.client_reference))]
    numbers: dict[str, list[int]] = defaultdict(list)
    for reference in references:
        series, _, number = reference.rpartition("-")
        numbers[series].append(int(number))
    for series, found in numbers.items():
        assert sorted(found) == list(range(1, len(found) + 1)), series


def words_in(ledger: Ledger, log_id: str) -> list[str]:
    """Return all words that stand in a log."""
    with ledger.database.read() as session:
        return [text for event in log_events(session, log_id) for text in event.words.values()]


def test_no_client_reads_of_another(example: Ledger) -> None:
    with example.database.read() as session:
        logs = {row.code: row.log_id for row in session.scalars(select(Client))}
    for code, log_id in logs.items():
        told = words_in(example, log_id)
        assert any("This was our mistake" in text or "We rang" in text for text in told)
        for other in (client for client in CLIENTS if client.code != code):
            named = re.compile(rf"{re.escape(other.name)}|\b{other.code}\b|\bINC-\d")
            assert [text for text in told if named.search(text)] == []


def test_what_we_alone_know_stays_in_our_log(example: Ledger) -> None:
    with example.database.read() as session:
        theirs = [row.log_id for row in session.scalars(select(Client))]
    inside = "In hindsight: the call comes first."
    assert any(inside in text for text in words_in(example, PROVIDER_LOG))
    assert not any(inside in text for log_id in theirs for text in words_in(example, log_id))


def test_no_letter_names_another_client(letters: Sequence[Letter]) -> None:
    for letter in letters:
        facts = from_json(letter.facts)
        others = [client.name for client in CLIENTS if client.name != facts.addressee.client_name]
        assert [name for name in others if name in str(facts) + str(letter.sections)] == []


def test_nothing_is_missing_from_a_letter_that_was_sent(letters: Sequence[Letter]) -> None:
    assert len(letters) >= 90
    for letter in letters:
        assert blocking(checklist(from_json(letter.facts), letter.sections)) == [], letter.sections


def test_a_letter_says_nothing_that_was_left_open_in_its_template(letters: Sequence[Letter]) -> None:
    for letter in letters:
        said = to_text("\n\n".join(letter.sections.values()))
        assert not re.search(r"[{}]|<[a-z_]+>|\.\.| ,|  ", said), said


def test_each_letter_that_was_sent_has_its_file(example: Ledger, letters: Sequence[Letter]) -> None:
    for letter in letters:
        content = example.files.read(letter.pdf_sha256 or "")
        assert content.startswith(b"%PDF")


def test_clients_hear_of_it_from_us_first_more_often_than_before(example: Ledger) -> None:
    with example.database.read() as session:
        query = select(Impact).join(Incident, Incident.id == Impact.incident_id).where(Incident.severity != "S4")
        rows = session.scalars(query.order_by(Incident.aware_at)).all()
    first = [row.client_reported_at is None for row in rows]
    half = len(first) // 2
    assert sum(first[half:]) / (len(first) - half) > sum(first[:half]) / half + 0.1


def test_most_promises_are_kept_and_some_are_not(example: Ledger) -> None:
    with example.database.read() as session:
        found = Counter(session.scalars(select(Promise.status).where(Promise.kind != "update")))
    assert found["kept"] > 4 * found["late"] > 0
    assert found["broken"] > 0
    assert found["released"] > 0


def test_clients_have_read_asked_and_disputed_and_each_has_its_answer(example: Ledger) -> None:
    with example.database.read() as session:
        answers = session.scalars(select(Answer)).all()
    assert {answer.kind for answer in answers} == {"acknowledged", "question", "dispute"}
    assert all(answer.reply for answer in answers if answer.kind != "acknowledged")


def test_the_board_is_alive(example: Ledger) -> None:
    with example.database.read() as session:
        running = select(Incident.severity).join(Impact, Impact.incident_id == Incident.id)
        running = running.join(ClockRow, ClockRow.impact_id == Impact.id)
        soon = running.where(
            ClockRow.kind == "updates",
            ClockRow.stopped_at.is_(None),
            ClockRow.replaced_at.is_(None),
            Incident.status == "open",
        )
        assert "S1" in session.scalars(soon).all()
        statuses = Counter(session.scalars(select(Incident.status)))
        assert {"open", "contained", "resolved", "watching", "closed"} == set(statuses)
        assert statuses["closed"] > statuses.total() / 2
        assert {"draft", "in_review"} <= set(session.scalars(select(Letter.status)).all())
        assert session.scalars(select(Remedy.id).where(Remedy.status == "proposed")).all()
        overdue = select(Promise.id).where(Promise.status == "open", Promise.due_at < now())
        assert session.scalars(overdue).all()


def test_every_state_of_actions_promises_and_remedies_is_there(example: Ledger) -> None:
    with example.database.read() as session:
        actions = set(session.scalars(select(Action.status)))
        remedies = set(session.scalars(select(Remedy.status)))
        promises = set(session.scalars(select(Promise.status)))
        moved = select(Promise.id).where(Promise.due_at > Promise.original_due_at)
        assert session.scalars(moved).all()
        assert session.scalars(select(Action.id).where(Action.extended_at.is_not(None))).all()
    assert actions >= {
        "proposed", "funded", "in_progress", "implemented", "watching", "effective", "reopened", "handed_over",
        "cancelled",
    }  # fmt: skip
    assert remedies >= {"proposed", "promised", "delivered", "confirmed", "declined_by_client", "withdrawn"}
    assert promises == {"open", "kept", "late", "broken", "released"}


def test_measures_have_targets_and_one_begins_anew_as_two_people_decided(example: Ledger) -> None:
    with example.database.read() as session:
        targets = session.scalars(select(TrendTarget)).all()
        rebase = session.scalars(select(TrendRebase)).one()
    assert {target.measure for target in targets} == {"told_first", "promises_kept"}
    assert all(target.reason for target in targets)
    assert (rebase.decision, rebase.decided_by == rebase.proposed_by) == ("agreed", False)
    scope = Scope(now(), "Europe/London", 24)
    assert example.ask(leadership, SYSTEM, scope).measures["incidents"].begins == (rebase.from_month,)


def test_a_report_is_signed_off_one_review_by_both_sides_and_one_waits_for_its_client(example: Ledger) -> None:
    with example.database.read() as session:
        report = session.scalars(select(TrendReport)).one()
        found = {row.status: row for row in session.scalars(select(TrustReview))}
    assert report.signed_by not in {None, report.asked_by}
    assert set(found) == {"agreed", "offered"}
    assert found["agreed"].client_words
    for sha256 in (report.pdf_sha256, *(row.pdf_sha256 for row in found.values())):
        assert example.files.read(sha256).startswith(b"%PDF")


def test_it_says_how_to_sign_in(example: Ledger) -> None:
    lines = sign_in_hints(example)
    assert [line.split(":")[0] for line in lines] == ["as service manager", "as leadership", "as client"]

"""Time entries of another system: shown before anything is done, all or nothing, twice is once, leaks are told."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from ledger.books.queries import cost_by_currency
from ledger.cli.main import main
from ledger.incidents.models import Incident
from ledger.kernel.clock import now
from ledger.kernel.errors import Invalid, Refused
from ledger.kernel.money import Money
from ledger.recovery.effort_file import Fault, Table, UnreadableFile, Written, read_lines, read_table, usual_mapping
from ledger.recovery.effort_plan import LeaksOf, kept_mapping, leak_count, leaks, leaks_of, plan_effort
from ledger.recovery.operations.correcting import correct_entry
from ledger.recovery.operations.effort import apply_effort
from ledger.recovery.operations.limits import set_labour_rate
from ledger.work import Ledger
from tests.books.steps import journal_of
from tests.factories import a_client, an_actor, an_incident
from tests.recovery.factories import Case, a_case, gbp
from tests.support.queries import counted

HEAD = "Id,Ticket,Member,Start,End,Hours,Rate,Billable Option,Notes\n"
GERMAN = Written("de_DE", "Europe/Berlin", "EUR")


def a_file(case: Case, *lines: str) -> Table:
    """Return a file whose lines name the case's incident where they say INC."""
    return read_table((HEAD + "".join(f"{line.replace('INC', case.filed.reference)}\n" for line in lines)).encode())


LINE = "T-1,INC,Yusuf Adeyemi,2026-11-02 09:00,2026-11-02 11:15,2.25,85.00,Billable,Restored the mail"


def imported(ledger: Ledger, case: Case, *lines: str) -> Any:
    return ledger.do(apply_effort, case.nia, table=a_file(case, *lines))


def test_each_line_is_booked_to_its_incident_as_our_cost_and_only_once(ledger: Ledger) -> None:
    case = a_case(ledger)
    other = "T-2,4711,Yusuf Adeyemi,2026-11-02 12:00,,1,85.00,Billable,Not ours"
    done = imported(ledger, case, LINE, other)
    assert (done.created, done.left_out) == (1, 1)
    again = imported(ledger, case, LINE, other)
    assert (again.created, again.changed, again.unchanged) == (0, 0, 1)
    with ledger.database.read() as session:
        assert cost_by_currency(session, case.filed.id) == {"GBP": 19_125}
        assert len(journal_of(session, case.filed.id)) == 1
    assert ledger.ask(kept_mapping, case.nia)["billable"] == "Billable Option"


def test_a_changed_line_is_undone_and_booked_as_it_stands_now(ledger: Ledger) -> None:
    case = a_case(ledger)
    imported(ledger, case, LINE)
    done = imported(ledger, case, LINE.replace("2.25,", "2.5,"))
    assert done.changed == 1
    with ledger.database.read() as session:
        assert cost_by_currency(session, case.filed.id) == {"GBP": 21_250}


def test_a_line_that_moves_to_another_incident_asks_that_both_are_open(ledger: Ledger) -> None:
    case = a_case(ledger)
    other = an_incident(ledger, case.nia)
    imported(ledger, case, LINE)
    moved = LINE.replace("INC", other.client_references[0])
    _set_status(ledger, case.filed.id, "closed")
    with pytest.raises(Invalid) as refused:
        imported(ledger, case, moved)
    assert f"{case.filed.reference} is closed" in refused.value.fields["file"][0]
    _set_status(ledger, case.filed.id, "open")
    assert imported(ledger, case, moved).changed == 1
    with ledger.database.read() as session:
        assert cost_by_currency(session, case.filed.id) == {"GBP": 0}
        assert cost_by_currency(session, other.id) == {"GBP": 19_125}


def test_a_line_that_finance_has_undone_is_booked_anew_when_it_changes(ledger: Ledger) -> None:
    case = a_case(ledger)
    imported(ledger, case, LINE)
    with ledger.database.read() as session:
        (booked,) = journal_of(session, case.filed.id)
    ledger.do(correct_entry, case.lead, entry_id=booked.entry_id, reason="Wrong hours")
    assert imported(ledger, case, LINE.replace("2.25,", "2.5,")).changed == 1
    with ledger.database.read() as session:
        assert cost_by_currency(session, case.filed.id) == {"GBP": 21_250}


def test_each_line_takes_the_rate_of_its_day_and_person_in_one_query_for_all(ledger: Ledger) -> None:
    case = a_case(ledger)
    for name, minor, day in (("engineer", 8_000, 1), ("engineer", 9_000, 10), ("Yusuf Adeyemi", 7_000, 10)):
        ledger.do(set_labour_rate, case.lead, name=name, rate=gbp(minor), valid_from=date(2026, 11, day))
    bare = "T-{0},INC,{1},2026-11-{2} 09:00,,1,,NoCharge,x"
    lines = [bare.format(*one) for one in ((1, "Mo", "02"), (2, "Yusuf Adeyemi", 12), (3, "Mo", 12))]
    plan = ledger.ask(plan_effort, case.nia, table=a_file(case, *lines))
    assert [line.cost for line in plan.lines] == [gbp(8_000), gbp(7_000)]
    (fault,) = plan.faults
    assert (fault.line, fault.reason.partition(":")[2]) == (4, " set what an hour of Mo costs us from that day on.")
    with counted(ledger) as few:
        ledger.ask(plan_effort, case.nia, table=a_file(case, *lines))
    with counted(ledger) as many:
        ledger.ask(plan_effort, case.nia, table=a_file(case, *(bare.format(n, "Mo", 12) for n in range(30))))
    assert len(many) == len(few)


def test_what_is_billable_of_a_shared_case_is_counted_for_none_of_its_clients(ledger: Ledger) -> None:
    case = a_case(ledger)
    orchard = a_client(ledger, code="ORC", name="Orchard Clinic Ltd")
    theirs = an_actor(ledger, "client", name="Joan Peverell", client_id=orchard.id, email="joan@orchard.example")
    shared = an_incident(ledger, case.nia, ("HFO", "ORC"))
    imported(ledger, case, LINE, LINE.replace("T-1,INC", f"T-2,{shared.client_references[0]}"))
    assert ledger.ask(leak_count, case.lead) == 2
    assert ledger.ask(leaks_of, case.theirs, case.client.id, now()) == LeaksOf(1, is_any_shared=True)
    assert ledger.ask(leaks_of, theirs, orchard.id, now()) == LeaksOf(0, is_any_shared=True)
    assert ledger.ask(leaks_of, theirs, case.client.id, now()) == LeaksOf(0, is_any_shared=False)
    with pytest.raises(Refused):
        ledger.ask(leak_count, case.theirs)


def _set_status(ledger: Ledger, incident_id: str, status: str) -> None:
    with ledger.database.write() as session:
        session.get_one(Incident, incident_id).status = status
        session.commit()


def test_what_is_still_billable_is_a_leak_until_it_is_marked(ledger: Ledger) -> None:
    case = a_case(ledger)
    imported(ledger, case, LINE)
    (leak,) = ledger.ask(leaks, case.lead)
    assert (leak.external_id, leak.incident_reference) == ("T-1", case.filed.reference)
    imported(ledger, case, LINE.replace("Billable", "NoCharge"))
    assert ledger.ask(leaks, case.lead) == []


def test_one_bad_line_and_nothing_is_imported(ledger: Ledger) -> None:
    case = a_case(ledger)
    bad = "T-2,INC,Yusuf,yesterday,,two,-5,Perhaps,x"
    with pytest.raises(Invalid) as refused:
        imported(ledger, case, LINE, bad)
    told = " ".join(refused.value.fields["file"])
    assert all(f"Line 3, {field}:" in told for field in ("start", "billable", "rate"))
    with ledger.database.read() as session:
        assert journal_of(session, case.filed.id) == []
    plan = ledger.ask(plan_effort, case.nia, table=a_file(case, LINE, bad))
    assert plan.count("create") == 1


def test_a_line_without_a_rate_needs_the_rate_of_its_day(ledger: Ledger) -> None:
    case = a_case(ledger)
    plan = ledger.ask(plan_effort, case.nia, table=a_file(case, LINE.replace("85.00", "")))
    assert [(fault.line, fault.field) for fault in plan.faults] == [(2, "rate")]


@pytest.mark.parametrize(
    ("hours", "rate", "cost"),
    [
        ("10,00", "85,00", ("10", Money(8_500, "EUR"))),
        ("2,25", "85,00", ("2.25", Money(8_500, "EUR"))),
        ("1", "1.234,56", ("1", Money(123_456, "EUR"))),
    ],
)
def test_german_numbers_and_days_are_read_as_they_are_written(hours: str, rate: str, cost: tuple[str, Money]) -> None:
    text = f"id;ticket;person;start;hours;rate;billable\nT-1;4711;Y;02.11.2026 09:00;{hours};{rate};No Charge\n"
    table = read_table(text.encode())
    (found,), faults = read_lines(table, usual_mapping(table.columns, {}), GERMAN)
    assert faults == []
    assert (str(found.hours), found.rate) == cost
    assert found.started_at.isoformat() == "2026-11-02T08:00:00+00:00"


@pytest.mark.parametrize("hours", ["1.2.3", "-1", "0", "1,23456", "99999999", "NaN", "1e3"])
def test_hours_that_cannot_be_are_refused(hours: str) -> None:
    text = f"id;ticket;person;start;hours;rate;billable\nT-1;4711;Y;02.11.2026 09:00;{hours};85,00;NoCharge\n"
    table = read_table(text.encode())
    found, faults = read_lines(table, usual_mapping(table.columns, {}), GERMAN)
    assert found == []
    assert [fault.field for fault in faults] == ["hours"]


def test_work_that_lies_ahead_is_refused(ledger: Ledger) -> None:
    case = a_case(ledger)
    plan = ledger.ask(plan_effort, case.nia, table=a_file(case, LINE.replace("2026-11-02", "2199-11-02")))
    assert [(one.line, one.field, one.reason) for one in plan.faults] == [
        (2, "start", "This work has not been done yet.")
    ]


def test_an_end_before_the_start_is_told_as_that() -> None:
    table = read_table((HEAD + "T-1,INC,Y,2026-11-02 09:00,2026-11-02 08:00,,85.00,Billable,\n").encode())
    (fault,) = read_lines(table, usual_mapping(table.columns, {}), Written("en_GB", "UTC", "GBP"))[1]
    assert fault == Fault(2, "hours", "“” is missing, and the end does not lie after the start.")


def test_an_end_before_the_start_is_refused_beside_hours_too() -> None:
    table = read_table((HEAD + "T-1,INC,Y,2026-11-02 12:00,2026-11-02 11:00,1,85.00,Billable,\n").encode())
    _, faults = read_lines(table, usual_mapping(table.columns, {}), Written("en_GB", "UTC", "GBP"))
    assert faults == [Fault(2, "end", "The end lies before the start.")]


@pytest.mark.parametrize("locale", ["xx_QQ", "de-DE", "../x"])
def test_a_way_of_writing_that_does_not_exist_is_refused(ledger: Ledger, locale: str) -> None:
    case = a_case(ledger)
    with pytest.raises(UnreadableFile, match="such as de_DE"):
        ledger.ask(plan_effort, case.nia, table=a_file(case, LINE), locale=locale)


def test_the_same_id_twice_in_a_file_is_refused() -> None:
    text = "id;ticket;person;start;hours;rate;billable\n" + "T-1;4711;Y;02.11.2026 09:00;1;85,00;NoCharge\n" * 2
    table = read_table(text.encode())
    _, faults = read_lines(table, usual_mapping(table.columns, {}), GERMAN)
    assert faults == [Fault(3, "external_id", "Line 2 has the same id.")]


@pytest.mark.parametrize("content", [b"", b"one line", b"\xff\xfe\x00", b'a,b\n"broken', b"only;head\n"])
def test_what_is_no_list_of_time_entries_is_refused_in_a_sentence(content: bytes) -> None:
    with pytest.raises(UnreadableFile):
        read_table(content)


@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=False)
def test_the_command_shows_first_and_imports_then(
    own_ledger: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = a_case(own_ledger)
    monkeypatch.setenv("AMENDS_HOME", str(tmp_path))
    monkeypatch.setenv("AMENDS_DATABASE_URL", own_ledger.settings.database_url)
    file = tmp_path / "effort.csv"
    odd = HEAD.strip() + ",Hrs\n"
    file.write_text(odd + LINE.replace("INC", case.filed.reference) + ",9\n", encoding="utf-8")
    dry = CliRunner().invoke(main, ["import", "effort", str(file), "--dry-run"])
    assert dry.exit_code == 0, dry.output
    assert "Nothing was changed." in dry.output
    told = " ".join(dry.output.split())
    assert "hours from “Hours”, rate from “Rate”" in told
    assert "Not used: Hrs. Say --column FIELD=COLUMN to use one." in told
    done = CliRunner().invoke(main, ["import", "effort", str(file), "--yes"])
    assert done.exit_code == 0, done.output
    assert "1 booked" in done.output
    file.write_text(HEAD + "T-9,x,,never,,,,,\n", encoding="utf-8")
    refused = CliRunner().invoke(main, ["import", "effort", str(file), "--yes"])
    assert refused.exit_code == 1
    assert "Nothing was changed" in refused.output

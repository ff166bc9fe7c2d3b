"""Who read what: written under the reference people search by, found by case and by person, forgotten in time."""

from datetime import timedelta
from typing import Any

import pytest

from ledger.audit.reading import Read, keep_reads
from ledger.audit.readings import ReadingFilters, ReadingShown, readings
from ledger.kernel.clock import now
from ledger.kernel.errors import Refused
from ledger.kernel.files import KeptFile
from ledger.people.actor import SYSTEM, Actor
from ledger.people.operations.readings import KEPT
from ledger.recovery.operations.evidence import add_evidence
from ledger.work import Ledger
from ledger.worker.nightly import forget_reads
from tests.factories import a_client, a_provider, an_actor, an_incident
from tests.letters.steps import a_case, an_issued_letter
from tests.recovery.factories import a_case as a_recovery_case
from tests.recovery.factories import an_action


def keep(ledger: Ledger, who: Actor, what: str, named: str, name: str, **more: Any) -> None:
    at = now() - timedelta(days=more.get("days", 0))
    ledger.do(keep_reads, SYSTEM, reads=[Read(at, who.user_id, what, named, name, more.get("way", "page"))])


def found(ledger: Ledger, actor: Actor, **filters: Any) -> list[ReadingShown]:
    return ledger.ask(readings, actor, filters=ReadingFilters(**filters))


def test_a_case_is_found_under_all_its_names_with_its_letters(ledger: Ledger) -> None:
    case = a_case(ledger)
    letter = an_issued_letter(ledger, case, kind="first_notice")
    other = an_incident(ledger, case.writer, ("HFO",))
    keep(ledger, case.writer, "incident", "", "INC-2026-0001")
    keep(ledger, case.writer, "pdf", "letter", letter, way="download")
    keep(ledger, case.leader, "incident", "", other.reference)
    told = found(ledger, case.leader, reference=case.client_reference)
    assert {(one.what, one.reference) for one in told} == {
        ("incident", "INC-2026-0001"), ("pdf", f"{case.client_reference}-first-notice-1"),
    }  # fmt: skip
    assert found(ledger, case.leader, reference="INC-2026-0001") == told
    assert [one.reference for one in found(ledger, case.leader, person=case.leader.user_id)] == [other.reference]
    assert {one.person for one in told} == {"Jane Reed"}


def test_a_file_of_evidence_is_found_under_its_case(ledger: Ledger) -> None:
    case = a_recovery_case(ledger)
    action = an_action(ledger, case)
    file = KeptFile(ledger.files.keep(b"09:14 restored"), "restore.log", "text/plain", 14)
    evidence = ledger.do(add_evidence, case.nia, action_id=action.id, text="The log", file=file)
    keep(ledger, case.nia, "evidence", "evidence", evidence.id, way="download")
    told = found(ledger, case.lead, reference=case.filed.reference)
    assert [(one.what_words, one.reference) for one in told] == [("a file of evidence", case.filed.reference)]


def test_a_client_s_code_finds_all_that_begins_with_it_and_no_other_client(ledger: Ledger) -> None:
    a_provider(ledger)
    a_client(ledger)
    lead = an_actor(ledger, "leadership")
    for name in ("HFO", "HFO-2026-03", "HFOX-2026-01", "HFOX"):
        keep(ledger, lead, "client", "", name)
    assert {one.reference for one in found(ledger, lead, reference="HFO")} == {"HFO", "HFO-2026-03"}


def test_what_is_older_than_thirteen_months_is_forgotten(ledger: Ledger) -> None:
    a_provider(ledger)
    lead = an_actor(ledger, "leadership")
    keep(ledger, lead, "client", "", "HFO", days=KEPT.days - 1)
    keep(ledger, lead, "client", "", "ORC", days=KEPT.days + 1)
    assert forget_reads(ledger) == 1
    assert [one.reference for one in found(ledger, lead)] == ["HFO"]


@pytest.mark.parametrize("role", ["service_manager", "client"])
def test_nobody_else_reads_the_log(ledger: Ledger, role: str) -> None:
    a_provider(ledger)
    other = an_actor(ledger, role, client_id=a_client(ledger).id if role == "client" else None)
    with pytest.raises(Refused):
        found(ledger, other)

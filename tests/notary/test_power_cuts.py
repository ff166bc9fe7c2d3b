"""The power cut at every statement of a verb: what is there afterwards is what was there before, or all of it."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from ledger.kernel.clock import now
from ledger.kernel.db import Base
from ledger.letters.operations.issuing import begin_issue
from ledger.notary.verifying import verify
from ledger.people.actor import SYSTEM
from ledger.record import leaves
from ledger.record.driver import by_driver
from ledger.recovery.operations.remedies import approve_remedy
from ledger.work import Ledger
from tests.factories import a_client, a_provider, an_actor, an_incident
from tests.letters import steps as letters
from tests.recovery import factories as recovery


class PowerCut(Exception):
    """The machine is off."""


def _filing(ledger: Ledger) -> Callable[[], object]:
    a_provider(ledger)
    a_client(ledger)
    actor = an_actor(ledger)
    return lambda: an_incident(ledger, actor, title=f"Cut {now()}")


def _approving(ledger: Ledger) -> Callable[[], object]:
    case = recovery.a_case(ledger)
    remedy = recovery.a_remedy(ledger, case)
    return lambda: ledger.do(approve_remedy, case.lead, remedy_id=remedy.id)


def _issuing(ledger: Ledger) -> Callable[[], object]:
    case = letters.a_case(ledger)
    letter_id = letters.an_approved_letter(ledger, case, kind="final")
    return lambda: ledger.do(begin_issue, case.writer, letter_id=letter_id)


def _everything(ledger: Ledger) -> dict[str, list[str]]:
    """Return every row of every table."""
    with ledger.database.read() as session:
        tables = Base.metadata.sorted_tables
        return {table.name: sorted(repr(tuple(row)) for row in session.execute(select(table))) for table in tables}


@pytest.mark.parametrize("ready", [_filing, _approving, _issuing])
def test_a_verb_cut_off_at_any_statement_leaves_nothing_and_at_the_end_everything(
    own_ledger: Ledger, ready: Callable[[Ledger], Callable[[], object]], monkeypatch: pytest.MonkeyPatch
) -> None:
    verb = ready(own_ledger)
    before = _everything(own_ledger)
    left = 0

    def cut(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        nonlocal left
        left -= 1
        if left == 0:
            raise PowerCut(statement)

    def cut_off(session: Session, statement: str, rows: Any) -> Any:
        cut(None, None, statement)
        return by_driver(session, statement, rows)

    monkeypatch.setattr(leaves, "by_driver", cut_off)
    engine = own_ledger.database.engine
    event.listen(engine, "before_cursor_execute", cut)
    statements = 0
    try:
        for statements in range(1, 300):
            left = statements
            try:
                verb()
            except PowerCut:
                left = 0
                assert _everything(own_ledger) == before, f"cut at statement {statements}"
            else:
                break
    finally:
        event.remove(engine, "before_cursor_execute", cut)
        monkeypatch.undo()
    assert 10 < statements < 299
    after = _everything(own_ledger)
    assert len(after["log_entry"]) > len(before["log_entry"])
    assert verify(own_ledger, SYSTEM).findings == ()


def test_a_unit_that_cannot_commit_leaves_nothing(own_ledger: Ledger) -> None:
    verb = _filing(own_ledger)
    before = _everything(own_ledger)
    engine = own_ledger.database.engine

    def cut(_connection: Any) -> None:
        raise PowerCut

    event.listen(engine, "commit", cut)
    with pytest.raises(PowerCut):
        verb()
    event.remove(engine, "commit", cut)
    engine.dispose()
    assert _everything(own_ledger) == before

"""What the incident's page shows of recovery, and the forms that grow it (`templates/recovery/_incident.html`)."""

from datetime import datetime, timedelta
from typing import Any

from ledger.incidents.incident_page import IncidentPage
from ledger.kernel.clock import now
from ledger.people.permissions import may
from ledger.recovery.action_gate import stands_alone
from ledger.recovery.action_page import read_across_of
from ledger.recovery.keeping import update_words
from ledger.recovery.promise_rows import broken_promise_of
from ledger.recovery.queries import for_whom, recovery_of
from ledger.recovery.rates import rates_today
from ledger.recovery.remedy_details import kinds_with_detail
from ledger.recovery.rows import ForWhom, Recovery
from ledger.web.forms import Form, form
from ledger.web.schemas.action_steps import AnswerReadAcross
from ledger.web.schemas.actions import AddAction
from ledger.web.schemas.promises import MakePromise, QuickUpdate
from ledger.web.schemas.remedies import ProposeRemedy
from ledger.web.session import actor, ledger

NEXT_IN = timedelta(minutes=30)
_ROUND_TO = timedelta(minutes=5)


def recovery_parts(incident: IncidentPage) -> dict[str, Any]:
    """Return what the page shows of recovery, with `recovery_forms`, which are none for those who only read."""
    recovery = ledger().ask(recovery_of, actor(), incident.id)
    whom = ledger().ask(for_whom, actor(), incident.id)
    return {
        "recovery": recovery,
        "broken_promise": ledger().ask(broken_promise_of, actor(), incident.id),
        "recovery_forms": _forms(whom) if may(actor(), "act") else {},
        "whom": whom,
        "remedy_currencies": sorted({one.currency for one in whom}),
        "read_across": ledger().ask(read_across_of, actor(), incident.id),
        "weak_sorts": stands_alone(
            [row.sort or "" for row in recovery.actions if row.kind == "corrective" and row.status != "cancelled"],
            incident.severity,
        ),
        "remedy_details": kinds_with_detail(),
        "rate_options": _rate_options({one.currency for one in whom}),
        "last_words": last_words(incident, recovery, whom),
    }


def _rate_options(currencies: set[str]) -> list[tuple[str, str]]:
    return [(one.name, one.words) for one in ledger().ask(rates_today, actor()) if one.rate.currency in currencies]


def last_words(incident: IncidentPage, recovery: Recovery, whom: list[ForWhom]) -> list[tuple[str, str]]:
    """Return (client, words) of the latest update for each client that waits for the next one, to copy."""
    said = [entry for entry in incident.entries if entry.kind == "update" and entry.corrected_by_id is None]
    waiting = {row.client_code: row for row in recovery.promises if row.kind == "update" and row.status == "open"}
    words = []
    for one in whom:
        latest = next((entry.text for entry in said if entry.client_code in {None, one.client_code}), None)
        if latest is not None and one.client_code in waiting:
            due_at = waiting[one.client_code].due_at
            words.append((one.client_name, update_words(latest, due_at, one.zone)))
    return words


def next_update_at(at: datetime) -> datetime:
    """Return when the next update is usually promised for: half an hour on, at a full five minutes."""
    due_at = at + NEXT_IN
    rest = timedelta(minutes=due_at.minute, seconds=due_at.second, microseconds=due_at.microsecond) % _ROUND_TO
    return due_at - rest + _ROUND_TO if rest else due_at


def _forms(whom: list[ForWhom]) -> dict[str, Form]:
    only = whom[0] if len(whom) == 1 else None
    return {
        "update": form(QuickUpdate(), next_update_at=next_update_at(now())),
        "action": form(AddAction(), owner_id=actor().user_id, visible_to_client=True),
        "read_across": form(AnswerReadAcross()),
        "remedy": form(ProposeRemedy(), client_reference=only.client_reference if only else None),
        "promise": form(
            MakePromise(),
            client_code=only.client_code if only else None,
            owner_id=actor().user_id,
            visible_to_client=True,
        ),
    }

"""What the record is told of an invented case: each step in the log of who sees it, the row carrying the last event."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from ledger.demo.many.drawing import Drawn, Row
from ledger.incidents.statuses import ENDED
from ledger.kernel.clock import iso
from ledger.people.actor import SYSTEM
from ledger.record.canonical import Value
from ledger.record.operations import note
from ledger.recovery.operations.telling import tell

_ENDS = {"kept": "promise.kept", "late": "promise.kept", "released": "promise.released", "broken": "promise.broken"}


class Telling:
    """One case being told of; afterwards each of its rows has its `event_id`."""

    def __init__(self, session: Session, case: Drawn, logs: Mapping[str, str]) -> None:
        self.case = case
        self._session = session
        self._by = case.incident["filed_by"]
        self._ours = case.incident["reference"]
        self._logs = logs
        self._seen = {logs[row["client_id"]]: row["client_reference"] for row in case.impacts}
        self._reference = {row["client_id"]: row["client_reference"] for row in case.impacts}

    def tell(self) -> None:
        """Note everything that happened, in the order of the story."""
        self._filed()
        for row in self.case.impacts:
            self._impact(row)
        for row in self.case.entries:
            self._entry(row)
        self._clocks()
        for row in self.case.promises:
            self._promise(row)
        self._repair()
        self._milestones()

    def repeat_found(self, row: Row, reference: str) -> Row:
        """Note that this case shows that an earlier action did not hold, and return the row of it."""
        found = row | {"incident_id": self.case.incident["id"]}
        data = {"repeat": row["id"], "action": row["action_id"], "incident": found["incident_id"]}
        data |= {"from_status": row["from_status"]}
        return found | {
            "event_id": self._note("action.repeat_found", reference, row["found_at"], data, by=SYSTEM.user_id)
        }

    def _note(  # noqa: PLR0913, PLR0917 the parts of an event
        self,
        type: str,  # noqa: A002 the record's own word
        subjects: Mapping[str, str] | str,
        at: datetime,
        data: Mapping[str, Value],
        words: Mapping[str, str | None] | None = None,
        by: str = "",
    ) -> str:
        return note(
            self._session, type, actor=by or self._by, subjects=subjects, occurred_at=at, data=data, sealed=words
        )

    def _filed(self) -> None:
        row = self.case.incident
        data = {"severity": row["severity"], "found_by": row["found_by"]} | _times(row, "aware_at", "impact_started_at")
        words = {name: row[name] for name in ("title", "act_statement", "service")}
        row["event_id"] = self._note("incident.filed", self._ours, row["filed_at"], data, words)

    def _milestones(self) -> None:
        """Note when it was put right and closed, or how else it ended."""
        row = self.case.incident
        for name, status in (("resolved", "resolved"), ("closed", "closed")):
            if at := row[f"{name}_at"]:
                data = {"milestone": name, "at": iso(at), "status": status}
                self._note("incident.milestone", self._seen, at, data)
                row["event_id"] = self._note("incident.milestone", self._ours, at, data)
        if row["status"] in ENDED:
            at, data = row["resolved_at"], {"status": row["status"]}
            self._note("incident.ended", self._seen, at, data)
            row["event_id"] = self._note("incident.ended", self._ours, at, data)

    def _impact(self, row: Row) -> None:
        incident, seen = self.case.incident, {self._logs[row["client_id"]]: row["client_reference"]}
        words = {"statement": row["statement"], "act_statement": incident["act_statement"]}
        data = {"status": "open"} | _times(row, "from_at", "client_reported_at")
        row["event_id"] = self._note("impact.opened", seen, incident["filed_at"], data, words)
        if at := row["client_notified_at"]:
            row["event_id"] = self._note("impact.changed", seen, at, _times(row, "client_notified_at"))

    def _entry(self, row: Row) -> None:
        data = {"entry": row["id"], **{name: row[name] for name in ("kind", "visibility", "channel")}}
        row["event_id"] = self._note("entry.added", self._seen, row["occurred_at"], data, {"text": row["text"]})

    def _clocks(self) -> None:
        at = self.case.incident["filed_at"]
        for impact in self.case.impacts:
            mine = [row for row in self.case.clocks if row["impact_id"] == impact["id"]]
            if not mine:
                continue
            started: list[Value] = [
                {"clock": row["id"], "kind": row["kind"], **_times(row, "zero_at", "due_at")} for row in mine
            ]
            rules = {"rules": "\n".join(row["rule"] for row in mine)}
            event_id = self._note("clocks.started", self._ours, at, {"impact": impact["id"], "clocks": started}, rules)
            for row in mine:
                row["event_id"] = self._stopped(row) if row["stopped_at"] else event_id

    def _stopped(self, row: Row) -> str:
        data = {"clock": row["id"], "kind": row["kind"], "impact": row["impact_id"], "at": iso(row["stopped_at"])}
        return self._note("clock.stopped", self._ours, row["stopped_at"], data | _times(row, "due_at"))

    def _promise(self, row: Row) -> None:
        begun = row | {"status": "open", "kept_at": None, "ending_words": ""}
        row["event_id"] = self._of_promise("promise.made", begun)
        if row["status"] in _ENDS:
            row["event_id"] = self._of_promise(_ENDS[row["status"]], row)

    def _of_promise(self, event: str, row: Row) -> str:
        data = {"promise": row["id"], "kind": row["kind"], "status": row["status"], "due_is_day": row["due_is_day"]}
        return tell(
            self._session,
            SYSTEM,
            event,
            ours=self._ours,
            clients={self._logs[row["client_id"]]: self._reference[row["client_id"]]},
            data=data | _times(row, "promised_at", "due_at", "original_due_at", "kept_at"),
            words={"text": row["text"], "ending_words": row["ending_words"]},
            inside={"owner": row["owner_id"], "shown": True},
        )

    def _repair(self) -> None:
        if self.case.repair is None:
            return
        action = self.case.repair.action
        for step in self.case.repair.steps:
            data = {
                "action": action["id"],
                "kind": action["kind"],
                "status": step["to_status"],
                "owner": action["owner_id"],
            }
            data |= _times(action, "due_at", "original_due_at") | {"shown": False}
            words = {"text": action["text"]}
            step["event_id"] = self._note(f"action.{step['verb']}", self._ours, step["at"], data, words, step["by_id"])
        action["event_id"] = self.case.repair.steps[-1]["event_id"]


def _times(row: Row, *names: str) -> dict[str, Any]:
    return {name: iso(row[name]) if row[name] else None for name in names}

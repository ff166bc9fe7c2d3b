"""Receipts of a log that went on under another name, and of logs of others."""

import json

import pytest

from ledger.kernel.errors import Conflict, NotFound
from ledger.notary.receipts import receipt
from ledger.notary.signing import checkpoint
from ledger.people.actor import SYSTEM
from ledger.people.queries import actor_of
from ledger.record.checkpoints import continue_log, to_sign
from ledger.record.operations import note
from ledger.work import Ledger
from tests.factories import a_client, a_user, an_actor, an_incident
from tests.notary.client_script import checked, lived_in, log_of, script

__all__ = ["lived_in"]


def _continued(ledger: Ledger) -> tuple[str, str]:
    """Let the client's log go on under another name; return the checkpoint before, and the receipt after."""
    log_id = ledger.ask(log_of, SYSTEM)
    before = checkpoint(ledger, log_id)
    with ledger.unit() as session:
        continue_log(session, "system", log_id, None)
        note(session, "test.noted", actor="x", subjects={log_id: "x"})
    return before, receipt(ledger, SYSTEM, "HFO")[1]


def _without(text: str, kind: str) -> str:
    told = json.loads(text)
    told["entries"] = [entry for entry in told["entries"] if json.loads(entry["body"])["type"] != kind]
    return json.dumps(told, sort_keys=True, indent=1) + "\n"


def test_a_log_that_went_on_under_another_name_is_whole_and_continues_what_was_kept(
    lived_in: Ledger, capsys: pytest.CaptureFixture[str]
) -> None:
    before, text = _continued(lived_in)
    assert len({json.loads(entry["body"])["log"] for entry in json.loads(text)["entries"]}) == 2
    checked(lived_in, text, since=before)
    told = capsys.readouterr().out
    assert "complete log, all" in told
    assert "log.continues" in told
    assert "It continues your checkpoint of" in told
    reference = json.loads(json.loads(text)["entries"][1]["body"])["subject"]
    checked(lived_in, receipt(lived_in, SYSTEM, reference)[1], since=before)


def test_a_checkpoint_kept_before_a_log_went_on_still_gets_its_proof(
    lived_in: Ledger, capsys: pytest.CaptureFixture[str]
) -> None:
    with lived_in.database.read() as session:
        lived_in_size = to_sign(session, lived_in.ask(log_of, SYSTEM)).size
    before, _ = _continued(lived_in)
    checked(lived_in, receipt(lived_in, SYSTEM, "HFO", since=before)[1], since=before)
    assert f"It continues your checkpoint of {lived_in_size} entries" in capsys.readouterr().out


def test_a_checkpoint_of_another_log_is_named_as_that(lived_in: Ledger) -> None:
    other = a_client(lived_in, "ORC", "Orchard Clinic")
    theirs = checkpoint(lived_in, other.log_id)
    with pytest.raises(Conflict, match="is of another log") as caught:
        receipt(lived_in, SYSTEM, "HFO", since=theirs)
    assert "amends continue" not in caught.value.sentence


def test_a_continuation_that_does_not_match_is_refused(lived_in: Ledger) -> None:
    other = a_client(lived_in, "ORC", "Orchard Clinic")
    an_incident(lived_in, an_actor(lived_in, email="mira@tidewater.example"), ("ORC",))
    theirs = checkpoint(lived_in, other.log_id)
    _, text = _continued(lived_in)
    with pytest.raises(script.Refused, match="an entry is of another log"):
        checked(lived_in, _without(text, "log.continues"))
    with pytest.raises(script.Refused, match="your old checkpoint is of another log"):
        checked(lived_in, text, since=theirs)
    told = json.loads(text)
    told["older"].append({"checkpoint": theirs, "proof": told["older"][-1]["proof"]})
    with pytest.raises(script.Refused, match="an older checkpoint is of another log"):
        checked(lived_in, json.dumps(told, sort_keys=True, indent=1) + "\n")


def test_a_client_gets_receipts_of_its_own_and_of_nobody_else(lived_in: Ledger) -> None:
    other = a_client(lived_in, "ORC", "Orchard Clinic")
    theirs = actor_of(a_user(lived_in, "client", client_id=other.id), "UTC")
    assert receipt(lived_in, theirs, "ORC")[0] == "ORC-receipt.json"
    for name in ("HFO", "none", "_provider"):
        with pytest.raises(NotFound):
            receipt(lived_in, theirs, name)

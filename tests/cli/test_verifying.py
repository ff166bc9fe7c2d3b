"""`amends verify` and `amends receipt`, as an operator types them."""

import json
from pathlib import Path

import pytest

from ledger.config import read_settings
from ledger.incidents.models import Incident
from ledger.letters.letter_files import file_name
from ledger.record.models import PROVIDER_LOG
from ledger.work import Ledger, open_ledger
from tests.cli.test_begin import at_home, begun, typed
from tests.letters.steps import Case, a_case, an_issued_letter
from tests.notary.client_script import checked
from tests.notary.tampering import as_owner, run
from tests.support.databases import Place
from tests.support.events import log_events

__all__ = ["at_home"]


@pytest.fixture
def begun_home(at_home: Path) -> Path:
    """A ledger that has just begun."""
    assert begun().exit_code == 0
    return at_home


def _ledger(home: Path) -> Ledger:
    return open_ledger(
        read_settings({"AMENDS_HOME": str(home), "AMENDS_PUBLIC_URL": "https://amends.tidewater.example"})
    )


def _events(home: Path) -> int:
    ledger = _ledger(home)
    with ledger.database.read() as session:
        count = len(log_events(session, PROVIDER_LOG))
    ledger.database.engine.dispose()
    return count


def _tampered(home: Path) -> None:
    address = f"sqlite:///{home / 'ledger.sqlite'}"
    with as_owner(Place(address, address)) as connection:
        run(connection, "UPDATE log_entry SET type = 'key.retired' WHERE seq = 0")


def test_a_sound_ledger_is_said_to_be_so_with_exit_status_0(begun_home: Path) -> None:
    assert begun_home
    result = typed("verify")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.startswith("Everything is as it was recorded: ")
    told = typed("verify", "--json")
    assert told.exit_code == 0
    assert json.loads(told.stdout)["findings"] == []
    assert json.loads(told.stdout)["logs"] == 1


def test_what_was_changed_is_listed_with_exit_status_1(begun_home: Path) -> None:
    _tampered(begun_home)
    result = typed("verify")
    assert result.exit_code == 1
    assert "Entry 0 is found under another type" in " ".join(result.stdout.replace("│", " ").split())
    assert "1 findings in " in result.stdout or "1 finding in " in result.stdout
    told = typed("verify", "--json")
    assert told.exit_code == 1
    (finding,) = json.loads(told.stdout)["findings"]
    assert finding["check"] == "column"
    assert finding["sentence"] == "Entry 0 is found under another type than was recorded."


def test_checkpoints_that_others_kept_are_held_against_it(begun_home: Path, tmp_path: Path) -> None:
    kept = tmp_path / "kept.txt"
    kept.write_text(typed("checkpoint", "_provider").stdout, encoding="utf-8")
    assert typed("verify", "--checkpoint", str(kept)).exit_code == 0
    for file in (begun_home / "anchors").glob("*.txt"):
        file.unlink()
    origin, size, rest = kept.read_text(encoding="utf-8").split("\n", 2)
    kept.write_text(f"{origin}\n{int(size) + 1}\n{rest}", encoding="utf-8")
    result = typed("verify", "--json", "--checkpoint", str(kept))
    assert result.exit_code == 1
    assert {one["check"] for one in json.loads(result.stdout)["findings"]} == {"outside"}
    assert typed("verify", "--checkpoint", str(tmp_path / "none.txt")).exit_code == 2


def test_a_file_that_is_no_checkpoint_is_a_slip_of_the_hand_and_nothing_is_verified(
    begun_home: Path, tmp_path: Path
) -> None:
    junk = tmp_path / "amends-keys.txt"
    junk.write_text(typed("key", "list").stdout, encoding="utf-8")
    before = _events(begun_home)
    result = typed("verify", "--json", "--checkpoint", str(junk))
    assert (result.exit_code, result.stdout) == (2, "")
    assert f"{junk} is not a checkpoint: " in result.stderr
    assert _events(begun_home) == before


def test_receipts_of_a_client_an_incident_and_a_letter_are_written_and_hold(at_home: Path, tmp_path: Path) -> None:
    assert typed("db", "upgrade").exit_code == 0
    ledger = _ledger(at_home)
    case: Case = a_case(ledger)
    letter_id = an_issued_letter(ledger, case, kind="final")
    letter = file_name(case.client_reference, "final", 1)
    for number, name in enumerate((case.client.code, case.client_reference, letter_id, letter)):
        place = tmp_path / f"{number}.json"
        result = typed("receipt", name, "--to", str(place))
        assert result.exit_code == 0, result.output
        assert f"python3 verify_receipt.py {place} --key KEY" in result.stdout
        checked(ledger, place.read_text(encoding="utf-8"))
    told = [json.loads((tmp_path / f"{number}.json").read_text(encoding="utf-8"))["entries"] for number in range(4)]
    assert len(told[0]) > len(told[1]) > len(told[2]) > 0
    assert told[2] == told[3]
    since = tmp_path / "since.txt"
    since.write_text(json.loads((tmp_path / "0.json").read_text(encoding="utf-8"))["checkpoint"], encoding="utf-8")
    assert typed("receipt", case.client.code, "--since", str(since), "--to", str(tmp_path / "4.json")).exit_code == 0
    small = typed("receipt", case.client_reference.lower(), "--to", str(tmp_path / "small.json"))
    assert small.exit_code == 0, small.output
    assert told[1] == json.loads((tmp_path / "small.json").read_text(encoding="utf-8"))["entries"]
    with ledger.database.read() as session:
        ours_is = session.get_one(Incident, case.incident_id).reference
    ours = typed("receipt", ours_is, "--to", str(tmp_path / "ours.json"))
    assert (ours.exit_code, "our own reference" in ours.output, case.client_reference in ours.output) == (1, True, True)
    unknown = typed("receipt", "XXX", "--to", str(tmp_path / "5.json"))
    assert unknown.exit_code == 1
    assert unknown.output == "Error: There is no client, client reference or issued letter of that name.\n"
    assert not (tmp_path / "5.json").exists()
    ledger.database.engine.dispose()


def test_what_cannot_be_read_or_written_is_said_in_one_sentence(begun_home: Path, tmp_path: Path) -> None:
    junk = tmp_path / "junk"
    junk.write_bytes(b"\xff\xfe\x00")
    sentence = f"Error: {junk} is not a text file.\n"
    assert typed("verify", "--checkpoint", str(junk)).output == sentence
    assert typed("receipt", "XXX", "--since", str(junk)).output == sentence
    ledger = _ledger(begun_home)
    client = a_case(ledger).client.code
    ledger.database.engine.dispose()
    nowhere = tmp_path / "none" / "receipt.json"
    result = typed("receipt", client, "--to", str(nowhere))
    assert (result.exit_code, result.output) == (1, f"Error: {nowhere}: No such file or directory.\n")


def test_a_spoiled_folder_of_checkpoints_is_a_finding_and_stops_no_verification(begun_home: Path) -> None:
    assert typed("checkpoint", "_provider").exit_code == 0
    (kept,) = (begun_home / "anchors").glob("*.txt")
    kept.write_bytes(b"\xff\xfe\x00")
    (begun_home / "anchors" / "folder.txt").mkdir()
    (begun_home / "anchors" / "erasures.jsonl").write_bytes(b'{"a": 1}\n[]\n\xff\n')
    told = typed("verify", "--json")
    assert told.exit_code == 1
    # Whole, also where a table as wide as a window would have cut it.
    assert "cannot be erased again after a restore. Mend it from a copy" in typed("verify").output
    assert "Line 2 of erasures.jsonl cannot be read" in typed("erase", "--replay").output
    assert [one["sentence"] for one in json.loads(told.stdout)["findings"]] == [
        "A file kept outside is not a checkpoint.",
        *(
            f"Line {number} of erasures.jsonl cannot be read: whom it names cannot be erased again after a restore. "
            f"Mend it from a copy, or erase them again and take the line out."
            for number in (1, 2, 3)
        ),
    ]
    assert "cannot be trusted" in typed("checkpoint", "_provider").output

"""Signing: after the commit, stored before shown, both keys while a rotation lasts, never a second history."""

import shutil
import sqlite3
import stat
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import func, select

from ledger.config import read_settings
from ledger.kernel.errors import Conflict, NotFound, Refused
from ledger.notary.signing import checkpoint, ensure_key, go_on, key_folder, outside_of, retire, rotate_key, sign_all
from ledger.people.actor import SYSTEM
from ledger.record.checkpoint import open_checkpoint, told_by
from ledger.record.checkpoints import Forked, newest_checkpoint
from ledger.record.heads import log_head
from ledger.record.models import PROVIDER_LOG, LogCheckpoint
from ledger.record.operations import note
from ledger.record.signed_note import VerifierKey, read_note
from ledger.record.signing_keys import known_keys, signing
from ledger.work import Ledger, open_ledger
from tests.factories import a_client, a_provider, an_actor
from tests.support.events import log_events


def keys_of(ledger: Ledger) -> list[VerifierKey]:
    """Return the keys that sign."""
    with ledger.database.read() as session:
        return signing(known_keys(session))


def say(ledger: Ledger, log_id: str = PROVIDER_LOG, count: int = 1) -> None:
    """Note some events."""
    with ledger.unit() as session:
        for _ in range(count):
            note(session, "test.noted", actor="system", subjects={log_id: "x"})


def test_a_checkpoint_says_what_is_committed_and_is_stored_and_kept_outside(ledger: Ledger) -> None:
    a_provider(ledger)
    signed = checkpoint(ledger, PROVIDER_LOG)
    point = open_checkpoint(signed, keys_of(ledger))
    with ledger.database.read() as session:
        head = log_head(session, PROVIDER_LOG)
        assert newest_checkpoint(session, PROVIDER_LOG) == signed
    assert head is not None
    assert (point.origin, point.size, point.root) == (head.origin, head.size, head.root)
    assert outside_of(ledger).newest(point.origin) == signed


def test_nothing_new_is_not_signed_twice(ledger: Ledger) -> None:
    a_provider(ledger)
    first = checkpoint(ledger, PROVIDER_LOG)
    assert checkpoint(ledger, PROVIDER_LOG) == first
    with ledger.database.read() as session:
        assert session.scalar(select(func.count()).select_from(LogCheckpoint)) == 1


def test_the_private_part_is_in_a_file_for_its_owner_only_and_the_record_tells_of_the_key(ledger: Ledger) -> None:
    a_provider(ledger)
    ensure_key(ledger)
    ensure_key(ledger)
    (file,) = key_folder(ledger).iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    (key,) = keys_of(ledger)
    assert key.name == "tidewater.example/amends"
    with ledger.database.read() as session:
        told = [event.body["data"]["key"] for event in log_events(session, PROVIDER_LOG) if event.type == "key.added"]
    assert told == [str(key)]


def test_while_a_rotation_lasts_both_keys_sign(ledger: Ledger) -> None:
    a_provider(ledger)
    checkpoint(ledger, PROVIDER_LOG)
    (old,) = keys_of(ledger)
    new = rotate_key(ledger, SYSTEM)
    both = checkpoint(ledger, PROVIDER_LOG)
    assert open_checkpoint(both, [old]) == open_checkpoint(both, [new])
    retire(ledger, SYSTEM, old.id.hex())
    after = read_note(checkpoint(ledger, PROVIDER_LOG))
    assert [one.key_id for one in after.signatures] == [new.id]
    assert [file.stem for file in key_folder(ledger).iterdir()] == [new.id.hex()]


def test_the_only_key_is_not_retired_and_an_unknown_one_is_not_found(ledger: Ledger) -> None:
    a_provider(ledger)
    ensure_key(ledger)
    (key,) = keys_of(ledger)
    with pytest.raises(Conflict, match="only key"):
        retire(ledger, SYSTEM, key.id.hex())
    with pytest.raises(NotFound):
        retire(ledger, SYSTEM, "00000000")
    with pytest.raises(Refused):
        rotate_key(ledger, an_actor(ledger))


def test_a_lost_private_key_is_said_with_what_to_do(ledger: Ledger) -> None:
    a_provider(ledger)
    ensure_key(ledger)
    (file,) = key_folder(ledger).iterdir()
    file.unlink()
    with pytest.raises(Conflict, match="restore it from the backup"):
        checkpoint(ledger, PROVIDER_LOG)
    old = keys_of(ledger)[0]
    rotate_key(ledger, SYSTEM)
    retire(ledger, SYSTEM, old.id.hex())
    assert checkpoint(ledger, PROVIDER_LOG)


def test_an_empty_log_and_no_log_are_not_signed(ledger: Ledger) -> None:
    with pytest.raises(Conflict, match="amends init"):
        checkpoint(ledger, PROVIDER_LOG)
    a_provider(ledger)
    with pytest.raises(NotFound):
        checkpoint(ledger, "none")


def test_every_log_is_signed_at_night(ledger: Ledger) -> None:
    a_provider(ledger)
    client = a_client(ledger)
    ensure_key(ledger)
    origins = {told_by(signed).origin for signed in sign_all(ledger)}
    with ledger.database.read() as session:
        heads = [log_head(session, log_id) for log_id in (PROVIDER_LOG, client.log_id)]
    assert origins == {head.origin for head in heads if head}


def _twin(ledger: Ledger, folder: Path) -> Ledger:
    """Return a second installation from a backup of the first, which shares the folder outside."""
    folder.mkdir()
    with (
        closing(sqlite3.connect(str(ledger.database.engine.url.database))) as ours,
        closing(sqlite3.connect(folder / "ledger.sqlite")) as copy,
    ):
        ours.backup(copy)
    shutil.copytree(key_folder(ledger), folder / "keys")
    outside = str(ledger.settings.checkpoints)
    return open_ledger(read_settings({"AMENDS_HOME": str(folder), "AMENDS_CHECKPOINT_DIR": outside}))


@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=False)
def test_of_two_installations_from_one_backup_the_second_refuses_to_sign(own_ledger: Ledger, tmp_path: Path) -> None:
    a_provider(own_ledger)
    checkpoint(own_ledger, PROVIDER_LOG)
    twin = _twin(own_ledger, tmp_path / "twin")
    say(own_ledger, count=2)
    checkpoint(own_ledger, PROVIDER_LOG)
    with pytest.raises(Forked, match=r"it is older.*Nothing was signed.*amends continue _provider"):
        checkpoint(twin, PROVIDER_LOG)
    say(twin, count=3)
    with pytest.raises(Forked, match="not those that others were shown"):
        checkpoint(twin, PROVIDER_LOG)
    with pytest.raises(Forked):
        sign_all(twin)
    twin.database.engine.dispose()


@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=False)
def test_a_forked_log_goes_on_openly_under_a_new_name(own_ledger: Ledger, tmp_path: Path) -> None:
    a_provider(own_ledger)
    checkpoint(own_ledger, PROVIDER_LOG)
    twin = _twin(own_ledger, tmp_path / "twin")
    say(own_ledger)
    lost = told_by(checkpoint(own_ledger, PROVIDER_LOG))
    point = told_by(go_on(twin, SYSTEM, PROVIDER_LOG))
    assert point.origin != lost.origin
    with twin.database.read() as session:
        last = log_events(session, PROVIDER_LOG)[-1]
    assert (last.type, last.body["log"]) == ("log.continues", point.origin)
    assert last.body["data"]["origin"] == lost.origin
    assert last.body["data"]["lost_size"] == lost.size
    with pytest.raises(Conflict, match="fits"):
        go_on(twin, SYSTEM, PROVIDER_LOG)
    twin.database.engine.dispose()


def test_a_foreign_file_outside_is_not_trusted(ledger: Ledger) -> None:
    a_provider(ledger)
    signed = checkpoint(ledger, PROVIDER_LOG)
    file = outside_of(ledger).file(told_by(signed).origin)
    file.write_text(signed.replace("\n\n", "\nextra\n\n"), encoding="utf-8")
    with pytest.raises(Forked, match="cannot be trusted"):
        checkpoint(ledger, PROVIDER_LOG)

"""What to do about a finding, by the check that found it, as plain sentences for whoever looks after the ledger."""

from collections.abc import Mapping

_BY_CHECK: Mapping[str, str] = {
    "row": "Send nothing about it. Ask who could write to the database at that time, and put back what the record says "
    "from the newest backup that verifies.",
    "disclosure": "The words beside the record were changed or taken away, not the record itself. Bring them back from "
    "the newest backup that verifies.",
    "node": "No event is lost by this alone: these hashes are made from the entries and kept for receipts and "
    "checkpoints, which are refused where they do not fit. Somebody wrote past the triggers: ask who could, and put "
    "back the newest backup that verifies.",
    "outside": "Stop sending. Somebody keeps a checkpoint that this database does not fit: an older backup was put "
    "back, or the record was rewritten. Read “The record does not fit a checkpoint” in docs/operations.md.",
    "grant": "Let the application connect as a role that owns nothing, as docs/operations.md says, and run amends db "
    "upgrade.",
    "file": "Bring the file back from the newest backup; its name is its fingerprint, so a whole file fits.",
}
_OF_THE_DATABASE = (
    "Somebody switched off what protects the record. Find out who and why, run amends db upgrade as the owner, and "
    "verify with every checkpoint that others kept."
)
_OF_THE_LOG = (
    "Stop sending. The record itself was changed: keep a copy of this database as it is, and put back the newest "
    "backup that verifies with the checkpoints that others kept."
)


def advice_for(check: str) -> str:
    """Return what to do about findings of this check."""
    return _BY_CHECK.get(check) or (_OF_THE_DATABASE if check == "trigger" else _OF_THE_LOG)

"""Everything about one client in plain tables, as its own people may read it: what the portal shows, no more."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from ledger.incidents.portal import own_cases
from ledger.kernel.clock import iso
from ledger.kernel.money import Money
from ledger.letters.client_view import OwnLetter, own_letters
from ledger.letters.letter_files import file_name
from ledger.letters.markdown import to_text
from ledger.letters.own_verdicts import own_verdicts
from ledger.people.actor import Actor
from ledger.people.permissions import permit
from ledger.recovery.own import own_remedies
from ledger.recovery.own_actions import OwnAction, own_actions
from ledger.recovery.own_promises import own_promises

_INSIDE = frozenset({"id", "version", "may_agree", "is_remedy", "due_is_day", "facts", "locale", "is_own"})
"""What the pages need and nobody reads."""


@dataclass(frozen=True)
class OwnEverything:
    """A client's whole part of the ledger, in plain values."""

    tables: dict[str, list[dict[str, Any]]]
    """Name of the table to its rows, in the order of the portal, oldest first."""
    files: tuple[tuple[str, str], ...]
    """Of each letter and each file of evidence that is there its name in the package and its SHA-256."""


def own_everything(session: Session, actor: Actor) -> OwnEverything:
    """Return all that the actor's client may read: incidents, timeline, actions, promises, remedies, letters."""
    permit(actor, "read_own_case")
    cases = own_cases(session, actor)
    actions = sorted(own_actions(session, actor), key=lambda one: (one.client_reference, one.due_at, one.id))
    letters = sorted(own_letters(session, actor), key=lambda one: (one.issued_at, one.id))
    evidence, proofs = _evidence(actions)
    tables = {
        "incidents": [_plain(case, "entries") for case in cases],
        "timeline": [_plain(entry) for case in cases for entry in reversed(case.entries)],
        "actions": _rows(actions, "evidence", "attestations"),
        "evidence": evidence,
        "said_of_actions": [{"action": one.text} | _plain(said) for one in actions for said in one.attestations],
        "promises": _rows(own_promises(session, actor)),
        "remedies": _rows(own_remedies(session, actor)),
        "letters": [_letter(one) for one in letters],
        "answers": [_answer(letter, answer) for letter in letters for answer in letter.answers],
        "four_questions": [_plain(one) for one in own_verdicts(session, actor)],
    }
    kept = (one for one in letters if one.file_deleted is None)
    return OwnEverything(tables, (*((f"letters/{_file(one)}", one.pdf_sha256) for one in kept), *proofs))


def _evidence(actions: Sequence[OwnAction]) -> tuple[list[dict[str, Any]], list[tuple[str, str]]]:
    """Return a row for each piece of evidence, naming its file in the package, and the files by name and SHA-256."""
    rows: list[dict[str, Any]] = []
    files: list[tuple[str, str]] = []
    for action in actions:
        for piece in action.evidence:
            file = ""
            if piece.sha256 and piece.deleted_at is None:
                # The number keeps two files of one name apart.
                file = f"evidence/{action.client_reference}/{len(files) + 1:03}-{piece.file_name}"
                files.append((file, piece.sha256))
            named = {"client_reference": action.client_reference, "action": action.text, "file": file}
            rows.append(named | _plain(piece))
    return rows, files


def _rows(found: Sequence[Any], *without: str) -> list[dict[str, Any]]:
    rows = [_plain(one, *without) for one in found]
    return sorted(rows, key=lambda row: (str(row.get("client_reference")), str(row.get("promised_at")), str(row)))


def _letter(one: OwnLetter) -> dict[str, Any]:
    text = {key: to_text(words) for key, words in one.sections.items()}
    return _plain(one, "sections", "answers", "file_deleted", "label") | {
        "file": "" if one.file_deleted else _file(one),
        "text": "\n\n".join(words for words in text.values() if words),
    }


def _answer(letter: OwnLetter, answer: Any) -> dict[str, Any]:
    named = {"client_reference": letter.client_reference, "letter": _file(letter)}
    return named | _plain(answer, "recorded_by", "proof")


def _file(one: OwnLetter) -> str:
    return file_name(one.client_reference, one.kind, one.version_number)


def _plain(row: Any, *without: str) -> dict[str, Any]:
    names = [one.name for one in fields(row) if one.name not in _INSIDE | set(without)]
    return dict(_columns((name, getattr(row, name)) for name in names))


def _columns(pairs: Iterable[tuple[str, Any]]) -> Iterator[tuple[str, Any]]:
    for name, value in pairs:
        if isinstance(value, Money):
            yield name, value.decimal()
            yield f"{name}_currency", value.currency
        else:
            yield name, _word(value)


def _word(value: Any) -> Any:
    if isinstance(value, datetime):
        return iso(value)
    if isinstance(value, date):
        return value.isoformat()
    return value

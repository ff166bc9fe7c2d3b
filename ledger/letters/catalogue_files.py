"""The files of the catalogues: messages from code and templates, each language brought up to date and compiled.

`python -m ledger.letters.catalogue_files` does what `pybabel extract`, `update` and `compile` would; English, in which
the messages are written, is filled in with them, so that it is always complete.
"""

import io
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from babel.messages import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from ledger import config
from ledger.letters.catalogue import DOMAIN, ENGLISH, FOLDER

KEYWORDS = {"say": None, "say_many": (1, 2), "marked": None}
_ABOUT: Mapping[str, Any] = {
    "header_comment": "# The words of letters and of the mails they go with.",
    "project": "amends", "version": "-", "msgid_bugs_address": "-", "last_translator": "-", "language_team": "-",
    "fuzzy": False,
}  # fmt: skip
TEMPLATE = FOLDER / f"{DOMAIN}.pot"
_NEVER = datetime(2026, 1, 1, tzinfo=UTC)
"""Files of catalogues carry no date: they change when a message does."""


def extracted() -> Catalog:
    """Return the messages of the code and the templates as they stand."""
    root = config.home()
    with (FOLDER / "babel.cfg").open(encoding="utf-8") as mapping:
        methods, options = parse_mapping_cfg(mapping)  # type: ignore[no-untyped-call]  # it has no types
    found = Catalog(creation_date=_NEVER, **_ABOUT)
    for place, _line, message, _comments, context in extract_from_dir(root, methods, options, KEYWORDS):
        found.add(message, locations=[(place, 0)], context=context)
    return found


def updated(po: Path, template: Catalog) -> Catalog:
    """Return the catalogue of a language with the messages of `template`: new ones empty, unused ones gone."""
    language = po.parent.parent.name
    known = Catalog(language)
    if po.is_file():
        with po.open("rb") as file:
            known = read_po(file, locale=language)
    kept = Catalog(language, creation_date=_NEVER, revision_date=_NEVER, **_ABOUT)
    for message in template:
        if message.id:
            before = known.get(message.id)
            said = _of_source(message) if language == ENGLISH else before.string if before else ""
            kept.add(message.id, said, locations=message.locations)
    return kept


def catalogues() -> list[Path]:
    """Return the `.po` of each language."""
    return sorted(FOLDER.glob(f"*/LC_MESSAGES/{DOMAIN}.po"))


def as_po(catalogue: Catalog) -> bytes:
    """Return a catalogue as the text of a `.po` or `.pot`, each message with the files that say it."""
    out = io.BytesIO()
    write_po(out, catalogue, width=120, sort_output=True, omit_header=False, include_lineno=False)
    return out.getvalue()


def as_mo(catalogue: Catalog) -> bytes:
    """Return a catalogue as gettext reads it."""
    out = io.BytesIO()
    write_mo(out, catalogue)
    return out.getvalue()


def main() -> int:
    """Bring all files up to date and return how many messages some language lacks."""
    template = extracted()
    TEMPLATE.write_bytes(as_po(template))
    lacking = 0
    for po in catalogues():
        catalogue = updated(po, template)
        po.write_bytes(as_po(catalogue))
        po.with_suffix(".mo").write_bytes(as_mo(catalogue))
        lacking += sum(not message.string for message in catalogue if message.id)
    return lacking


def _of_source(message: Message) -> str | tuple[str, ...]:
    return tuple(message.id) if isinstance(message.id, (list, tuple)) else message.id


if __name__ == "__main__":
    sys.exit(min(main(), 1))

"""Looking whether those who were erased stay erased, by the list outside: a restored backup does not know of it."""

from collections.abc import Iterator
from pathlib import Path

from sqlalchemy.orm import Session

from ledger.record.erased_outside import FILE, kept_erasures, unreadable, unreadable_lines
from ledger.record.erasures import erased_digests, standing
from ledger.record.findings import Finding


def listed_erasures(session: Session, folder: Path) -> Iterator[Finding]:
    """Give each erasure of the list whose words stand here again; what the record itself says erased is told there."""
    yield from (Finding("erasure", FILE, unreadable(number)) for number in unreadable_lines(folder))
    known = erased_digests(session)
    for erasure in kept_erasures(folder):
        if count := len(standing(session, erasure.digests.keys() - known)):
            sentence = (
                f"{count} fields that were erased {erasure.at} stand here again, as after a restore: "
                f"amends erase --replay."
            )
            yield Finding("disclosure", FILE, sentence)

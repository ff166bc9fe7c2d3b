"""Events of the record itself: keys, a log that goes on under another name, erasure, verification."""

from ledger.record.event_type import EventType

TYPES = (
    EventType("key.added", "provider", "A key signs checkpoints from now on.", data="key:code"),
    EventType("key.retired", "provider", "A key signs no more; what it signed stays good.", data="key:code"),
    EventType(
        "ledger.unrecorded",
        "provider",
        "From here on rows were written past the record, for an invented ledger: nothing of it is signed.",
    ),
    EventType(
        "log.continues",
        "both",
        "This record goes on under another name, and says which one it continues and what of it was lost.",
        data="origin:code size:count root:digest lost_size:count? lost_root:digest?",
    ),
    EventType(
        "privacy.erased",
        "both",
        "Words were erased; the fingerprints say which, and what was recorded of them stays provable.",
        data="digests:digests basis:reference? kept:digests? kept_basis:reference? deleted:digests? again:flag?",
        sealed="now_reads",
    ),
    EventType(
        "checkpoint.refused",
        "provider",
        "A checkpoint was refused, for the record is not what others were shown.",
        data="log:id",
    ),
    EventType(
        "sample.drawn",
        "provider",
        "A random sample of closed cases was drawn for an auditor.",
        data="sample:id algorithm:code first:day last:day zone:code seed:reference population:count "
        "population_sha256:digest drawn:codes",
    ),
    EventType(
        "rows.written",
        "provider",
        "The fingerprints of rows that were written together with the next events, where none of these carries them.",
        data="rows:table",
    ),
    EventType(
        "rows.taken_up",
        "provider",
        "Rows from before rows had fingerprints were given theirs, once; from now on a row without one is a finding.",
        data="rows:count",
    ),
    EventType(
        "verify.found",
        "provider",
        "Before a page or a letter was shown, something of it was found to be not as recorded.",
        data="findings:count first:table checked_at:time?",
    ),
    EventType(
        "verify.completed",
        "provider",
        "Everything was verified.",
        data="logs:count entries:count findings:count first:table",
    ),
)

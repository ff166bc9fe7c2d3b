"""Where somebody went round the normal way: which events say so, of which kind that is, and in which words.

One line an event type. A later event type that goes round a rule gets a line here, and the page shows it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

KINDS: Mapping[str, str] = {
    "alone": "Approved alone",
    "second_person": "Agreed by a second person",
    "outside": "Checked from outside",
    "for_client": "Signed for a client",
    "without": "Closed or settled without",
    "candour": "Candour check set aside",
    "after_issue": "Corrected after issue",
    "reopened": "Opened again",
    "late_entry": "Written down long after",
    "redated": "Moved dates",
    "released": "Released promises",
    "money": "Reversed bookings",
    "people": "Accounts and roles",
    "settings": "Settings and plans",
    "measures": "Targets and rebases",
    "keys": "Keys of the record",
    "record": "The record itself",
    "erased": "Erased words",
}
"""Kind to what the filter calls it, in the order of the filter."""

LATE = timedelta(hours=24)
"""An entry written down later than this after it happened is an exception; imported ones are not judged."""


@dataclass(frozen=True)
class Line:
    """One event type and when it is an exception."""

    event: str
    kind: str
    says: str
    """One sentence; `{name}` is a member of the event's data in words."""
    holds: tuple[str, ...] = ()
    """Members of the event that must stand in its canonical body, as `"name":value`."""
    lacks: tuple[str, ...] = ()
    """Members that must not."""
    is_late: bool = False
    """Only where it was written down `LATE` after it happened."""
    ours_only: bool = False
    """Only as it stands in our own log: what a client sees of it is an event of its own."""
    reason: str = ""
    """The sealed word that says why, where there is one."""
    for_one: str = ""
    """What it says instead where the event's data names one client."""
    also: tuple[str, str, str] | None = None
    """Another event type, the member by which it belongs to this one, and what this one says where there is none."""


_LATE = ('"external_id":null',)
_AGREED = ("proposal.made", "proposal", "")

LINES: tuple[Line, ...] = (
    Line(
        "letter.approved_alone",
        "alone",
        "A first notice was approved alone, at night.",
        also=("letter.looked_at_again", "letter", "No second person has looked at it yet."),
    ),
    Line(
        "proposal.decided",
        "second_person",
        "A second person agreed: {kind}.",
        ('"decision":"agreed"',),
        reason="note",
        also=_AGREED,
    ),
    Line("incident.closed_without_letter", "without", "A case was closed without a final letter.", reason="reason"),
    Line(
        "impact.changed",
        "without",
        "No remedy was given, with a reason.",
        ('"no_remedy_reason"',),
        lacks=('"emptied":["no_remedy_reason"]',),
        reason="no_remedy_reason",
    ),
    Line("letter.warnings_waived", "candour", "Warnings of the candour check were waived: {rules}.", reason="reason"),
    Line(
        "candour.rule_graded",
        "candour",
        "Rule {rule} of the candour check is now: {grade}.",
        reason="reason",
        for_one="Rule {rule} of the candour check is now, for this client alone: {grade}.",
    ),
    Line("candour.rule_added", "candour", "Rule {rule} was added to the candour check.", reason="reason"),
    Line("candour.name_settled", "candour", "A name was taken out of the candour check.", reason="reason"),
    Line("letter.issued", "after_issue", "An issued letter was corrected by another one.", ('"kind":"correction"',)),
    Line("letter.not_in_timeline", "after_issue", "An issued letter could not be written into the timeline."),
    Line(
        "incident.milestone",
        "reopened",
        "An incident that was put right was opened again.",
        ('"at":null', '"milestone":"resolved_at"'),
    ),
    Line(
        "incident.ended",
        "reopened",
        "An incident ended without being closed: {status}.",
    ),
    Line("entry.added", "late_entry", "An entry was written down {lag}.", _LATE, is_late=True, reason="text"),
    Line("entry.corrected", "late_entry", "A correction was written down {lag}.", _LATE, is_late=True, reason="why"),
    Line("promise.redated", "redated", "A promise got another date.", reason="reason", ours_only=True),
    Line(
        "action.verified_outside",
        "outside",
        "Somebody from outside verified an action.",
        reason="proof",
        ours_only=True,
    ),
    Line(
        "action.judged_outside",
        "outside",
        "Somebody from outside said whether an action works.",
        reason="proof",
        ours_only=True,
    ),
    Line(
        "review.signing_proof",
        "for_client",
        "A client's signature on a trust review was written down by one of us.",
        reason="proof",
    ),
    Line("action.redated", "redated", "An action got another date.", reason="reason", ours_only=True),
    Line(
        "promise.released", "released", "The client released us from a promise.", reason="ending_words", ours_only=True
    ),
    Line("books.reversed", "money", "A booking was reversed.", reason="narration"),
    Line("remedy.withdrawn", "money", "A remedy was withdrawn.", reason="ended_reason", ours_only=True),
    Line("user.changed", "people", "An account was changed by an administrator; it is now {role}."),
    Line("user.second_step_removed", "people", "The second step of somebody's signing in was removed."),
    Line("provider.saved", "settings", "The provider's settings were written."),
    Line("approval_limit.set", "settings", "What the role {role} approves alone was set to {amount} {currency}."),
    Line("plan.saved", "settings", "A service plan was written."),
    Line("target.set", "measures", "Target of {measure} from {from_month} on, in percent: {percent}.", reason="reason"),
    Line("target.undone", "measures", "The target of {measure} from {from_month} on was taken back.", reason="reason"),
    Line(
        "rebase.decided",
        "measures",
        "The limits of {measure} begin anew from {from_month} on; a second person agreed.",
        ('"decision":"agreed"',),
        reason="words",
        also=("rebase.proposed", "rebase", ""),
    ),
    Line(
        "rebase.undone",
        "measures",
        "The limits of {measure} no longer begin anew from {from_month} on.",
        reason="reason",
    ),
    Line("key.added", "keys", "A key signs checkpoints from now on."),
    Line("key.retired", "keys", "A key signs no more."),
    Line("log.continues", "record", "A log went on under another name: what others were shown was lost."),
    Line("checkpoint.refused", "record", "A checkpoint was refused, for the record is not what others were shown."),
    Line("verify.completed", "record", "The check found {findings} not as recorded.", lacks=('"findings":0',)),
    Line("verify.found", "record", "Before something was shown, it was found to be not as recorded."),
    Line("privacy.erased", "erased", "Words were erased on request."),
)

WORDS: Mapping[str, str] = {
    "lower_severity": "a lower severity",
    "move_awareness": "another time at which we knew",
    "not_ours": "not ours",
    "duplicate": "a duplicate",
    "withdrawn": "withdrawn",
    "not_a_repeat": "not a repeat",
    "service_manager": "service manager",
    "admin": "administrator",
}


def lines_of(kind: str | None) -> tuple[Line, ...]:
    """Return the lines of one kind, or all."""
    return tuple(line for line in LINES if kind in {None, "", line.kind})


def sentence(line: Line, data: Mapping[str, object], lag: timedelta) -> str:
    """Return what a line says of one event, its codes in words."""
    said = {name: _in_words(value) for name, value in data.items()}
    hours = int(lag.total_seconds() // 3600)
    said["lag"] = f"{hours} h after it happened" if hours < 48 else f"{hours // 24} days after it happened"  # noqa: PLR2004 two days
    says = line.for_one if line.for_one and data.get("client") else line.says
    return says.format_map(_Absent(said))


def _in_words(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value))
    if value is None:
        return "none"
    return WORDS.get(str(value), str(value).replace("_", " "))


class _Absent(dict[str, str]):
    def __missing__(self, name: str) -> str:
        return "not recorded"

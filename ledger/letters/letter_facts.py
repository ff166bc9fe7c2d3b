"""What a letter says, as plain values: gathered once from the record, shown in the letter, and kept as sent.

Every time is aware UTC; every amount is an integer in minor units of its currency. Texts are plain, without markup, in
the words the client will read. Nothing here knows our own cost, a second client, or an internal reference.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

KINDS = ("first_notice", "interim", "final", "follow_up", "correction")
DATA_EFFECTS = ("none", "lost", "altered", "exposed", "unavailable", "unknown")
OURS = ("yes", "not_yet_known", "no")
FOUND_BY = ("our_monitoring", "our_staff", "client", "third_party", "not_recorded")
LATER: Mapping[str, Any] = {
    "open_points": [], "open_reason": "", "spoken_at": None, "has_data_clock": False, "result_due_at": None,
    "logo_sha256": "", "large_print": False, "what_changed": "", "mistakes_before": 0,
}  # fmt: skip
"""Facts that letters issued before they were gathered do not hold, with what stands for them there."""


@dataclass(frozen=True)
class Provider:
    """The firm that writes the letter."""

    name: str
    address_lines: tuple[str, ...]
    letterhead_line: str
    """One line under the name: what the firm is, or where it sits."""
    phone: str
    email: str
    registration_line: str
    website: str


@dataclass(frozen=True)
class Addressee:
    """The authorised contact of exactly one client (requirement L1)."""

    name: str
    title: str
    client_name: str
    address_lines: tuple[str, ...]
    salutation: str
    """As printed: `Dear Ms Okafor`."""


@dataclass(frozen=True)
class Person:
    """One of the few people a letter names: who answers, who signs, where to go further."""

    name: str
    title: str
    phone: str = ""
    email: str = ""


@dataclass(frozen=True)
class Milestones:
    """When it started, was found, was contained, was put right; None is "not yet known", never zero."""

    impact_started_at: datetime | None = None
    detected_at: datetime | None = None
    contained_at: datetime | None = None
    resolved_at: datetime | None = None


@dataclass(frozen=True)
class TimelineEntry:
    """One line of the timeline that this client may see."""

    occurred_at: datetime
    kind: str
    text: str


@dataclass(frozen=True)
class CorrectionDone:
    """What has been done already to undo this damage (L11)."""

    text: str
    done_at: datetime


@dataclass(frozen=True)
class ActionLine:
    """What stops a repeat: owner by role, date, and how the client sees the result (L12)."""

    text: str
    owner_role: str
    due_at: datetime | None = None
    done_at: datetime | None = None
    how_you_will_see_it: str = ""
    effective: bool | None = None
    """For the follow-up letter: did it work; None is not known yet."""
    evidence: str = ""
    """For the follow-up letter: what shows it, with the number of opportunities."""


@dataclass(frozen=True)
class PromiseLine:
    """Something we told this client we would do by a date."""

    text: str
    due_at: datetime
    owner_role: str
    state: str = "open"
    """`open`, `kept`, `late`, `broken` or `released`."""
    kept_at: datetime | None = None


@dataclass(frozen=True)
class RemedyLine:
    """What the client gets or is spared: its value to the client, never our cost (L13)."""

    code: str
    text: str
    currency: str
    value_minor: int | None = None
    """None for a remedy that is not money."""
    tax_minor: int = 0
    how: str = ""
    by_when: datetime | None = None
    state: str = "promised"
    """`promised`, `delivered`, `confirmed`, `late` or `declined_by_client`."""


@dataclass(frozen=True)
class EarlierLetter:
    """A letter of ours that this one repeats, follows or corrects (L22)."""

    client_reference: str
    kind: str
    version: int
    dated_at: datetime
    promised: str = ""
    """What that letter promised, as a clause: `two people would check each restore`."""
    why_it_failed: str = ""
    """Whole sentences: why the promised fix did not hold."""


@dataclass(frozen=True)
class OpenPoint:
    """Something that we do not know yet, and when we tell (L10)."""

    text: str
    """As a clause: `whether the backup of May is whole`."""
    tell_by: datetime


@dataclass(frozen=True)
class LetterFacts:
    """Everything one letter may say, for one client about one incident."""

    provider: Provider
    addressee: Addressee
    client_reference: str
    kind: str
    version: int
    dated_at: datetime
    """The letter's date: the moment it was issued, or now while it is a draft."""
    zone: str
    """IANA name of the client's time zone."""
    locale: str
    """The client's locale, for dates and money: `en_GB`."""
    currency: str
    sharing_label: str
    """`For Harbour Foods only`; stands on every page (L26)."""
    subject: str
    act_statement: str
    ours: str
    contact: Person
    signatory: Person
    escalation: Person | None = None
    provisional: bool = False
    """The act statement may still change: we are finding out."""
    severity: str = "S2"
    tax_name: str = "VAT"
    what_stopped: str = ""
    """A noun phrase as the client would say it: `the order system`; empty when nothing stopped."""
    people_affected: int | None = None
    people_total: int | None = None
    from_at: datetime | None = None
    to_at: datetime | None = None
    """None while it goes on."""
    person_minutes: int | None = None
    data_effect: str = "unknown"
    data_note: str = ""
    """Whole sentences on the data: what exactly, and how we know."""
    milestones: Milestones = Milestones()
    client_reported_at: datetime | None = None
    client_notified_at: datetime | None = None
    notice_missed: bool = False
    """The clock of the first notice was missed (L17)."""
    delay_reason: str = ""
    found_by: str = "our_staff"
    timeline: tuple[TimelineEntry, ...] = ()
    contributing_factors: tuple[str, ...] = ()
    corrections_done: tuple[CorrectionDone, ...] = ()
    actions: tuple[ActionLine, ...] = ()
    promises: tuple[PromiseLine, ...] = ()
    remedies: tuple[RemedyLine, ...] = ()
    no_remedy_reason: str = ""
    client_must_do: str = ""
    """Empty is "nothing"."""
    next_update_at: datetime | None = None
    earlier_letters: tuple[EarlierLetter, ...] = ()
    """Letters on a like mistake within 365 days: this is a repeat."""
    mistakes_before: int = 0
    """How many like mistakes there were, told by letter or not."""
    answers: EarlierLetter | None = None
    """The letter that a follow-up follows, a correction corrects, or a further final letter takes the place of."""
    what_was_wrong: str = ""
    what_is_right: str = ""
    what_changed: str = ""
    """How a further final letter differs from the one before it."""
    open_points: tuple[OpenPoint, ...] = ()
    """What nobody knows yet, beside what empty facts say."""
    open_reason: str = ""
    """Why a final letter goes out while something is open."""
    spoken_at: datetime | None = None
    """When the client was first told by voice or in person, or three attempts on two channels were made (L29)."""
    has_data_clock: bool = False
    """A clock for exposed data of persons was begun (L30)."""
    result_due_at: datetime | None = None
    """By when the client is owed whether it worked (L25)."""
    verify_url: str | None = None
    checkpoint: str | None = None
    """The record's checkpoint, small print on the last page."""
    logo_sha256: str = ""
    """The file of our logo as the file store names it; empty for a letterhead without."""
    large_print: bool = False

    @property
    def told_first_by_client(self) -> bool:
        """True when this client reported it before we told them (L6)."""
        reported, told = self.client_reported_at, self.client_notified_at
        return reported is not None and (told is None or reported < told)

    @property
    def heard_late(self) -> bool:
        """True when the letter owes an explanation of the delay (L17)."""
        return self.told_first_by_client or self.notice_missed

    @property
    def minutes(self) -> int | None:
        """Whole minutes between `from_at` and `to_at`; None while either is unknown."""
        return int((self.to_at - self.from_at).total_seconds() // 60) if self.from_at and self.to_at else None

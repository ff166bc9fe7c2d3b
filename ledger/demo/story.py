"""What a story consists of, as plain values: all that the verbs are told, with times as `moments` reads them.

Texts may hold `{day}` and `{3}` for days of the story. People are named by their keys in `people`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Line:
    """One line of the timeline."""

    when: str
    kind: str
    text: str
    who: str = ""
    """Who writes it; the owner where nothing is said."""
    seen: bool = False
    """Whether the clients read it; notices and updates are read anyway."""
    client: str | None = None
    channel: str | None = None
    outcome: str | None = None
    next: str = ""
    """When we promised the next word."""
    reported: bool = False
    """With this contact the client told us."""


@dataclass(frozen=True)
class Deed:
    """One action: what we did or will do, who looked at it, and what shows it."""

    kind: str
    text: str
    by: str
    done: str = ""
    verified: str = ""
    how_seen: str = ""
    evidence: str = ""
    looked_at: str = ""
    """What the second person saw."""
    owner: str = ""
    verifier: str = "tobias"
    sort: str = "procedure"
    ends: str = ""
    """Where it stays or ends early: `proposed`, `funded`, `cancelled`, `handed_over`."""
    times: int = 3
    """How often it has to be put to the test."""


@dataclass(frozen=True)
class Vow:
    """One promise to a client."""

    text: str
    made: str
    by: str
    """A day (`10`) or a moment (`10 12:00`)."""
    kind: str = "other"
    kept: str = ""
    evidence: str = ""
    owner: str = ""
    released: tuple[str, str] | None = None
    """When the client released us, and its words."""
    broken: tuple[str, str] | None = None
    """When we admitted that we would not keep it, and why."""
    moved: tuple[str, str, str] | None = None
    """When its date was moved, to which day, and why."""


@dataclass(frozen=True)
class Gift:
    """One remedy. Amounts are minor units of the client's currency."""

    code: str
    text: str
    how: str
    offered: str
    by: str
    value: int | None = None
    tax: int = 0
    cost: int | None = None
    delivered: str = ""
    evidence: str = ""
    supplier: str = ""
    approver: str = "tobias"
    declined: tuple[str, str] | None = None
    confirmed: tuple[str, str] | None = None
    """When the client said that it has it, and its words."""
    withdrawn: tuple[str, str] | None = None
    """When we took it back, and why."""
    waits: bool = False
    """Proposed and not yet approved."""


@dataclass(frozen=True)
class Reply:
    """What the client answered to a letter, and what we replied."""

    kind: str
    when: str
    words: str = ""
    by: str = ""
    """Who said it, where one of us wrote it down; else the client's own user said it in the portal."""
    proof: str = ""
    reply: str = ""
    replied: str = ""


@dataclass(frozen=True)
class Post:
    """One letter: who writes, approves and signs, the sections that a person wrote anew, and what came of it."""

    kind: str
    drafted: str
    author: str = ""
    approver: str = ""
    signatory: str = ""
    subject: str = ""
    sections: Mapping[str, str] = field(default_factory=dict)
    said: Mapping[str, str] = field(default_factory=dict)
    replies: tuple[Reply, ...] = ()
    ends: str = "issued"
    """How far it has come: `draft`, `in_review`, `issued`."""
    corrects: str = ""
    """Kind of the letter that it corrects."""


@dataclass(frozen=True)
class Touch:
    """What it did to one client, and what that client was told, promised and given."""

    client: str
    statement: str
    affected: int | None = None
    data: str = "none"
    act: str = ""
    """Own act statement, where it differs."""
    delay: str = ""
    must_do: str = ""
    no_remedy: str = ""
    gifts: tuple[Gift, ...] = ()
    vows: tuple[Vow, ...] = ()
    letters: tuple[Post, ...] = ()


@dataclass(frozen=True)
class Story:
    """One incident from its beginning to where it stands now."""

    name: str
    days_ago: int
    severity: str
    title: str
    act: str
    service: str
    family: str
    found_by: str
    owner: str
    touches: tuple[Touch, ...]
    started: str
    aware: str
    filed: str
    known: str
    """When effect and causes were written down."""
    provisional: str = ""
    """The act statement that was filed, where the real one was found later."""
    deputy: str = ""
    filer: str = ""
    contained: str = ""
    resolved: str = ""
    lines: tuple[Line, ...] = ()
    factors: tuple[tuple[str, str], ...] = ()
    """Each cause, and why it was not noticed."""
    deeds: tuple[Deed, ...] = ()

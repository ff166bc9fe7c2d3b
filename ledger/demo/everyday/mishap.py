"""A template of a small mistake: whole sentences with a few gaps such as `<n>` and `<who>`, filled from short lists."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Mishap:
    """One kind of mistake, told so that any client could read it."""

    title: str
    act: str
    statement: str
    service: str
    family: str
    noticed: str
    """How one of us noticed."""
    chased: str
    """How the client told us."""
    notice: str
    restored: str
    factors: tuple[str, ...]
    correction: str
    corrective: str
    how_seen: str
    delay: str
    """Why the client knew before us, where it did."""
    again: str
    """Why the earlier change did not hold, where it happened again."""
    people: tuple[int, int]
    minutes: tuple[int, int]
    """How long it lasted, from and to."""
    gift: tuple[str, str, int, int] | None
    """Code, words and the value (minor units, from and to); none: a reason is given instead."""
    sorry: str = ""
    """What we are sorry for, where "could not use" would not be true."""
    stopped: str = ""
    """What could not be used, where it is not simply the service."""
    held: str = ""
    """How it was contained."""
    data: str = "none"
    note: str = ""
    gaps: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    only: tuple[str, ...] = ()
    """Codes of the clients that it can happen to; all where empty."""


@dataclass(frozen=True)
class NearMiss:
    """Something that was caught before it reached anybody."""

    title: str
    act: str
    service: str
    caught: str
    settled: str
    factor: str
    preventive: str

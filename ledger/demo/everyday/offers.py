"""What is given and promised after a small incident, and how well the promises are kept."""

from ledger.demo.everyday.mishap import Mishap
from ledger.demo.everyday.scene import Scene, clock
from ledger.demo.story import Gift, Vow

_TAX = {"GBP": 20, "EUR": 19}
_FIRST_NOTE = 1_480
"""Number of the first credit note in these two years."""
_KEPT_IN_TIME = (0.74, 0.93)
_SMALL_PROMISES = (
    ("We ring you and ask if everything is as it should be", "callback", 2),
    ("We come by and look at it with you", "visit", 8),
    ("We send you the sheet with both names on it", "other", 6),
    ("We go through your list of such things and tell you what we find", "review", 9),
)
_REASONS = (
    "You lost time and no money, and you asked us for the change rather than for a credit note",
    "It cost you no money, and you asked us to mend the cause rather than to pay",
    "You told us that no money was lost, and that a straight answer was enough",
)


def no_remedy(scene: Scene) -> str:
    """Return why no money is offered."""
    return _REASONS[scene.place % len(_REASONS)]


def gifts(scene: Scene, mishap: Mishap) -> tuple[Gift, ...]:
    """Return the remedy of the template, priced for this client; delivered in time, with few exceptions."""
    if mishap.gift is None:
        return ()
    code, text, least, most = mishap.gift
    value = scene.chance.randrange(least, most + 1, 100)
    work = code in {"RW", "EQ"}
    due = 10 if scene.likely(0.85, 0.95) else 5
    note = _FIRST_NOTE + 5 * scene.place
    return (
        Gift(
            code,
            text,
            "Not billed" if work else f"Credit note {note}, on your next invoice",
            "1 08:10" if not work else "0 17:30",
            f"{due}",
            value,
            0 if work else round(value * _TAX[scene.client.currency] / 100),
            cost=value * 6 // 10 if work else None,
            delivered=clock(16 * 60 + scene.place % 55, 7),
            evidence="Work sheet, signed" if work else f"Credit note {note}",
        ),
    )


def vows(scene: Scene, *, grave: bool) -> tuple[Vow, ...]:
    """Return the promises made on the day after: one for most, two after a grave one."""
    count = 2 if grave else int(scene.chance.random() < 0.62)  # noqa: PLR2004 not every small thing needs one
    start = scene.place % len(_SMALL_PROMISES)
    chosen = [_SMALL_PROMISES[(start + step) % len(_SMALL_PROMISES)] for step in range(count)]
    return tuple(_vow(scene, *one) for one in chosen)


def _vow(scene: Scene, text: str, kind: str, days: int) -> Vow:
    hour = 15 * 60 + scene.place % 59
    made, by = "1 08:30", f"{days + 1}"
    if scene.likely(*_KEPT_IN_TIME):
        return Vow(text, made, by, kind, clock(hour, days), "Note in the ticket")
    if scene.chance.random() < 0.2:  # noqa: PLR2004 few are given up
        return Vow(
            text,
            made,
            by,
            kind,
            broken=(clock(hour, days + 1), "We had promised more than we could do that week, and said so too late"),
        )
    if scene.chance.random() < 0.2:  # noqa: PLR2004 few are let off
        return Vow(text, made, by, kind, released=(clock(hour, days), "“Leave it, all is well”, by phone"))
    return Vow(text, made, by, kind, clock(hour, days + 1 + scene.chance.randint(1, 4)), "Late; said sorry by phone")

"""What an evaluation plan says where nobody wrote another: by cause family, so that filling it takes seconds."""

from dataclasses import dataclass

from ledger.kernel.counting import counted


@dataclass(frozen=True)
class Preset:
    """The parts of a plan that can be offered; a person may change each."""

    evaluation_criteria: str
    measure: str
    window_days: int
    min_opportunities: int


_NEVER = "It does not happen again, and each time it was put to the test it held."

PRESETS: tuple[tuple[tuple[str, ...], Preset], ...] = (
    (
        ("backup", "restore"),
        Preset(
            "Every restore in the window gives back what was asked for, read by the client.",
            "Restores tried, and those that were right",
            90,
            3,
        ),
    ),
    (
        ("certificate", "ran out", "expire", "licence", "domain", "renew"),
        Preset(
            "Nothing ends without a warning that a person has answered.",
            "Warnings sent, and those answered in time",
            90,
            3,
        ),
    ),
    (
        ("change", "update", "version", "trial", "night work", "job"),
        Preset(
            "Every change of this kind in the window is tried first and none has to be taken back.",
            "Changes made, and those taken back",
            60,
            5,
        ),
    ),
    (
        ("account", "access", "let in", "person", "sign", "shut"),
        Preset(
            "Nobody gets in who should not, and nobody is shut out who should get in.",
            "Accounts changed, and those that were wrong",
            60,
            10,
        ),
    ),
    (
        ("invoice", "bill", "charge", "price"),
        Preset(
            "Every invoice in the window is right when it is first sent.", "Invoices sent, and those corrected", 90, 3
        ),
    ),
    (
        ("mail", "telephone", "call", "announcement", "message"),
        Preset(
            "Every message or call in the window arrives where it should.", "Tests made, and those that failed", 60, 5
        ),
    ),
    (
        ("monitor", "alarm", "light", "watched", "noticed"),
        Preset(
            "Every fault in the window is noticed by us before the client does.",
            "Faults, and those we noticed first",
            90,
            3,
        ),
    ),
    (
        ("move", "forgot"),
        Preset(
            "After each move in the window nothing is missing on the first working day.",
            "Moves made, and things found missing",
            90,
            2,
        ),
    ),
)
"""Words of a cause family's name, and the plan that fits it; the first one that fits is offered."""
GENERAL = Preset(_NEVER, "Times it was put to the test, and times it happened again", 60, 5)
SMALL = Preset(_NEVER, "Times it was put to the test, and times it happened again", 30, 2)
"""For S3 and S4: less is at stake."""
MOST_DAYS, MOST_OPPORTUNITIES = 730, 10_000


def preset_for(cause_family: str | None, severity: str) -> Preset:
    """Return the plan that is offered for an action against a cause family (its name; none is not known yet)."""
    name = (cause_family or "").lower()
    for words, preset in PRESETS:
        if any(word in name for word in words):
            return preset
    return SMALL if severity in {"S3", "S4"} else GENERAL


def baseline_words(earlier: int) -> str:
    """Return how it was before, from the number of incidents of the same cause family in the last 365 days."""
    return f"{counted(earlier, 'incident')} of this cause in the 365 days before."

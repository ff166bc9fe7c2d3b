"""How references read: `INC-2026-0042` inside, `HFO-2026-07` to a client."""

INTERNAL = "INC"


def internal_series(year: int) -> str:
    """Return the series of internal references of a year (of filing, in the provider's zone)."""
    return f"{INTERNAL}-{year}"


def client_series(code: str, year: int) -> str:
    """Return the series of a client's references of a year."""
    return f"{code}-{year}"


def written(series: str, number: int) -> str:
    """Return the reference: four digits inside, two to a client; more when the year needs them."""
    digits = 4 if series.startswith(f"{INTERNAL}-") else 2
    return f"{series}-{number:0{digits}d}"

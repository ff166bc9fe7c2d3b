"""How many of something, in words that agree with the number."""


def counted(number: int, noun: str, plural: str = "") -> str:
    """Return `1 letter` or `2,000 letters`; `plural` where it is not the noun with an s."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"

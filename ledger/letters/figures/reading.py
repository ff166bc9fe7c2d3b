"""Reading figures out of plain English: amounts, percentages, days, times with zones, spans, people, counts.

What looks like a figure but is none is passed over: mail and web addresses, telephone numbers, references, ordinals.
"""

import re
from collections.abc import Callable, Iterator
from decimal import Decimal

from ledger.letters.figures.mention import Count, Day, Mention, Money, People, Time, Value
from ledger.letters.figures.number_words import NUMBER, number_of

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?P<month>Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?"
    r"|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\b\.?"
)
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_WEEKDAY = r"(?:(?P<weekday>Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,?\s+(?:the\s+)?)?"
_YEAR = r"(?:,?\s+(?P<year>(?:19|20)\d{2})\b)?"
_PEOPLE = r"(?:people|staff|users?|employees|colleagues|persons?)"
_SIGNS = {"£": "GBP", "€": "EUR", "$": "", "US$": "USD", "¥": "JPY", "JP¥": "JPY"}
_NO_MINOR = frozenset({"JPY", "KRW", "ISK", "CLP"})
_AMOUNT = r"\d{1,3}(?:[,.\u00a0\u202f ]\d{3})+(?:[.,]\d{2})?|\d{1,9}(?:[.,]\d{1,2})?"
_ABOUT = re.compile(
    r"\b(?:about|around|nearly|almost|roughly|over|(?:more|less|fewer) than|at (?:least|most)|up to|some|within)\s+$",
    re.IGNORECASE,
)
_UNITS = {"minute": 1, "min": 1, "hour": 60, "day": 1440, "week": 10_080}
_PARTS = tuple(
    rf"(?P<n{part}>\d{{1,4}}\.\d|{NUMBER}(?: and a half)?|half an?|an?)\s+(?P<u{part}>minute|min|hour|day|week)s?"
    for part in (1, 2, 3)
)

_NO_FIGURE = re.compile(
    r"\S{1,100}@\S{1,100}|https?://\S{1,300}"
    r"|(?<![\w£€$])(?:\+\d|0\d)[\d ()/-]{6,20}\d"
    r"|\b[A-Z]{2,8}-\d{4}-\d+\b|\b(?!UTC)[A-Z]{1,8}-?\d[\w-]*\b"
    r"|\b(?:version|credit note|invoice|ticket|room|step|no\.|number|note|page|floor|part|level|windows|server|office)"
    r"\s+(?:no\.?\s*)?\d[\w/-]*"
    r"|(?<!\bthe )\b\d+(?:st|nd|rd|th)\b(?!\s+(?:of\s+)?(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec))"
    r"|\b\d+(?:\.\d+){2,}\b",
    re.IGNORECASE,
)

_FORMS: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "money",
        re.compile(
            rf"(?P<sign>US\$|JP¥|[£€$¥])\s?(?P<amount>{_AMOUNT})(?!\d)|(?<![\w.,])(?P<amount2>{_AMOUNT})\s?"
            r"(?P<code>€|GBP|EUR|USD|CHF|PLN|JPY|(?:pounds?|euros?|dollars?)\b)|\b(?P<code3>GBP|EUR|USD|CHF|PLN)\s"
            rf"(?P<amount3>{_AMOUNT})(?!\d)"
        ),
    ),
    ("percent", re.compile(r"(?<![\w.,])(?P<n>\d{1,3}(?:[.,]\d{1,2})?)\s?(?:%|per ?cent\b)")),
    ("day", re.compile(r"\b(?P<iso>\d{4}-\d{2}-\d{2})\b")),
    ("day", re.compile(rf"\b{_WEEKDAY}(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTH}{_YEAR}", re.IGNORECASE)),
    ("day", re.compile(rf"\b{_WEEKDAY}{_MONTH}\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\b(?!:){_YEAR}", re.IGNORECASE)),
    ("day", re.compile(r"\b(?:on|by|since|until|of) the (?P<day>[1-9]|[12]\d|3[01])(?:st|nd|rd|th)\b(?!\s+\w)")),
    ("day", re.compile(rf"\b(?:in|since|during|until) (?P<late>late |early |mid-)?{_MONTH}(?!\s+\d{{1,2}}\b){_YEAR}")),
    (
        "time",
        re.compile(
            r"(?<![\d.,:])(?P<hour>[01]?\d|2[0-3])(?::|\.)(?P<minute>[0-5]\d)(?::[0-5]\d)?(?![\d.]*\d|\s?%)"
            r"(?:\s?(?P<half>[ap]\.?m\b\.?|[AP]M\b))?(?:\s(?P<mark>UTC[+-]\d\d:\d\d|(?!AM\b|PM\b)[A-Z]{3,5}\b))?"
        ),
    ),
    (
        "time",
        re.compile(
            r"(?<![\d.,:])(?P<hour>1[0-2]|[1-9])\s?(?P<half>[ap]\.?m\b\.?)(?P<minute>)(?P<mark>)", re.IGNORECASE
        ),
    ),
    (
        "span",
        re.compile(
            rf"\b{_PARTS[0]}(?P<more>\s+and\s+a\s+half\b)?(?:,?\s+(?:and\s+)?{_PARTS[1]})?(?:,?\s+(?:and\s+)?{_PARTS[2]})?\b",
            re.IGNORECASE,
        ),
    ),
    (
        "people",
        re.compile(
            rf"\b(?P<n>{NUMBER})\s+(?:of|out of)\s+(?:all\s+)?(?:your|the)\s+(?:(?P<m>{NUMBER})\s+)?{_PEOPLE}\b"
            rf"|\b(?P<all>(?:all\s+(?:of\s+)?)?your)\s+(?P<m2>{NUMBER})\s+{_PEOPLE}\b"
            rf"|\ball\s+(?P<m3>{NUMBER})\s+of\s+your\s+{_PEOPLE}\b",
            re.IGNORECASE,
        ),
    ),
    (
        "count",
        re.compile(rf"(?<![\w.,:/-])(?P<n>{NUMBER})(?![\w:%/-]|[.,]\d)(?:\s+(?P<noun>[a-z]\w+))?", re.IGNORECASE),
    ),
)  # fmt: skip


def figures_in(text: str) -> list[Mention]:
    """Return the figures of a plain text in the order in which they stand; each character belongs to one at most."""
    taken = bytearray(len(text))
    for found in _NO_FIGURE.finditer(text):
        _take(taken, found)
    mentions = [one for kind, pattern in _FORMS for one in _read(kind, pattern, text, taken)]
    return sorted(mentions, key=lambda one: one.start)


def _read(kind: str, pattern: re.Pattern[str], text: str, taken: bytearray) -> Iterator[Mention]:
    for found in pattern.finditer(text):
        if any(taken[found.start() : found.end()]):
            continue
        value = _VALUES[kind](found)
        if value is None:
            continue
        _take(taken, found)
        words = found[0].rstrip()
        before = text[max(0, found.start() - 12) : found.start()]
        end = found.start() + len(words)
        yield Mention(kind, value, found.start(), end, words, is_about=_ABOUT.search(before) is not None)


def _take(taken: bytearray, found: re.Match[str]) -> None:
    taken[found.start() : found.end()] = b"\x01" * (found.end() - found.start())


def _money(found: re.Match[str]) -> Value | None:
    written = found["amount"] or found["amount2"] or found["amount3"]
    code = found["code"] or found["code3"] or ""
    names = {"pound": "GBP", "euro": "EUR", "dollar": ""}
    currency = _SIGNS[found["sign"]] if found["sign"] else _SIGNS.get(code, names.get(code.rstrip("s"), code))
    whole, cents = _parts(written)
    return Money(whole if currency in _NO_MINOR else whole * 100 + cents, currency)


def _parts(written: str) -> tuple[int, int]:
    """Return whole units and hundredths of `3,680.00`, `3.680,00`, `3 680` or `412.5`."""
    tail = re.search(r"[.,](\d{1,2})$", written)
    whole = re.sub(r"\D", "", written[: tail.start()] if tail else written)
    return int(whole), int(tail[1].ljust(2, "0")) if tail else 0


def _percent(found: re.Match[str]) -> Value | None:
    return int(Decimal(found["n"].replace(",", ".")) * 100)


def _day(found: re.Match[str]) -> Value | None:
    said = found.groupdict()
    if said.get("iso"):
        year, month, day = (int(part) for part in said["iso"].split("-"))
        return Day(month, day, year) if 1 <= month <= len(_MONTHS) else None
    month = _MONTHS.index(said["month"][:3].lower()) + 1 if said.get("month") else 0
    weekday = said.get("weekday")
    which = next((n for n, name in enumerate(_WEEKDAYS) if weekday and name.startswith(weekday.lower())), None)
    day = int(said.get("day") or 0)
    of_year = int(said["year"]) if said.get("year") else None
    return Day(month, day, of_year, which) if (day or month) and day <= 31 else None  # noqa: PLR2004 the longest month


def _time(found: re.Match[str]) -> Value | None:
    hour, half = int(found["hour"]), (found["half"] or "").lower()
    if half:
        hour = hour % 12 + (12 if half.startswith("p") else 0)
    return Time(hour, int(found["minute"] or 0), found["mark"] or "")


def _span(found: re.Match[str]) -> Value | None:
    pairs = [(found[f"n{part}"], found[f"u{part}"]) for part in (1, 2, 3) if found[f"n{part}"]]
    more = _UNITS[found["u1"].lower()] // 2 if found["more"] else 0
    return more + sum(round(_many(n.lower()) * _UNITS[u.lower()]) for n, u in pairs)


def _many(words: str) -> float:
    if words.startswith("half"):
        return 0.5
    if words in {"a", "an"}:
        return 1
    whole, half, _ = words.partition(" and a half")
    return float(words) if "." in words else number_of(whole) + (0.5 if half else 0)


def _people(found: re.Match[str]) -> Value | None:
    total = found["m"] or found["m2"] or found["m3"]
    everybody = found["m3"] or (found["all"] or "").lower().startswith("all")
    affected = found["n"] or (total if everybody else None)
    return People(number_of(affected) if affected else None, number_of(total) if total else None)


def _count(found: re.Match[str]) -> Value | None:
    if found["n"].lower() == "one":
        return None
    return Count(number_of(found["n"]), singular((found["noun"] or "").lower()))


def singular(noun: str) -> str:
    """Return a noun's singular, well enough to see that `invoices` and `invoice` are one."""
    if noun.endswith("ies") and len(noun) > 4:  # noqa: PLR2004 "ties" keeps its e
        return f"{noun[:-3]}y"
    if noun.endswith(("sses", "shes", "ches", "xes")):
        return noun[:-2]
    return noun[:-1] if noun.endswith("s") and not noun.endswith("ss") else noun


_VALUES: dict[str, Callable[[re.Match[str]], Value | None]] = {
    "money": _money,
    "percent": _percent,
    "day": _day,
    "time": _time,
    "span": _span,
    "people": _people,
    "count": _count,
}

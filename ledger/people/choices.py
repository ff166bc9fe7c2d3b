"""What may be chosen for a provider: zones, currencies, countries, ways of writing; and whether the choices fit."""

import re
from collections.abc import Mapping
from datetime import time
from functools import lru_cache

import holidays
from babel import Locale
from babel.localedata import locale_identifiers

from ledger.kernel.clock import zone_names
from ledger.kernel.money import currencies

_LANGUAGE_AND_COUNTRY = re.compile(r"[a-z]{2}_[A-Z]{2}")
_COUNTRY = re.compile(r"[A-Z]{2}")
_NOT_COUNTRIES = frozenset({"EU", "EZ", "UN", "QO", "XA", "XB", "ZZ"})
Choices = tuple[tuple[str, str], ...]


@lru_cache(maxsize=1)
def countries() -> Choices:
    """Return (ISO 3166-1 alpha-2 code, English name) of all countries by name."""
    named = Locale("en", "GB").territories
    return tuple(
        sorted(
            ((code, name) for code, name in named.items() if _COUNTRY.fullmatch(code) and code not in _NOT_COUNTRIES),
            key=lambda pair: pair[1],
        )
    )


@lru_cache(maxsize=1)
def locales() -> Choices:
    """Return (code, English name) of the ways of writing numbers and dates, by name."""
    codes = (code for code in locale_identifiers() if _LANGUAGE_AND_COUNTRY.fullmatch(code))
    return tuple(
        sorted(((code, Locale.parse(code).get_display_name("en") or code) for code in codes), key=lambda p: p[1])
    )


@lru_cache(maxsize=1)
def named_currencies() -> Choices:
    """Return (ISO 4217 code, code and English name) of all current currencies."""
    named = Locale("en", "GB").currencies
    return tuple((code, f"{code}: {named.get(code, code)}") for code in currencies())


@lru_cache(maxsize=1)
def zones() -> Choices:
    """Return (name, name as people read it) of all zones."""
    return tuple((name, name.replace("_", " ")) for name in zone_names())


def faults(fields: Mapping[str, str]) -> dict[str, str]:
    """Return what does not fit in a provider's settings, field to sentence; empty where all is well."""
    known = {"zone": zones(), "currency": named_currencies(), "country": countries(), "locale": locales()}
    found = {
        name: "Choose one of the list."
        for name, choices in known.items()
        if name in fields and fields[name] not in dict(choices)
    }
    opens, closes = _clock(fields.get("opens", "09:00")), _clock(fields.get("closes", "17:30"))
    for name, value in (("opens", opens), ("closes", closes)):
        if value is None:
            found[name] = "Write a time of day such as 09:00."
    if opens and closes and closes <= opens:
        found["closes"] = "The working day closes after it opens."
    part = fields.get("subdivision", "")
    if (
        part
        and "country" not in found
        and part not in holidays.list_supported_countries().get(fields.get("country", ""), [])
    ):
        found["subdivision"] = "This part of the country has no calendar of its own; leave it empty."
    return found


def _clock(text: str) -> time | None:
    try:
        return time.fromisoformat(text) if re.fullmatch(r"\d\d:\d\d", text) else None
    except ValueError:
        return None

"""The provider's settings: what may be chosen, and two editors."""

from typing import Any

import pytest

from ledger.kernel.errors import Conflict, Invalid, Refused, Stale
from ledger.people.actor import SYSTEM
from ledger.people.choices import countries, faults, locales, named_currencies, zones
from ledger.people.operations.setting_up import save_provider
from ledger.people.queries import provider
from ledger.work import Ledger
from tests.factories import PROVIDER, a_provider, an_actor


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("zone", "Mars/Olympus"), ("currency", "XXX"), ("country", "ZZ"), ("locale", "en_XX"), ("opens", "9 o'clock"),
        ("opens", "25:00"), ("closes", "08:00"), ("subdivision", "BY"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_refused_at_its_field(field: str, value: str) -> None:
    settings = PROVIDER | {"opens": "09:00", "closes": "17:30", "subdivision": "ENG"}
    assert faults(settings) == {}
    assert list(faults(settings | {field: value})) == [field]


def test_lists_hold_what_people_look_for() -> None:
    assert dict(countries())["GB"] == "United Kingdom"
    assert "EU" not in dict(countries())
    assert dict(named_currencies())["EUR"] == "EUR: Euro"
    assert "Europe/London" in dict(zones())
    assert dict(locales())["en_GB"] == "English (United Kingdom)"


def test_settings_are_saved_by_an_administrator_with_the_version_seen(ledger: Ledger) -> None:
    a_provider(ledger)
    admin = an_actor(ledger, "admin")
    renamed: dict[str, Any] = PROVIDER | {"name": "Tidewater"}
    ledger.do(save_provider, admin, 1, **renamed)
    with pytest.raises(Stale):
        ledger.do(save_provider, admin, 1, **renamed)
    with pytest.raises(Conflict):
        ledger.do(save_provider, admin, **renamed)
    with pytest.raises(Refused):
        ledger.do(save_provider, an_actor(ledger), 2, **renamed)
    with pytest.raises(Invalid):
        ledger.do(save_provider, SYSTEM, 2, **(renamed | {"zone": "Mars/Olympus"}))
    with ledger.database.read() as session:
        assert (provider(session).name, provider(session).version) == ("Tidewater", 2)

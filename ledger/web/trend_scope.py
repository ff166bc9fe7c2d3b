"""What a trend view is asked for, as the measures take it: on the leadership page and over the API alike."""

from collections.abc import Mapping
from typing import Any

from ledger.kernel.clock import now
from ledger.trends.scope import Scope
from ledger.web.session import provider_zone


def scope_of(said: Mapping[str, Any]) -> Scope:
    """Return the scope that a loaded `TrendView` means now; its months are those of the provider's zone."""
    narrowed = {name: said.get(name) for name in ("client", "service", "severity")}
    return Scope(now(), provider_zone(), int(said["months"]), **narrowed)

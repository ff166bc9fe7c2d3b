"""Severities: how grave a mistake was for whom it touched, from S1 down to S4, which nobody felt (`product.md`)."""

from typing import Literal

Severity = Literal["S1", "S2", "S3", "S4"]
GRAVE: frozenset[Severity] = frozenset({"S1", "S2"})
"""What more is asked of: a plan, a second person, a cause that is removed, an answer to where else."""
NEAR_MISS: Severity = "S4"
"""No letter, no clocks."""

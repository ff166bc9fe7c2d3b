"""The acting person, as plain values: what operations and reads are given instead of a row of the user table."""

from dataclasses import dataclass

ROLES = ("service_manager", "leadership", "admin", "auditor", "client")
STAFF = ("service_manager", "leadership", "admin", "auditor")


@dataclass(frozen=True)
class Actor:
    """Somebody who is signed in, or the program itself (`system`)."""

    user_id: str
    name: str
    role: str
    title: str = ""
    client_id: str | None = None
    """For a client's user: the one client whose visible part may be read."""
    signs_up_to: str | None = None
    """The gravest severity this person signs letters for: `S1`, `S2`, `S3`, or none."""
    zone: str = "UTC"

    @property
    def is_staff(self) -> bool:
        """Whether this is one of the provider's own people."""
        return self.role in STAFF


SYSTEM = Actor(user_id="system", name="Amends", role="system", title="the program itself")
"""Who acts in `amends init`, `amends import` and the worker."""

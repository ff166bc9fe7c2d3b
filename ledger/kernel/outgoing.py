"""Calling an address outside: resolved once, refused where it leads inside, no redirects, short patience."""

import http.client
import ipaddress
import socket
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

SECONDS = 5
"""How long connecting, and each wait for an answer, may take."""
MOST = 2048
"""Bytes of an answer that are read; none of them is kept."""
_TRANSLATED = ipaddress.IPv6Network("64:ff9b::/96")
"""Addresses that a gateway translates to the IPv4 address in their last 32 bits (RFC 6052)."""


@dataclass(frozen=True)
class Outcome:
    """What came of a call: the status of the answer, or the kind of fault where there was none."""

    status: int | None
    fault: str = ""

    @property
    def worked(self) -> bool:
        """Whether the other side took it."""
        return self.status is not None and 200 <= self.status < 300  # noqa: PLR2004 the range of success

    @property
    def words(self) -> str:
        """What is kept of it."""
        return f"answered {self.status}" if self.status is not None else self.fault


def post(url: str, body: bytes, headers: Mapping[str, str], *, allow_private: bool = False) -> Outcome:
    """POST `body` to an https address and return what came of it; never raises for what the other side does.

    The name is resolved once and the connection goes to that very address, which has to be a public one unless
    `allow_private`: a name that leads inside, or changes its mind between two look-ups, reaches nothing of ours.
    """
    try:
        parts = urlsplit(url)
        host, is_secure = parts.hostname or "", parts.scheme == "https"
        if not is_secure and not (allow_private and parts.scheme == "http"):
            return Outcome(None, "refused: not https")
        port = parts.port or (443 if is_secure else 80)
        place = _place(host, port, allow_private=allow_private)
        if place is None:
            return Outcome(None, "refused: the address lies inside")
        path = f"{parts.path or '/'}{'?' * bool(parts.query)}{parts.query}"
        return _posted(_Pinned(host, port, place, is_secure=is_secure), path, body, headers)
    except (OSError, ValueError, http.client.HTTPException) as fault:
        # The fault's own words can quote the address; its kind is enough to act on.
        return Outcome(None, type(fault).__name__)


def lies_inside(host: str) -> bool:
    """Return whether a host says by itself that it lies inside, without looking its name up."""
    try:
        return not _is_public(host)
    except ValueError:
        return host.rstrip(".").lower().endswith("localhost")


def _place(host: str, port: int, *, allow_private: bool) -> str | None:
    """Return the address to connect to, none where any address of that name is not a public one."""
    found = [str(info[4][0]) for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    if allow_private:
        return found[0]
    return found[0] if found and all(_is_public(one) for one in found) else None


def _is_public(address: str) -> bool:
    place = ipaddress.ip_address(address.partition("%")[0])
    inner = getattr(place, "ipv4_mapped", None) or getattr(place, "sixtofour", None)
    if place in _TRANSLATED:
        inner = ipaddress.IPv4Address(int(place) & 0xFFFFFFFF)
    return place.is_global and not place.is_multicast and (inner is None or inner.is_global)


class _Pinned(http.client.HTTPConnection):
    """A connection to `host` that goes to one address of it, and checks the certificate for the name."""

    def __init__(self, host: str, port: int, place: str, *, is_secure: bool) -> None:
        super().__init__(host, port, timeout=SECONDS)
        self._place, self._is_secure = place, is_secure

    def connect(self) -> None:
        """Connect to the address that was looked at."""
        plain = socket.create_connection((self._place, self.port), self.timeout)
        if not self._is_secure:
            self.sock = plain
            return
        try:
            self.sock = ssl.create_default_context().wrap_socket(plain, server_hostname=self.host)
        except BaseException:
            plain.close()
            raise


def _posted(connection: _Pinned, path: str, body: bytes, headers: Mapping[str, str]) -> Outcome:
    try:
        connection.request("POST", path, body, {"Content-Type": "application/json", "User-Agent": "Amends", **headers})
        answer = connection.getresponse()
        answer.read(MOST)
        return Outcome(answer.status)
    finally:
        connection.close()

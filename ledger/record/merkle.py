"""The Merkle tree of RFC 6962, kept as the peaks of its complete subtrees: appending needs no other node."""

import hashlib
from collections.abc import Iterable, Sequence
from typing import NamedTuple


class Node(NamedTuple):
    """The hash over 2^level leaves that begin at leaf place * 2^level."""

    level: int
    place: int
    hash: bytes


HASH = 32
"""Bytes of a SHA-256."""


def leaf_hash(body: bytes) -> bytes:
    """Return SHA-256(0x00 || body), 32 bytes (RFC 6962 section 2.1)."""
    return hashlib.sha256(b"\x00" + body).digest()


def leaf_hashes(bodies: Iterable[bytes]) -> list[bytes]:
    """Return `leaf_hash` of each body, without a call for each: there may be millions."""
    sha256 = hashlib.sha256
    return [sha256(b"\x00" + body).digest() for body in bodies]


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return SHA-256(0x01 || left || right), 32 bytes (RFC 6962 section 2.1)."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def grown(peaks: Sequence[bytes], size: int, leaf: bytes) -> tuple[bytes, ...]:
    """Return the peaks, largest subtree first, after `leaf` is appended to a tree of `size` leaves."""
    done = completed(peaks, size, leaf)
    return (*peaks[: len(peaks) - len(done)], done[-1].hash if done else leaf)


def completed(peaks: Sequence[bytes], size: int, leaf: bytes) -> list[Node]:
    """Return the subtrees that `leaf` completes when it is appended to a tree of `size` leaves, smallest first."""
    nodes: list[Node] = []
    found, left = leaf, list(peaks)
    while size >> len(nodes) & 1:
        found = node_hash(left.pop(), found)
        level = len(nodes) + 1
        nodes.append(Node(level, size >> level, found))
    return nodes


def grown_by(peaks: Sequence[bytes], size: int, leaves: Sequence[bytes]) -> list[bytes]:
    """Return the peaks after appending `leaves` to `size` leaves, as `grown` does one by one, level by level."""
    left, nodes, at = list(peaks), list(leaves), size
    lone: list[bytes] = []
    sha256 = hashlib.sha256
    while nodes:
        if at & 1:
            nodes.insert(0, left.pop())
        if len(nodes) & 1:
            lone.append(nodes.pop())
        pairs = zip(nodes[::2], nodes[1::2], strict=True)
        nodes = [sha256(b"\x01" + one + other).digest() for one, other in pairs]
        at >>= 1
    return left + lone[::-1]


def peaks_in(kept: bytes) -> list[bytes]:
    """Return the peaks that a head keeps one after the other."""
    return [kept[at : at + HASH] for at in range(0, len(kept), HASH)]


def root(peaks: Sequence[bytes]) -> bytes:
    """Return the tree's root from its peaks; the empty tree's is SHA-256 of nothing."""
    if not peaks:
        return hashlib.sha256().digest()
    result = peaks[-1]
    for peak in reversed(peaks[:-1]):
        result = node_hash(peak, result)
    return result

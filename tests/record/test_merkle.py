"""The tree of RFC 6962: peaks give the same root as the definition, and as published logs."""

import base64
import hashlib
import json
from collections.abc import Sequence
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from ledger.record.merkle import grown, grown_by, leaf_hash, node_hash, root


def defined_root(leaves: Sequence[bytes]) -> bytes:
    """Compute the root as RFC 6962 section 2.1 writes it down."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return leaf_hash(leaves[0])
    split = 1 << (len(leaves) - 1).bit_length() - 1
    return node_hash(defined_root(leaves[:split]), defined_root(leaves[split:]))


@given(st.lists(st.binary(max_size=8), max_size=70))
def test_peaks_give_the_defined_root(leaves: list[bytes]) -> None:
    peaks: tuple[bytes, ...] = ()
    for size, leaf in enumerate(leaves):
        peaks = grown(peaks, size, leaf_hash(leaf))
    assert root(peaks) == defined_root(leaves)
    assert len(peaks) == len(leaves).bit_count()


def test_the_published_hashes_agree(vectors: Path) -> None:
    told = json.loads((vectors / "small" / "vectors.json").read_text(encoding="utf-8"))["rfc6962_hasher"]
    assert root(()).hex() == told["empty_root"]
    assert leaf_hash(b"").hex() == told["empty_leaf"]
    assert leaf_hash(b"L123456").hex() == told["leaf_L123456"]
    assert node_hash(b"N123", b"N456").hex() == told["node_N123_N456"]


def test_a_published_log_has_our_root_at_every_size(vectors: Path) -> None:
    log = vectors / "tessera-testdata" / "testdata" / "log"
    bundle = next(path for path in (log / "tile" / "entries").rglob("*") if path.is_file() and path.name.endswith("15"))
    entries, content = [], bundle.read_bytes()
    while content:
        length = int.from_bytes(content[:2])
        entries.append(content[2 : 2 + length])
        content = content[2 + length :]
    peaks: tuple[bytes, ...] = ()
    for size in range(1, 16):
        peaks = grown(peaks, size - 1, leaf_hash(entries[size - 1]))
        lines = (log / f"checkpoint.{size}").read_text(encoding="utf-8").splitlines()
        assert int(lines[1]) == size
        assert root(peaks) == base64.b64decode(lines[2])


@given(st.integers(0, 70), st.lists(st.integers(0, 40), max_size=5))
def test_growing_by_many_is_growing_by_one_many_times(first: int, parts: list[int]) -> None:
    leaves = [leaf_hash(b"%d" % number) for number in range(first + sum(parts))]
    peaks: tuple[bytes, ...] = ()
    for size, leaf in enumerate(leaves):
        peaks = grown(peaks, size, leaf)
    found, size = grown_by([], 0, leaves[:first]), first
    for part in parts:
        found, size = grown_by(found, size, leaves[size : size + part]), size + part
    assert found == list(peaks)

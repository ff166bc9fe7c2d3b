"""Proofs of RFC 6962: that a leaf stands in a tree, and that one tree grew out of another. Small own code.

A tree is read through `hash_of(level, index)`: the hash of the complete subtree of 2^level leaves that begins at leaf
index * 2^level. Stored nodes answer it at once; without them it can be computed from the leaves.
"""

from collections.abc import Callable, Iterator, Sequence

from ledger.record.merkle import HASH, node_hash

HashOf = Callable[[int, int], bytes]


class BadProof(ValueError):
    """The proof does not hold; the sentence says how."""


def subtree_root(hash_of: HashOf, begin: int, end: int) -> bytes:
    """Return the hash of leaves begin..end-1; `begin` is a multiple of the largest power of two below the length."""
    size = end - begin
    if size & (size - 1) == 0:
        return hash_of(size.bit_length() - 1, begin // size)
    split = begin + _split(size)
    return node_hash(subtree_root(hash_of, begin, split), subtree_root(hash_of, split, end))


def inclusion_proof(hash_of: HashOf, index: int, size: int) -> tuple[bytes, ...]:
    """Return the audit path of leaf `index` in the tree of `size` leaves (RFC 6962 section 2.1.1), nearest first."""
    if not 0 <= index < size:
        fault = f"leaf {index} is not in a tree of {size}"
        raise BadProof(fault)
    begin, end = 0, size
    path = []
    while end - begin > 1:
        split = begin + _split(end - begin)
        if index < split:
            path.append(subtree_root(hash_of, split, end))
            end = split
        else:
            path.append(subtree_root(hash_of, begin, split))
            begin = split
    return tuple(reversed(path))


def consistency_proof(hash_of: HashOf, older: int, newer: int) -> tuple[bytes, ...]:
    """Return the proof that the tree of `older` leaves is a prefix of that of `newer` (RFC 6962 section 2.1.2)."""
    if not 0 < older <= newer:
        fault = f"a tree of {older} leaves is not older than one of {newer}"
        raise BadProof(fault)
    return () if older == newer else tuple(_consistency(hash_of, older, 0, newer, is_whole=True))


def _consistency(hash_of: HashOf, older: int, begin: int, end: int, *, is_whole: bool) -> Iterator[bytes]:
    if older == end:
        if not is_whole:
            yield subtree_root(hash_of, begin, end)
        return
    split = begin + _split(end - begin)
    if older <= split:
        yield from _consistency(hash_of, older, begin, split, is_whole=is_whole)
        yield subtree_root(hash_of, split, end)
    else:
        yield from _consistency(hash_of, older, split, end, is_whole=False)
        yield subtree_root(hash_of, begin, split)


def root_of_inclusion(index: int, size: int, leaf: bytes, proof: Sequence[bytes]) -> bytes:
    """Return the root that the proof leads to (RFC 9162 section 2.1.3.2); raise `BadProof` for a wrong shape."""
    if not 0 <= index < size:
        fault = f"leaf {index} is not in a tree of {size}"
        raise BadProof(fault)
    if len(leaf) != HASH:
        fault = "a leaf's hash has 32 bytes"
        raise BadProof(fault)
    fn, sn, result = index, size - 1, leaf
    for part in proof:
        if sn == 0:
            fault = "the proof is too long"
            raise BadProof(fault)
        if fn & 1 or fn == sn:
            result = node_hash(part, result)
            while fn and not fn & 1:
                fn, sn = fn >> 1, sn >> 1
        else:
            result = node_hash(result, part)
        fn, sn = fn >> 1, sn >> 1
    if sn:
        fault = "the proof is too short"
        raise BadProof(fault)
    return result


def check_inclusion(index: int, size: int, leaf: bytes, proof: Sequence[bytes], root: bytes) -> None:
    """Raise `BadProof` unless the proof shows `leaf` at `index` in the tree of `size` leaves with `root`."""
    if root_of_inclusion(index, size, leaf, proof) != root:
        fault = "the entry does not stand in the log with this root"
        raise BadProof(fault)


def check_consistency(older: int, newer: int, older_root: bytes, newer_root: bytes, proof: Sequence[bytes]) -> None:
    """Raise `BadProof` unless the tree of `newer` leaves begins with that of `older` (RFC 9162 section 2.1.4.2)."""
    if not 0 < older <= newer:
        fault = "the older tree is larger than the newer one, or empty: an empty log proves nothing"
        raise BadProof(fault)
    if older == newer:
        if older_root != newer_root:
            fault = "two trees of one size differ"
            raise BadProof(fault)
        if proof:
            fault = "the proof is too long"
            raise BadProof(fault)
        return
    path = [older_root, *proof] if older & (older - 1) == 0 else list(proof)
    if not path:
        fault = "the proof is too short"
        raise BadProof(fault)
    if _both_roots(older, newer, path) != (older_root, newer_root):
        fault = "the newer log does not begin with the older one: entries were changed or removed"
        raise BadProof(fault)


def _both_roots(older: int, newer: int, path: Sequence[bytes]) -> tuple[bytes, bytes]:
    fn, sn = older - 1, newer - 1
    while fn & 1:
        fn, sn = fn >> 1, sn >> 1
    first = second = path[0]
    for part in path[1:]:
        if sn == 0:
            fault = "the proof is too long"
            raise BadProof(fault)
        if fn & 1 or fn == sn:
            first, second = node_hash(part, first), node_hash(part, second)
            while fn and not fn & 1:
                fn, sn = fn >> 1, sn >> 1
        else:
            second = node_hash(second, part)
        fn, sn = fn >> 1, sn >> 1
    if sn:
        fault = "the proof is too short"
        raise BadProof(fault)
    return first, second


def _split(size: int) -> int:
    """Return the largest power of two smaller than `size`."""
    return 1 << (size - 1).bit_length() - 1

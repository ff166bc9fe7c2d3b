"""Inclusion and consistency proofs: made and checked by us, and checked against published cases."""

import base64
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.record.merkle import grown, leaf_hash, root
from ledger.record.proofs import BadProof, check_consistency, check_inclusion, consistency_proof, inclusion_proof
from tests.record.test_merkle import defined_root


def _tree(leaves: Sequence[bytes]) -> Any:
    def hash_of(level: int, index: int) -> bytes:
        return defined_root(leaves[index << level : (index + 1) << level])

    return hash_of


@given(st.integers(1, 40), st.data())
def test_what_we_prove_holds_and_nothing_else(size: int, data: st.DataObject) -> None:
    leaves = [bytes([number]) for number in range(size)]
    index = data.draw(st.integers(0, size - 1))
    whole = defined_root(leaves)
    proof = inclusion_proof(_tree(leaves), index, size)
    check_inclusion(index, size, leaf_hash(leaves[index]), proof, whole)
    with pytest.raises(BadProof):
        check_inclusion(index, size, leaf_hash(b"another"), proof, whole)
    older = data.draw(st.integers(1, size))
    grown_out = consistency_proof(_tree(leaves), older, size)
    check_consistency(older, size, defined_root(leaves[:older]), whole, grown_out)
    with pytest.raises(BadProof):
        check_consistency(older, size, defined_root([b"x", *leaves[1:older]]), whole, grown_out)


def _decoded(case: dict[str, Any], *names: str) -> list[bytes]:
    return [base64.b64decode(case[name] or "") for name in names]


def _cases(vectors: Path, kind: str) -> list[tuple[str, dict[str, Any]]]:
    folder = vectors / "rfc6962-transparency-dev-merkle" / "testdata" / kind
    return [(str(path), json.loads(path.read_text(encoding="utf-8"))) for path in sorted(folder.rglob("*.json"))]


def test_published_inclusion_cases_are_judged_alike(vectors: Path) -> None:
    cases = _cases(vectors, "inclusion")
    for name, case in cases:
        whole, leaf = _decoded(case, "root", "leafHash")
        proof = [base64.b64decode(part) for part in case["proof"] or []]
        try:
            check_inclusion(case["leafIdx"], case["treeSize"], leaf, proof, whole)
            is_refused = False
        except BadProof:
            is_refused = True
        assert is_refused == case["wantErr"], name
    assert len(cases) == 98


def test_published_consistency_cases_are_judged_alike(vectors: Path) -> None:
    cases = _cases(vectors, "consistency")
    for name, case in cases:
        first, second = _decoded(case, "root1", "root2")
        proof = [base64.b64decode(part) for part in case["proof"] or []]
        try:
            check_consistency(case["size1"], case["size2"], first, second, proof)
            is_refused = False
        except BadProof:
            is_refused = True
        assert is_refused == case["wantErr"], name
    assert len(cases) == 98


def test_peaks_and_proofs_speak_of_the_same_tree() -> None:
    leaves = [bytes([number]) for number in range(21)]
    peaks: tuple[bytes, ...] = ()
    for size, leaf in enumerate(leaves):
        peaks = grown(peaks, size, leaf_hash(leaf))
        check_inclusion(
            0, size + 1, leaf_hash(leaves[0]), inclusion_proof(_tree(leaves[: size + 1]), 0, size + 1), root(peaks)
        )

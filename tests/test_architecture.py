"""The shape of the house: contracts are kept, files and functions stay small, nothing stands for unfinished work."""

import ast
import re
import statistics
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "ledger"


def _sources() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


def _functions() -> Iterator[tuple[str, int]]:
    for path in _sources():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                body = node.body[1:] if ast.get_docstring(node) else node.body
                lines = (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0
                yield f"{path.relative_to(ROOT)}:{node.name}", lines


def _percentile(values: list[int], share: float) -> int:
    return sorted(values)[min(len(values) - 1, int(len(values) * share))]


def test_the_import_contracts_are_kept() -> None:
    command = Path(sys.executable).with_name("lint-imports")
    result = subprocess.run([command, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S603 our own tool
    assert result.returncode == 0, result.stdout[-3000:]


def test_nine_files_of_ten_have_at_most_250_lines() -> None:
    lengths = [len(path.read_text(encoding="utf-8").splitlines()) for path in _sources()]
    assert _percentile(lengths, 0.9) <= 250


def test_functions_are_short() -> None:
    lengths = dict(_functions())
    assert statistics.median(lengths.values()) <= 8
    assert _percentile(list(lengths.values()), 0.9) <= 25
    assert [name for name, lines in lengths.items() if lines > 50] == []


@pytest.mark.parametrize("room", sorted(path.name for path in PACKAGE.iterdir() if (path / "__init__.py").is_file()))
def test_a_room_says_at_its_door_what_it_is_for(room: str) -> None:
    tree = ast.parse((PACKAGE / room / "__init__.py").read_text(encoding="utf-8"))
    assert ast.get_docstring(tree)
    assert len(tree.body) == 1, "a door holds one paragraph and no code"


def test_nothing_is_marked_as_unfinished_and_no_machine_is_named() -> None:
    marks = re.compile(r"\b(TODO|FIXME|XXX|raise NotImplementedError)\b|[\"' ]/(root|home|work|tmp)/")
    found = [
        f"{path.relative_to(ROOT)}: {line.strip()}"
        for path in [*_sources(), *(ROOT / "templates").rglob("*.html")]
        for line in path.read_text(encoding="utf-8").splitlines()
        if marks.search(line)
    ]
    assert found == []

"""The letter to aim at, as the design has it."""

from pathlib import Path

LETTER = (Path(__file__).parent / "aim.md").read_text(encoding="utf-8")

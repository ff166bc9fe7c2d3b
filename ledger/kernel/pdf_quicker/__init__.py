"""Quicker ways of what WeasyPrint does for every document again, to the same bytes.

Drawing a letter is most of what a batch of letters costs, and most of that is Python inside WeasyPrint that works out
again what it knew a moment ago: the styles of the same elements, the height of the same lines, each text twice.
The parts in this folder stand in for WeasyPrint's own while one of our documents is drawn. With other versions than
those they were written for they are not even imported, and letters are as right and slower.
`tests/kernel/test_pdf_quicker.py` draws with them and without, and compares the files.
"""

from importlib.metadata import version

from ledger.kernel.pdf_quicker.selectors import looks_up_only

WRITTEN_FOR = {"weasyprint": "70.0", "cssselect2": "0.10.1"}
"""What the parts know the inside of."""

if all(version(name) == known for name, known in WRITTEN_FOR.items()):
    from ledger.kernel.pdf_quicker.kept_styles import forget, own_rules
    from ledger.kernel.pdf_quicker.parts import quicker
else:
    from ledger.kernel.pdf_quicker.standing_aside import forget, own_rules, quicker

__all__ = ["WRITTEN_FOR", "forget", "looks_up_only", "own_rules", "quicker"]

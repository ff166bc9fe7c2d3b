"""Quicker ways of what WeasyPrint 70 does for every document again, to the same bytes.

Drawing a letter is most of what a batch of letters costs, and most of that is Python inside WeasyPrint that works out
again what it knew a moment ago: the styles of the same elements, the fonts of the same styles, each line of text twice.
The parts in this folder stand in for WeasyPrint's own while one of our documents is drawn, and only where it is the
version they were written for. `tests/kernel/test_pdf_quicker.py` draws with them and without, and compares the files.
"""

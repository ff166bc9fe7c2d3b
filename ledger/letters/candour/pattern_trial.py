"""A program of its own: how long a pattern takes on hostile texts. A pattern that never ends is stopped from outside.

Reads `{"pattern": ..., "texts": [...]}` from standard input and prints the slowest search in seconds of processor time.
"""

import json
import re
import sys
import time


def slowest(pattern: str, texts: list[str]) -> float:
    """Return the seconds of the slowest search for all places of a pattern in one of the texts."""
    compiled = re.compile(pattern)
    worst = 0.0
    for text in texts:
        begun = time.process_time()
        for _ in compiled.finditer(text):
            pass
        worst = max(worst, time.process_time() - begun)
    return worst


if __name__ == "__main__":
    given = json.loads(sys.stdin.read())
    sys.stdout.write(repr(slowest(given["pattern"], given["texts"])))

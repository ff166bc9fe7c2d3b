"""One drawing in a process that does nothing else: `python -m tests.bench.alone FILE` says what memory that takes.

FILE holds a call, pickled. Printed are the megabytes that Python holds by itself, those held once all that the call
needs is imported, and the most held while it ran twice.
"""

import pickle
import sys
from pathlib import Path


def megabytes(name: str) -> int:
    """Return one of this process's figures (Linux): `VmRSS` is held now, `VmHWM` was held at most."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) // 1024 for line in lines if line.startswith(name))


def main() -> None:
    """Do the call twice."""
    bare = megabytes("VmRSS")
    call = pickle.loads(Path(sys.argv[1]).read_bytes())  # noqa: S301 our own, written a moment ago
    ready = megabytes("VmRSS")
    call()
    call()
    print(bare, ready, megabytes("VmHWM"))  # noqa: T201 what the other process reads


if __name__ == "__main__":
    main()

"""How tests are dealt out to processes: one by one, but those that share something costly together."""

from xdist.scheduler import LoadScopeScheduling

TOGETHER = ("tests/browser/test_every_page.py", "tests/demo/test_example.py", "tests/web/test_api_schemathesis.py")
"""Files that fill a ledger or start a browser once for all their tests; the biggest start first."""


class OneByOne(LoadScopeScheduling):  # type: ignore[misc] # the library has no types
    """Deal out single tests, so that no process waits at the end for a long file of another.

    `--dist loadgroup` would do it, but this pytest does not read the name that xdist writes its groups into.
    """

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.split("::", 1)[0]
        return file if file in TOGETHER else nodeid

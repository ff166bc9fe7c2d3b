"""The incidents that were written by hand, from two years ago until now."""

from ledger.demo.stories import berlin, clinic, now, restores, school, solicitors

STORIES = (
    *clinic.STORIES,
    *berlin.STORIES,
    *solicitors.STORIES,
    *school.STORIES,
    *restores.STORIES,
    *now.STORIES,
)

"""A story as steps: each at its instant, in the order in which people would have done them."""

from collections.abc import Iterator
from datetime import datetime
from functools import partial

from ledger.demo.case import Case
from ledger.demo.closing import closing_steps
from ledger.demo.deeds import answer_steps, deed_steps
from ledger.demo.moments import Moments, first_day
from ledger.demo.posts import post_steps
from ledger.demo.repairs import gift_steps, vow_steps
from ledger.demo.stage import Stage
from ledger.demo.step import Step
from ledger.demo.story import Story, Touch


def case_of(stage: Stage, story: Story, until: datetime) -> Case:
    """Return the story on stage, with its calendar in the zone of the first client that it touches."""
    client = stage.clients[story.touches[0].client]
    day = first_day(until, story.days_ago, client.zone, client.country)
    return Case(stage, story, Moments(day, client.zone, client.locale, until))


def steps(case: Case) -> list[Step]:
    """Return the steps of a story, not yet in the order of time."""
    first, followed = list(_told(case)), list(_followed(case))
    return [*first, *followed, *closing_steps(case, first, followed)]


def _told(case: Case) -> Iterator[Step]:
    story = case.story
    yield Step(case.at(story.filed), case.file)
    for line in story.lines:
        yield Step(case.later(line.when), partial(case.tell, line))
    for milestone in ("contained", "resolved"):
        told: str = getattr(story, milestone)
        if told:
            yield Step(case.later(told), partial(case.reach, f"{milestone}_at", told))
    yield Step(case.later(story.known), case.know)
    for place, deed in enumerate(story.deeds):
        yield from deed_steps(case, f"deed {place}", deed)
    yield from answer_steps(case)
    for touch in story.touches:
        yield from _touch_steps(case, touch)


def _touch_steps(case: Case, touch: Touch) -> Iterator[Step]:
    for place, vow in enumerate(touch.vows):
        yield from vow_steps(case, f"{touch.client} vow {place}", touch, vow)
    for place, gift in enumerate(touch.gifts):
        yield from gift_steps(case, f"{touch.client} gift {place}", touch, gift)
    for post in touch.letters:
        if post.kind != "follow_up":
            yield from post_steps(case, touch, post)


def _followed(case: Case) -> Iterator[Step]:
    for touch in case.story.touches:
        for post in touch.letters:
            if post.kind == "follow_up":
                yield from post_steps(case, touch, post)

"""Closing what is finished: it is watched until the follow-up letter says whether the change held, then closed."""

from collections.abc import Iterator
from datetime import timedelta

from ledger.demo.case import Case
from ledger.demo.step import Step
from ledger.demo.story import Story, Touch
from ledger.incidents.models import Incident
from ledger.letters.closing import gate_of
from ledger.letters.operations.closing import close_incident

_A_DAY_LATER = timedelta(days=1)


def closing_steps(case: Case, first: list[Step], followed: list[Step]) -> Iterator[Step]:
    """Yield a close a day after the last of the `first` steps, and another after the follow-up letters, if any."""
    if not is_finished(case.story):
        return
    ends = [max(step.at for step in done) for done in (first, followed) if done]
    if followed and ends[0] > min(step.at for step in followed):
        ends = [max(ends)]
    for end in ends:
        yield Step(end + _A_DAY_LATER, lambda: _close(case))


def is_finished(story: Story) -> bool:
    """Return whether nothing of a story is left to do, to give, to send or to answer; promises may still be due."""
    return (
        bool(story.resolved)
        and all(deed.verified or deed.ends for deed in story.deeds)
        and all(map(_is_settled, story.touches))
    )


def _is_settled(touch: Touch) -> bool:
    given = all(gift.delivered or gift.declined or gift.withdrawn for gift in touch.gifts)
    sent = all(post.ends == "issued" for post in touch.letters)
    answers = [reply for post in touch.letters for reply in post.replies]
    return given and sent and all(reply.replied or reply.kind == "acknowledged" for reply in answers)


def _close(case: Case) -> None:
    """Close it or let it watch; it stays where an action came back, or its follow-up letter is not written yet."""
    with case.stage.ledger.database.read() as session:
        if session.get_one(Incident, case.incident_id).status == "closed":
            return  # The fortnight was quicker.
    gate = case.stage.ledger.ask(gate_of, case.actor(""), case.incident_id)
    came_back = any(gap.kind == "action" for gap in gate.gaps)
    if not came_back and not (gate.opens_to == "watching" and case.is_watched()):
        case.do(close_incident, "", incident_id=case.incident_id)

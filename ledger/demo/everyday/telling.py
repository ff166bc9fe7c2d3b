"""One small incident, told from a template and a scene."""

from dataclasses import dataclass

from ledger.demo.everyday.answers import replies
from ledger.demo.everyday.mishap import Mishap, NearMiss
from ledger.demo.everyday.offers import gifts, no_remedy, vows
from ledger.demo.everyday.scene import Scene, clock
from ledger.demo.story import Deed, Line, Post, Story, Touch

_CAUSE_UNSEEN = "It had gone well each time before"
_CAUSE_AGAIN = (
    "We had called the first change done without trying it on a bad day",
    "It had held on ordinary days",
)
_TRIED = (
    "We try the mended change with you for four weeks before we call it done",
    "It is you who says whether it holds",
)
_TOLD_FIRST = (0.42, 0.88)
_DONE_IN_TIME = (0.72, 0.93)
_TWO_LETTERS = 0.5


@dataclass(frozen=True)
class _Hours:
    """The minutes of the day on which things happened."""

    began: int
    aware: int
    told: int
    held: int
    ended: int


@dataclass(frozen=True)
class _Letters:
    """Whether a notice goes before the final letter, on which working day that is promised, and on which it goes."""

    notice: bool
    promised: int
    day: int


def near_miss_story(scene: Scene, near: NearMiss) -> Story:
    """Return a near miss: no client's line, no letter, one thing changed."""
    began = scene.chance.randrange(9 * 60, 16 * 60, 5)
    return Story(
        name=f"near miss {scene.place}",
        days_ago=scene.days_ago,
        severity="S4",
        title=near.title,
        act=near.act,
        service=near.service,
        family=f"Near miss: {near.service.lower()}",
        found_by="our_staff",
        owner=scene.owner,
        filer=scene.filer,
        started=clock(began),
        aware=clock(began + 10),
        filed=clock(began + 25),
        contained=clock(began + 12),
        resolved=clock(began + 40),
        known="1 09:30",
        lines=(
            Line(clock(began + 10), "detection", near.caught, who=scene.filer),
            Line(clock(began + 40), "restoration", near.settled, who=scene.filer),
        ),
        factors=((near.factor, ""),),
        deeds=(_corrective(scene, "preventive", near.preventive, ""),),
        touches=(Touch(scene.client.code, "Nothing: it was caught before it reached you", affected=0),),
    )


def mishap_story(scene: Scene, mishap: Mishap, *, grave: bool) -> Story:
    """Return an incident: S2 where grave, else S3."""
    ours_first = scene.in_turn(*_TOLD_FIRST)
    hours = _hours(scene, mishap, ours_first=ours_first)
    exposed = mishap.data == "exposed"
    letters = _letters_planned(scene, grave=grave)
    return Story(
        name=f"everyday {scene.place}",
        days_ago=scene.days_ago,
        severity="S2" if grave else "S3",
        title=scene.words(mishap.title),
        act=scene.words(mishap.act),
        service=scene.words(mishap.service),
        family=mishap.family,
        found_by=("our_monitoring" if grave else "our_staff") if ours_first else "client",
        owner=scene.owner,
        deputy="moira" if grave else "",
        filer=scene.filer,
        started=clock(hours.began),
        aware=clock(hours.aware),
        filed=clock(hours.aware + 3),
        contained=clock(hours.held),
        resolved=clock(hours.ended),
        known=clock(hours.aware + 4 if exposed else hours.ended + 30),
        lines=_lines(scene, mishap, hours, letters, ours_first=ours_first),
        factors=(_CAUSE_AGAIN,) if scene.again else tuple((scene.words(text), _CAUSE_UNSEEN) for text in mishap.factors),
        deeds=(
            Deed("correction", scene.words(mishap.correction), "0", clock(hours.ended), clock(hours.ended + 45), owner=scene.second, verifier=scene.third),
            _corrective(scene, "corrective", *(_TRIED if scene.again else (mishap.corrective, mishap.how_seen))),
        ),
        touches=(_touch(scene, mishap, letters, ours_first=ours_first, grave=grave),),
    )  # fmt: skip


def _hours(scene: Scene, mishap: Mishap, *, ours_first: bool) -> _Hours:
    lasted = scene.chance.randrange(mishap.minutes[0], mishap.minutes[1] + 1, 5)
    began = scene.chance.randrange(7 * 60 + 30, 15 * 60, 5)
    aware = began + (scene.chance.randint(2, 9) if ours_first else scene.chance.randint(5, max(6, lasted // 3)))
    told = aware + scene.chance.randint(5, 9)
    return _Hours(began, aware, told, told + 2, max(began + lasted, told + 10))


def _lines(scene: Scene, mishap: Mishap, hours: _Hours, letters: _Letters, *, ours_first: bool) -> tuple[Line, ...]:
    who, client = scene.filer, scene.client.code
    if ours_first:
        first = Line(clock(hours.aware), "detection", scene.words(mishap.noticed), who=who, seen=True)
    else:
        first = Line(
            clock(hours.aware), "client_contact", scene.words(mishap.chased), who=who, seen=True, client=client,
            channel="mail" if "wrote" in mishap.chased else "phone", outcome="they_chased_us", reported=True,
        )  # fmt: skip
    held = mishap.held and Line(clock(hours.held), "containment", scene.words(mishap.held), who=who, seen=True)
    return (
        first,
        Line(clock(hours.told), "client_notice", scene.words(mishap.notice), who=who, channel="phone", outcome="reached", next=clock(hours.ended + 20)),
        *((held,) if held else ()),
        Line(clock(hours.ended), "restoration", scene.words(mishap.restored), who=who, seen=True),
        Line(clock(hours.ended + 6), "update", "It is put right. Our letter with the reasons follows.", who=who, channel="mail", next=f"{letters.promised} 17:00"),
    )  # fmt: skip


def _corrective(scene: Scene, kind: str, text: str, how_seen: str) -> Deed:
    due = scene.chance.randint(8, 14)
    late = 0 if scene.likely(*_DONE_IN_TIME) else scene.chance.randint(1, 6)
    done = due + late if late else due - scene.chance.randint(1, 3)
    return Deed(
        kind, scene.words(text), f"{due}", clock(15 * 60 + scene.place % 50, done), clock(10 * 60 + scene.place % 50, done + 1),
        how_seen=scene.words(how_seen), owner=scene.second, verifier=scene.third,
    )  # fmt: skip


def _touch(scene: Scene, mishap: Mishap, letters: _Letters, *, ours_first: bool, grave: bool) -> Touch:
    given = gifts(scene, mishap)
    return Touch(
        scene.client.code,
        scene.words(mishap.statement),
        affected=min(scene.chance.randint(*mishap.people), scene.client.people),
        data=mishap.data,
        delay="" if ours_first else mishap.delay,
        no_remedy="" if given else no_remedy(scene),
        gifts=given,
        vows=vows(scene, grave=grave),
        letters=_posts(scene, mishap, letters, ours_first=ours_first, grave=grave),
    )


def _letters_planned(scene: Scene, *, grave: bool) -> _Letters:
    if grave and scene.chance.random() < _TWO_LETTERS:
        return _Letters(notice=True, promised=9, day=8 if scene.likely(0.85, 0.95) else 11)
    if grave:
        return _Letters(notice=False, promised=2, day=1)
    in_time = scene.likely(0.8, 0.95)
    return _Letters(notice=False, promised=5, day=scene.chance.choice((2, 2, 3, 3, 4)) if in_time else 6)


def _posts(scene: Scene, mishap: Mishap, letters: _Letters, *, ours_first: bool, grave: bool) -> tuple[Post, ...]:
    said = {
        "data_note": scene.words(mishap.note),
        "why_it_failed": mishap.again if scene.again else "",
        "what_stopped": scene.words(mishap.stopped),
    }
    final = Post(
        "final",
        clock(10 * 60 + 5 * (scene.place % 20), letters.day),
        said={key: words for key, words in said.items() if words},
        sections={"opening": _opening(scene, mishap, ours_first=ours_first)} if mishap.sorry else {},
        replies=tuple(replies(scene.chance, scene.client, letters.day)),
    )
    notice = (Post("first_notice", "1 09:30"),) if letters.notice else ()
    return (*notice, final, _follow_up(scene, mishap, grave=grave))


def _follow_up(scene: Scene, mishap: Mishap, *, grave: bool) -> Post:
    """Return the letter that says whether the change held, in time for its clock (90 days, 180 for a small one)."""
    text = _TRIED[0] if scene.again else scene.words(mishap.corrective)
    tries = scene.chance.randint(6, 24)
    worked = f"- **It works:** {text[0].lower()}{text[1:]}. It has been put to the test {tries} times since, and it held each time."
    return Post("follow_up", clock(11 * 60 + 5 * (scene.place % 20), 75 if grave else 112), sections={"worked": worked})


def _opening(scene: Scene, mishap: Mishap, *, ours_first: bool) -> str:
    ours = "This was our mistake, and it is the second time within a year." if scene.again else "This was our mistake."
    told = "" if ours_first else " We are sorry that you had to tell us first."
    return f"{scene.words(mishap.act)} {ours} {scene.words(mishap.sorry)}{told}"

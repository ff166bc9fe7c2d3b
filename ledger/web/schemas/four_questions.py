"""What a client can answer to the four questions."""

from ledger.letters.four_questions import HIGHEST, LOWEST, QUESTIONS
from ledger.web.schemas.base import Choice, Choices, Command, Words

_GRADES: Choices = tuple(
    (str(grade), {LOWEST: "1, no", HIGHEST: "5, fully"}.get(grade, str(grade))) for grade in range(LOWEST, HIGHEST + 1)
)
_WORDS = dict(QUESTIONS)


class FourAnswers(Command):
    """Each from 1 to 5, and words where somebody has them."""

    fair = Choice(_GRADES, label=_WORDS["fair"], required=True, widget="radio")
    quick = Choice(_GRADES, label=_WORDS["quick"], required=True, widget="radio")
    honest = Choice(_GRADES, label=_WORDS["honest"], required=True, widget="radio")
    fixed = Choice(_GRADES, label=_WORDS["fixed"], required=True, widget="radio")
    words = Words(4000, label="What else you want to say", rows=3)


class FourAnswersForClient(FourAnswers):
    """The same, written down by one of us."""

    by_name = Words(200, label="Who answered", required=True)
    proof = Words(2000, label="How we know", required=True, rows=2, help="The mail of 3 May, or the call at 10:15.")

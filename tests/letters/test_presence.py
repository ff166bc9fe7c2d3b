"""What counts as an apology, as ownership, as "no charge" and as an invitation to correct us; and what does not."""

import pytest

from ledger.letters.presence import has_unconditional_apology, is_present

SAID = {
    "apology": (
        "We are sorry that you could not work.",
        "We're very sorry.",
        "I\u2019m truly sorry for that.",
        "We apologise unreservedly.",
        "I apologise to you and your team for the wrong bill.",
        "We sincerely apologize that nobody rang.",
        "This was our mistake, and we are sorry.",
        "We owe you an apology.",
        "Please accept our apologies for the lost morning.",
        "I want to say sorry for this.",
        "We say sorry to each of the 14 people.",
        "We owe you and your patients an apology.",
    ),
    "ownership": (
        "The mistake was ours.",
        "This was entirely our own fault.",
        "The responsibility is ours.",
        "We take full responsibility.",
        "We made two serious mistakes.",
        "We should have rung you first.",
        "We were to blame.",
        "We let you down.",
        "We own this mistake.",
        "We take the blame.",
        "This is on us.",
        "We did this, and we answer for it.",
    ),
    "no_charge": (
        "You won't be charged.",
        "You will not be billed for any of it.",
        "We did not charge you.",
        "The cost of the repair is ours.",
        "We put it right at our own expense.",
        "We have refunded the invoice.",
        "There is no charge to you.",
        "The repair costs you nothing.",
        "There is no charge.",
        "You pay nothing.",
        "None of this is billed to you.",
        "Our cost, not yours.",
    ),
    "correct": (
        "Tell us if we have anything wrong.",
        "Let us know if anything is missing.",
        "If our account differs from yours, write to me.",
        "Please correct us.",
        "What have we missed?",
        "Tell us where you see it differently.",
        "If you remember it otherwise, tell us.",
    ),
}
NOT_SAID = {
    "apology": (
        "We cannot say we are sorry.",
        "You said “We are sorry” on the phone.",
        "It was a sorry sight.",
        "We do not apologise for the delay.",
    ),
    "ownership": (
        "It was not our mistake.",
        "The mistake was yours.",
        "You wrote “this was our mistake”.",
        "We take care of responsibility charts.",
        "We should have more news on Friday.",
        "We should have a meeting.",
        "Whether it was our fault is not known.",
        "We failed to reach you by phone.",
        "We take responsibility seriously.",
    ),
    "no_charge": (
        "We have taken your comments on board.",
        "We have taken steps.",
        "You will be charged.",
        "The battery did not charge the telephone.",
        "We will pay close attention to it.",
        "We have paid attention.",
        "We have credited the team with finding it.",
        "You will not be charged more than £50.",
        "You will not be charged if you sign.",
        "You will not be billed until January.",
    ),
    "correct": (
        "We have corrected the form.",
        "The correct time was 09:02.",
        "Nobody told us what was wrong.",
        "We will correct it by Friday.",
        "We could not correct it.",
    ),
}


@pytest.mark.parametrize(("name", "text"), [(name, text) for name, texts in SAID.items() for text in texts])
def test_this_counts(name: str, text: str) -> None:
    assert is_present(name, text)


@pytest.mark.parametrize(("name", "text"), [(name, text) for name, texts in NOT_SAID.items() for text in texts])
def test_this_does_not_count(name: str, text: str) -> None:
    assert not is_present(name, text)


def test_an_apology_with_a_condition_is_none() -> None:
    assert not has_unconditional_apology("We are sorry if you were affected.")
    assert has_unconditional_apology("We are sorry if late. We are sorry that you could not work.")

"""What a client reads names no other client; a client called like a word of every day locks nothing."""

import pytest

from ledger.incidents.confidence import fault_in

OTHERS = (("ACC", "Access"), ("ORA", "Orange"), ("IT", "IT"), ("ORC", "Orchard Clinic"), ("TSC", "Tesk"))


@pytest.mark.parametrize(
    "text",
    [
        "Nobody had access to mail.", "We blocked access to your mail.", "Access was gone. Orange lights were on.",
        "We took away your orange light.", "It stopped.", "We broke it.", "Your IT manager rang us.",
    ],
)  # fmt: skip
def test_everyday_words_are_no_names(text: str) -> None:
    assert fault_in(text, OTHERS) is None


@pytest.mark.parametrize(
    "text",
    [
        "We told Access the same.", "It was the same at Orange, too.", "The fault of “Access” came first.",
        "See ACC-2026-03.", "It was ACC.", "See IT-2026-12.", "the orchard  clinic had it",
        "tesk had it", "INC-2026-0001",
    ],
)  # fmt: skip
def test_another_client_is_found_where_it_is_written_as_a_name(text: str) -> None:
    assert fault_in(text, OTHERS)

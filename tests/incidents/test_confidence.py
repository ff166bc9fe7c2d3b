"""What a client reads names no other client; a client called like a word of every day locks nothing."""

import pytest

from ledger.incidents.confidence import Traces, ends_of, fault_in

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


LINDEN = (
    ("LTS", "Linden Tate Solicitors"),
    ("ORC", "Orchard Clinic Ltd"),
    ("ROG", "\u041e\u041e\u041e «\u0420\u043e\u0433\u0430 \u0438 \u043a\u043e\u043f\u044b\u0442\u0430»"),
    ("ZOL", "Żółw i Spółka Łódź"),
)
LEADS = (
    Traces(
        "Orchard Clinic Ltd",
        frozenset({"orchardclinic.example"}),
        frozenset({"Joan Peverell"}),
        frozenset({"32960222"}),
    ),
)


@pytest.mark.parametrize(
    "text",
    [
        "ask joan.peverell@orchardclinic.example", "see www.orchardclinic.example", "see https://orchardclinic.example/x",
        "Joan Peverell told us.", "ring +44 1632 960222", "ring 01632 960 222", "Linden Tate has it.", "Orchard-Clinic",
        "Orchard&nbsp;Clinic", "Orch\u00adard Clinic has it", "orchard clinic",
        "\u0420\u043e\u0433\u0430 \u0438 \u043a\u043e\u043f\u044b\u0442\u0430", "Zolw i Spolka Lodz",
    ],
)  # fmt: skip
def test_what_leads_to_another_client_is_refused(text: str) -> None:
    assert fault_in(text, LINDEN, LEADS)


@pytest.mark.parametrize(
    "text",
    ["Ring 01632 960223.", "see clinic.example", "see myorchardclinic.example", "Joan told us.", "a linden tate"],
)
def test_what_only_looks_like_it_is_not(text: str) -> None:
    assert fault_in(text, LINDEN, LEADS) is None
    assert ends_of("123") == ""

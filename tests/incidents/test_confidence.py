"""What a client reads names no other client; a client called like a word of every day locks nothing."""

import pytest

from ledger.incidents.confidence import Reachable, Traces, ends_of, fault_in, traces_of

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
        "Joan Peverell told us.", "ring +44 1632 960222", "ring 01632 960 222", "On 2026-11-13 01632 960222 rang",
        "Linden Tate Solicitors has it.", "Orchard-Clinic",
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


@pytest.mark.parametrize(
    "name", ["Milton Keynes Dental", "San Francisco Bakery Ltd", "Cloudflare Tunnel Experts", "Linden Tate Solicitors"]
)
def test_the_two_words_before_a_trade_may_be_a_place_or_a_maker(name: str) -> None:
    first, second = name.split()[:2]
    assert fault_in(f"The exchange in {first} {second} lost power.", [("XYZ", name)]) is None
    assert fault_in(f"It was at {name} too.", [("XYZ", name)])


@pytest.mark.parametrize(
    "form", ["Ltd", "GmbH", "GmbH & Co. KG", "LLP", "Inc.", "S.A.", "AB", "Oy", "Sp. z o.o.", "\u041e\u041e\u041e"]
)
def test_two_words_before_a_form_of_company_are_the_client(form: str) -> None:
    assert fault_in("It was at Linden Tate too.", [("LTS", f"Linden Tate {form}")])


PEOPLE = {
    "one": [
        Reachable("John Smith", "john@tidewater.example", "01632 960111"),
        Reachable("Joan Peverell", "joan@trust.example"),
        Reachable("Una Marsh", "una@one.example", "01632 960222"),
    ],
    "two": [Reachable("Ken Low", "ken@trust.example")],
    "three": [],
}
OURS = [
    Reachable("john  smith", "js@tidewater.example", "+44 1632 960111"),
    Reachable(mail="Us <no-reply@sent.example>"),
]


def test_our_own_people_and_what_clients_share_lead_nowhere() -> None:
    more = {**PEOPLE, "three": [Reachable("Pat Oak", "pat@sent.example")]}
    traces = traces_of(more, {key: key.title() for key in more}, set(), OURS)
    for text in (
        "John Smith came.",
        "ring 01632 960111",
        "help@tidewater.example",
        "x@trust.example",
        "x@sent.example",
    ):
        assert fault_in(text, (), traces) is None
    for text in ("Joan Peverell came.", "Una Marsh", "ring 01632 960222", "see one.example", "Ken Low", "Pat Oak"):
        assert fault_in(text, (), traces)


def test_what_the_reader_has_itself_leads_nowhere() -> None:
    assert [one.name for one in traces_of(PEOPLE, {"two": "Two", "three": "Three"}, {"one"}, ())] == ["Two", "Three"]
    (two, _) = traces_of(PEOPLE, {"two": "Two", "three": "Three"}, {"one"}, ())
    assert not two.domains
    assert two.people == {"Ken Low"}

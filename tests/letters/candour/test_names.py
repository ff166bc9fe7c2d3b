from dataclasses import replace

import pytest

from ledger.letters.candour.checking import Ground, check_letter, check_text
from ledger.letters.candour.names import Name, Names, called, first_name, is_a_name

HARBOUR = Name("clients:1", "Harbour Foods Ltd", "HFO", ("harbour.example",))
ACCESS = Name("clients:2", "Access", "ACC")
ORANGE = Name("clients:3", "Orange Limited", "IT")
STAFF = Name("staff:4", "Petra Lindqvist")
WISE = Name("staff:5", "Tom Wise")
OKAFOR = Name("people:6", "Ada Okafor", salutation="Ms Okafor")
GROUND = Ground(names=Names((HARBOUR, ACCESS, ORANGE), (STAFF, WISE), (OKAFOR,)))


def _named(text: str, ground: Ground = GROUND) -> list[tuple[str, str]]:
    return [(one.rule, one.name) for one in check_text(text, ground) if one.name]


@pytest.mark.parametrize(
    "text",
    [
        "It hit harbour foods first.",
        "It hit Harbour  Foods Ltd.",
        "Look at HFO.",
        "Look at HFO-2026-03.",
        "Write to a.b@harbour.example.",
        "It stood on mail.harbour.example too.",
        "It hit Harbour-Foods.",
        "It hit HarbourFoods.",
    ],
)
def test_another_client_is_found_by_name_code_and_domain(text: str) -> None:
    assert _named(text) == [("CNF01", "clients:1")]


@pytest.mark.parametrize(
    "text", ["You had no access.", "Access was slow.", "The lamp was orange.", "Our IT stopped.", "Look at seahfo."]
)
def test_everyday_words_that_are_a_clients_name_do_not_lock_a_letter(text: str) -> None:
    assert _named(text) == []


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("We gave it to Access by mistake.", "clients:2"),
        ("Orange Limited saw it.", "clients:3"),
        ("Orange told us the same.", "clients:3"),
        ("It belongs to IT-2026-04.", "clients:3"),
    ],
)
def test_written_as_a_name_they_are_found(text: str, key: str) -> None:
    assert _named(text) == [("CNF01", key)]


@pytest.mark.parametrize(
    ("client", "text", "found"),
    [
        ("Linden Tate Solicitors", "Linden Tate had the same fault.", True),
        ("Linden Tate Solicitors", "We took a tate from a linden tate tree.", False),
        ("Milton Keynes Dental", "The exchange in Milton Keynes lost power.", True),
        ("The Old Bakery", "The old router failed.", False),
    ],
)
def test_the_first_two_words_of_a_longer_name_are_what_people_say(client: str, text: str, found: bool) -> None:  # noqa: FBT001 of the table
    name = Name("clients:7", client, "LTS")
    assert bool(_named(text, Ground(names=Names((name,))))) is found
    settled = Name("clients:7", client, "LTS", settled=True)
    assert _named(text, Ground(names=Names((settled,)))) == [], "a place is settled once"


BRIGHTWATER = Name(
    "clients:8", "Brightwater School", "BWS", called="Brightwater", people=("Joan Peverell", "Mrs Peverell"),
    telephones=("32960222",),
)  # fmt: skip


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The same happened at Brightwater.", True),
        ("Brightwater's team told us.", True),
        ("Brightwater had it too.", True),
        ("The water was bright: brightwater it is not.", False),
        ("Ask Joan Peverell.", True),
        ("Mrs Peverell had the same trouble.", True),
        ("Joan-Peverell knows.", True),
        ("Ring 01632 960222.", True),
        ("Ring +44 (0)1632 960 222.", True),
        ("Ring 01632 960222 10 minutes before.", True),
        ("Ring 01632 960223.", False),
    ],
)
def test_another_client_is_found_by_what_people_call_it_by_its_people_and_their_numbers(text: str, found: bool) -> None:  # noqa: FBT001 of the table
    assert bool(_named(text, Ground(names=Names((BRIGHTWATER,))))) is found
    settled = replace(BRIGHTWATER, settled=True)
    assert _named(text, Ground(names=Names((settled,)))) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [("At Harbour we did the same.", True), ("The Harbour Master rang.", False), ("We went to Harbour Road.", False)],
)
def test_a_word_of_every_day_is_a_client_only_where_it_stands_for_somebody(text: str, found: bool) -> None:  # noqa: FBT001 of the table
    name = Name("clients:9", "Harbour Quay Foods", "HQF", called="Harbour")
    assert bool(_named(text, Ground(names=Names((name,))))) is found


def test_the_word_for_a_client_is_its_own_and_no_word_of_ours() -> None:
    assert called("Talwind GmbH", frozenset()) == ""
    assert called("Brightwater School", frozenset()) == "Brightwater"
    assert called("Exeter Vets", frozenset({"exeter"})) == ""
    assert called("The Old Bakery", frozenset()) == ""


def test_staff_are_found_by_a_first_name_that_is_no_word() -> None:
    staff = Ground(names=Names(staff=(Name("staff:1", "Abi Folarin", called="Abi"), Name("staff:2", "Mark Stone"))))
    assert _named("Abi loaded the list.", staff) == [("CNF10", "staff:1")]
    assert _named("Mark the day.", staff) == []
    assert first_name("Abi Folarin", frozenset()) == "Abi"
    assert first_name("Mark Stone", frozenset()) == ""
    assert first_name("Abi Folarin", frozenset({"abi"})) == "", "somebody whom the letter may name is called so"


@pytest.mark.parametrize(
    ("client", "text", "found"),
    [
        ("On Site Ltd", "We came onsite.", False),
        ("On Site Ltd", "We came on-site.", False),
        ("On Site Ltd", "We were on site.", False),
        ("On Site Ltd", "We did it at On Site, too.", True),
        ("Back Up Ltd", "The backup failed.", False),
        ("Data Base Co", "The database stopped.", False),
        ("Wood Lark Ltd", "A woodlark sang.", False),
        ("Wood Lark Ltd", "WoodLark told us.", True),
        ("Wood Lark Ltd", "It hit wood-lark.", True),
        ("I T Partners Group", "Our IT stopped.", False),
    ],
)
def test_a_name_of_several_words_is_found_joined_only_where_it_is_written_as_a_name(
    client: str, text: str, *, found: bool
) -> None:
    assert bool(_named(text, Ground(names=Names((Name("clients:7", client, "QQX"),))))) is found


def test_a_settled_name_is_found_only_where_it_can_be_nobody_else() -> None:
    settled = Ground(names=Names((Name("clients:2", "Access", "ACC", settled=True),)))
    assert _named("We gave it to Access by mistake.", settled) == []
    assert _named("It was ACC-2026-01.", settled) == [("CNF01", "clients:2")]


def test_staff_are_found_by_surname_and_an_everyday_surname_only_as_a_name() -> None:
    assert _named("Ask Lindqvist.") == [("CNF10", "staff:4")]
    assert _named("That was not wise.") == []
    assert _named("Ask Tom Wise.") == [("CNF10", "staff:5")]


def test_people_of_the_client_are_warned_of() -> None:
    (found,) = [one for one in check_text("You can ask Ms Okafor.", GROUND) if one.name]
    assert (found.rule, found.severity, found.name) == ("CNF11", "warning", "people:6")


def test_an_account_called_by_its_work_names_nobody() -> None:
    desk = Ground(names=Names(staff=(Name("staff:7", "Service Manager"), Name("staff:8", "Service Desk"))))
    assert _named("By 3 May we try it. (Service Manager.) Ring the Service Desk.", desk) == []


def test_a_name_is_told_once_in_a_letter() -> None:
    found = check_letter({"a": "Ask Ms Okafor. Ms Okafor knows.", "b": "Ms Okafor knows."}, GROUND)
    assert [one.section for one in found if one.name] == ["a"]


def test_a_name_is_found_once_with_every_place_where_it_stands() -> None:
    written = {"opening": "It hit Harbour Foods. Look at HFO.", "next": "Again HFO-2026-03."}
    (found,) = check_letter(written, GROUND, residue_only={"timeline": "We rang mail.harbour.example."})
    assert (found.section, found.words) == ("opening", "Harbour Foods")
    assert [(at.section, at.words) for at in found.also] == [
        ("opening", "HFO"), ("next", "HFO-2026-03"), ("timeline", "mail.harbour.example"),
    ]  # fmt: skip


def test_a_name_in_a_script_without_spaces_is_found_inside_a_text() -> None:
    name = Name("clients:9", "\u540d\u524d\u682a\u5f0f\u4f1a\u793e", "NKK")
    assert _named("\u540d\u524d\u682a\u5f0f\u4f1a\u793e\u3067\u3082\u540c\u3058\u3002", Ground(names=Names((name,))))


@pytest.mark.parametrize(
    ("greeted", "is_somebody"),
    [("Will", False), ("team", False), ("Ms Green", True), ("Adaeze", True), ("Mr Whitlow", True)],
)
def test_a_greeting_that_letters_use_as_words_names_nobody(greeted: str, *, is_somebody: bool) -> None:
    assert is_a_name(greeted) is is_somebody

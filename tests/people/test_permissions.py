"""The permission table, every verb as every role, held against product.md as plain data."""

import pytest

from ledger.kernel.errors import Refused
from ledger.people.actor import ROLES, Actor
from ledger.people.permissions import MAY, may, permit, second_person

TABLE = """
                  service_manager leadership admin auditor client
file              yes             yes        -     -       -
answer            yes             yes        -     -       -
act               yes             yes        -     -       -
promise           yes             yes        -     -       -
draft_letter      yes             yes        -     -       -
manage_clients    yes             yes        -     -       -
verify_action     yes             yes        -     -       -
approve_letter    yes             yes        -     -       -
issue_letter      yes             yes        -     -       -
approve_remedy    yes             yes        -     -       -
propose           yes             yes        -     -       -
decide            -               yes        -     -       -
speak_for_client  yes             yes        -     -       -
import            yes             yes        -     -       -
manage_people     -               -          yes   -       -
manage_settings   -               -          yes   -       -
read_cases        yes             yes        -     yes     -
read_costs        yes             yes        -     yes     -
read_all_costs    -               yes        -     yes     -
read_trends       yes             yes        -     yes     -
keep_facts        -               -          -     -       -
read_settings     yes             yes        yes   yes     -
read_own_case     -               -          -     -       yes
reply_to_letter   -               -          -     -       yes
own_tokens        yes             yes        -     yes     -
keep_books        -               yes        -     -       -
go_beyond_budget  -               yes        -     -       -
oversee           -               yes        yes   yes     -
draw_sample       -               yes        -     yes     -
set_rates         -               yes        yes   -       -
attest            -               -          -     -       yes
answer_promise    -               -          -     -       yes
answer_remedy     -               -          -     -       yes
"""
"""Product.md, "Who may do what"; limits by person, amount and severity are tested with their verbs."""

_LINES = [line.split() for line in TABLE.strip().splitlines()]
CASES = [
    (verb, role, cell == "yes") for verb, *cells in _LINES[1:] for role, cell in zip(_LINES[0], cells, strict=True)
]
NEVER_ADMIN = {
    "approve_letter",
    "approve_remedy",
    "decide",
    "verify_action",
    "read_all_costs",
    "read_cases",
    "read_costs",
}


def somebody(role: str) -> Actor:
    return Actor("u1", "Somebody", role, client_id="c1" if role == "client" else None)


@pytest.mark.parametrize(("verb", "role", "allowed"), CASES)
def test_a_role_may_what_the_table_says_and_nothing_else(verb: str, role: str, allowed: bool) -> None:  # noqa: FBT001 a table's cell
    assert may(somebody(role), verb) is allowed
    if allowed:
        permit(somebody(role), verb)
    else:
        with pytest.raises(Refused, match=r"This needs the role|This is for our own people"):
            permit(somebody(role), verb)


def test_every_verb_of_the_program_stands_in_the_table() -> None:
    assert {verb for verb, _, _ in CASES} == set(MAY)


def test_no_verb_names_a_role_that_does_not_exist() -> None:
    assert set().union(*MAY.values()) == set(ROLES)


def test_an_auditor_changes_nothing() -> None:
    assert {verb for verb in MAY if may(somebody("auditor"), verb)} == {
        "read_all_costs", "read_cases", "read_costs", "read_settings", "read_trends", "own_tokens", "oversee",
        "draw_sample",
    }  # fmt: skip


def test_an_administrator_never_approves_and_reads_no_case() -> None:
    assert not any(may(somebody("admin"), verb) for verb in NEVER_ADMIN)


def test_an_unknown_verb_is_a_mistake_of_ours_and_not_a_permission() -> None:
    with pytest.raises(KeyError):
        may(somebody("leadership"), "launch_rockets")


def test_nobody_checks_their_own_work() -> None:
    with pytest.raises(Refused, match="A second person has to approve this letter"):
        second_person(somebody("leadership"), None, "u1", act="approve this letter")
    second_person(somebody("leadership"), None, "u2", act="approve this letter")

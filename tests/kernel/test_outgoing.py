"""Calling an address outside: nothing inside is reached, nothing is followed, no fault is raised."""

import socket
from typing import Any

import pytest

from ledger.kernel.outgoing import post
from tests.support.mail import free_port
from tests.support.receiver import a_receiver


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.0.0.7", "192.168.1.1", "172.16.0.1", "169.254.169.254", "100.64.0.1", "0.0.0.0",  # noqa: S104 the address itself is the test
        "[::1]", "[fe80::1]", "[fd00::1]", "[::ffff:127.0.0.1]", "[2002:7f00:1::]", "224.0.0.1",
        "[64:ff9b::7f00:1]", "[64:ff9b::a00:7]",
    ],
)  # fmt: skip
def test_an_address_inside_is_refused(address: str) -> None:
    assert post(f"https://{address}/hook", b"{}", {}).fault == "refused: the address lies inside"


def test_a_name_that_leads_inside_is_refused_even_if_it_also_leads_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    def found(*_: Any, **__: Any) -> list[Any]:
        return [(socket.AF_INET, 1, 6, "", (address, 443)) for address in ("93.184.215.14", "127.0.0.1")]

    monkeypatch.setattr(socket, "getaddrinfo", found)
    assert post("https://hooks.example/x", b"{}", {}).fault == "refused: the address lies inside"


def test_plain_http_is_refused_unless_private_addresses_are_allowed() -> None:
    with a_receiver() as receiver:
        assert post(receiver.url, b"{}", {}).fault == "refused: not https"
        assert receiver.got == []
        outcome = post(receiver.url, b'{"a":1}', {"webhook-id": "x"}, allow_private=True)
    assert (outcome.worked, outcome.words) == (True, "answered 204")
    ((headers, body),) = receiver.got
    assert (headers["webhook-id"], headers["content-type"], body) == ("x", "application/json", b'{"a":1}')


def test_a_redirect_is_an_answer_and_is_not_followed() -> None:
    with a_receiver() as receiver:
        receiver.status, receiver.location = 302, receiver.url
        outcome = post(receiver.url, b"{}", {}, allow_private=True)
    assert (outcome.worked, outcome.status, len(receiver.got)) == (False, 302, 1)


@pytest.mark.parametrize("url", ["ftp://hooks.example/", "https://", "nonsense", "https://[bad/"])
def test_what_is_no_address_reaches_nothing(url: str) -> None:
    outcome = post(url, b"{}", {}, allow_private=True)
    assert not outcome.worked
    assert outcome.status is None


def test_nobody_listening_is_told_by_its_kind_alone() -> None:
    outcome = post(f"http://127.0.0.1:{free_port()}/secret-path", b"{}", {}, allow_private=True)
    assert outcome.words == "ConnectionRefusedError"

"""What a school types as its provider's address never reaches our own network, and never holds us up."""

from __future__ import annotations

import socket
from typing import Any

import pytest
import requests

from esafety.signin.single_sign_on import discovery
from esafety.signin.single_sign_on.discovery import Wrong
from esafety.signin.single_sign_on.outside import NotOutside, Outside, TooMuch, is_outside
from tests.signin.school_accounts import Desk, desk
from tests.signin.school_accounts import _desk as _desk

__all__ = ["desk"]


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "10.1.2.3", "192.168.0.1", "172.16.9.9", "169.254.169.254", "0.0.0.0", "100.64.0.1", "224.0.0.1",
     "::1", "fe80::1%eth0", "fd00::1", "::ffff:10.0.0.1", "::ffff:127.0.0.1", "255.255.255.255"],
)  # fmt: skip
def test_private_addresses_are_inside(address: str) -> None:
    assert not is_outside(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "20.190.160.1", "2606:4700::1111"])
def test_public_addresses_are_outside(address: str) -> None:
    assert is_outside(address)


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "[::1]", "2130706433", "0x7f000001", "127.1", "[::ffff:127.0.0.1]"]
)
def test_however_it_is_written_this_machine_is_never_spoken_to(host: str) -> None:
    """A listener would notice the first byte."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.settimeout(0.2)
        url = f"https://{host}:{listening.getsockname()[1]}/"
        with Outside() as session, pytest.raises(requests.RequestException):
            session.get(url)
        with pytest.raises(TimeoutError):
            listening.accept()


@pytest.mark.parametrize(
    "url", ["http://example.com/", "file:///etc/passwd", "ftp://example.com/", "gopher://x/"]
)
def test_only_https_is_spoken(url: str) -> None:
    with Outside() as session, pytest.raises(requests.exceptions.InvalidSchema):
        session.get(url)


def test_a_name_that_answers_otherwise_the_second_time_is_caught_after_connecting(monkeypatch: Any) -> None:
    """DNS rebinding: the first look-up gives a public address, the one for connecting gives ours."""
    asked, real = [], socket.getaddrinfo

    def two_faced(host: str, port: int, *args: Any, **kwargs: Any) -> Any:
        if host != "rebinding.example":
            return real(host, port, *args, **kwargs)
        asked.append(host)
        address = "8.8.8.8" if len(asked) == 1 else "127.0.0.1"
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))]

    monkeypatch.setattr(socket, "getaddrinfo", two_faced)
    with socket.create_server(("127.0.0.1", 0)) as listening:
        with Outside() as session, pytest.raises(NotOutside):
            session.get(f"https://rebinding.example:{listening.getsockname()[1]}/")
        listening.settimeout(2)
        connection, _ = listening.accept()
        with connection:
            assert connection.recv(10) == b""
    assert len(asked) == 2


def test_the_environment_s_proxies_and_passwords_are_not_used(monkeypatch: Any) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:1")
    with Outside() as session:
        assert session.trust_env is False
        assert session.merge_environment_settings("https://x.example", {}, None, None, None)["proxies"] == {}


def test_a_redirect_is_not_followed_and_an_endless_answer_is_cut(desk: Desk) -> None:
    with Outside() as session:
        for page in ("elsewhere", "endless"):
            with pytest.raises(TooMuch):
                session.get(f"{desk.issuer()}/{page}")


# -- what is wrong, in words -----------------------------------------------------------------------

WRONG: dict[str, tuple[dict[str, Any], str]] = {
    "another issuer": ({"discovery": {"issuer": "https://evil.example"}}, "calls itself by another address"),
    "a script as an address": (
        {"discovery": {"authorization_endpoint": "javascript:alert(1)"}},
        "authorization_endpoint",
    ),
    "no token address": ({"discovery": {"token_endpoint": None}}, "token_endpoint"),
}


@pytest.mark.parametrize("how", WRONG)
def test_a_description_that_cannot_be_right_is_refused(desk: Desk, how: str) -> None:
    behaviour, words = WRONG[how]
    desk.says(**behaviour)
    with pytest.raises(Wrong) as refused:
        discovery.check(desk.issuer())
    assert words in refused.value.words


def test_what_works_is_found_to_work(desk: Desk) -> None:
    discovery.check(desk.issuer())


@pytest.mark.parametrize(
    ("issuer", "words"),
    [
        ("{desk}/school/nobody", "There is no provider at that address"),
        ("http://127.0.0.1:1", "could not be reached"),
        ("http://nobody.invalid", "could not be reached"),
        ("nonsense", "must begin with https://"),
    ],
)
def test_a_wrong_address_is_a_sentence(desk: Desk, issuer: str, words: str) -> None:
    with pytest.raises(Wrong) as refused:
        discovery.check(issuer.format(desk=desk.url))
    assert words in refused.value.words


def test_a_private_address_is_a_sentence() -> None:
    with pytest.raises(Wrong) as refused:
        discovery.check("https://127.0.0.1")
    assert "inside a private network" in refused.value.words


def test_nobody_can_make_us_ask_a_provider_at_every_press(desk: Desk) -> None:
    discovery.of(desk.issuer())
    desk.says(discovery={"issuer": "https://evil.example"})
    assert discovery.of(desk.issuer())["issuer"] == desk.issuer()

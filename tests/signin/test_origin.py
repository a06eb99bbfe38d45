"""Where a request comes from: only what our own proxies say."""

import pytest
from django.test import RequestFactory

from esafety.signin.origin import address_of, request_id_of


@pytest.mark.parametrize(
    "proxies, written, expected",
    [
        (0, None, "10.0.0.9"),
        (0, "6.6.6.6", "10.0.0.9"),
        (1, "6.6.6.6, 81.2.69.1", "81.2.69.1"),
        (2, "6.6.6.6, 81.2.69.1, 10.0.0.1", "81.2.69.1"),
        (2, "6.6.6.6", "10.0.0.9"),
        (1, "not an address", "10.0.0.9"),
        (1, "2001:db8::1", "2001:db8::1"),
        (1, None, "10.0.0.9"),
    ],
)
def test_a_forged_header_does_not_count(settings, proxies, written, expected):
    settings.TRUSTED_PROXIES = proxies
    headers = {"X-Forwarded-For": written} if written else {}
    assert address_of(RequestFactory().get("/", headers=headers, REMOTE_ADDR="10.0.0.9")) == expected


def test_a_socket_without_address_is_nowhere():
    assert address_of(RequestFactory().get("/", REMOTE_ADDR="")) == "0.0.0.0"


def test_an_id_is_taken_from_a_trusted_proxy_only(settings):
    request = RequestFactory().get("/", headers={"X-Request-ID": "abc-123-def"})
    assert request_id_of(request) != "abc-123-def"
    settings.TRUSTED_PROXIES = 1
    assert request_id_of(request) == "abc-123-def"
    assert len(request_id_of(RequestFactory().get("/", headers={"X-Request-ID": "<script>\n"}))) == 32

"""The one narrow door to the servers of sign-in providers.

A school administrator types where a provider is, so the address could be one of our own network. Only
https is spoken, only with public addresses, no redirect is followed, an answer has five seconds and a
megabyte. (OWASP, Server-Side Request Forgery Prevention.)
"""

from __future__ import annotations

import ipaddress
import socket
import time
from collections.abc import Generator
from typing import Any, Final

import requests
from django.conf import settings
from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError

SECONDS: Final = 5
MOST_BYTES: Final = 1_000_000


class NotOutside(requests.RequestException):
    """The address belongs to this machine or to a private network."""


class TooMuch(requests.RequestException):
    """The answer was too long, or a redirect."""


class _Inside(ValueError):
    """Thrown through urllib3, which would wrap a network error."""


def is_spoken(url: object) -> bool:
    """Whether an address is one we would ask at all: by https."""
    schemes = ("https://", "http://") if settings.SIGN_IN_PROVIDERS_INSIDE else ("https://",)
    return isinstance(url, str) and url.startswith(schemes)


def is_outside(address: str) -> bool:
    """Whether an IP address can be reached by everybody on the internet."""
    if settings.SIGN_IN_PROVIDERS_INSIDE:
        return True
    found = ipaddress.ip_address(address.partition("%")[0])
    plain = getattr(found, "ipv4_mapped", None) or found
    return plain.is_global and not plain.is_multicast


class _ToOutside(HTTPConnection):
    """Every address of the name is asked about before connecting, and the one that was reached after."""

    def _new_conn(self) -> socket.socket:
        for *_, address in self._addresses():
            _refuse_inside(str(address[0]))
        made = super()._new_conn()
        try:
            _refuse_inside(str(made.getpeername()[0]))
        except _Inside:
            made.close()
            raise
        return made

    def _addresses(self) -> list[Any]:
        try:
            return list(socket.getaddrinfo(self.host, self.port, type=socket.SOCK_STREAM))
        except socket.gaierror:
            return []  # urllib3 says so better


class _SafelyToOutside(_ToOutside, HTTPSConnection):
    pass


class _Pool(HTTPConnectionPool):
    ConnectionCls = _ToOutside


class _SafePool(HTTPSConnectionPool):
    ConnectionCls = _SafelyToOutside


class _Adapter(HTTPAdapter):
    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = {"http": _Pool, "https": _SafePool}


class Outside(requests.Session):
    """A session that only speaks to the outside. Every failure is a `requests.RequestException`."""

    def __init__(self) -> None:
        super().__init__()
        self.trust_env = False
        self.headers["Accept-Encoding"] = "identity"
        self.adapters.clear()
        self.mount("https://", _Adapter())
        if settings.SIGN_IN_PROVIDERS_INSIDE:
            self.mount("http://", _Adapter())

    def send(self, request: requests.PreparedRequest, **kwargs: Any) -> requests.Response:
        """Send, and read the answer within the limits."""
        ends_at = time.monotonic() + SECONDS
        kwargs |= {"timeout": SECONDS, "allow_redirects": False, "stream": True}
        try:
            response = super().send(request, **kwargs)
            response._content = _read(response, ends_at)
        except _Inside as error:
            raise NotOutside(str(error)) from error
        except HTTPError as error:  # urllib3's own, while reading
            raise requests.ConnectionError(str(error)) from error
        return response

    def resolve_redirects(self, *args: Any, **kwargs: Any) -> Generator[requests.Response, None, None]:
        """Follow nothing: not even to see where a redirect leads."""
        yield from ()


def _read(response: requests.Response, ends_at: float) -> bytes:
    """The whole body. Raises TooMuch or Timeout."""
    if response.is_redirect:
        raise TooMuch("A redirect is not followed")
    body = b""
    while piece := response.raw.read1(65_536, decode_content=True):
        body += piece
        if len(body) > MOST_BYTES:
            raise TooMuch("The answer is too long")
        if time.monotonic() > ends_at:
            raise requests.Timeout("The answer took too long")
    return body


def _refuse_inside(address: str) -> None:
    if not is_outside(address):
        raise _Inside(f"{address} is not on the internet")

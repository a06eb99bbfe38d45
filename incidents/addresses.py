"""Web addresses in what people type: recognised, compared, shown as text. Never a link, never fetched."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

_ADDRESS = re.compile(r"(?:https?://|www\.)\S+|(?<![@\w])(?:[a-z0-9-]+\.)+[a-z]{2,}(?:/\S*)?", re.IGNORECASE)
_TRAILING = ".,;:!?)]}'\"”’"
MOST = 20


def addresses_in(text: str) -> list[str]:
    """The addresses in a text, as typed, in order, each once, 20 at most."""
    found = (match.group().rstrip(_TRAILING)[:500] for match in _ADDRESS.finditer(text))
    return list(dict.fromkeys(address for address in found if address))[:MOST]


def site_of(address: str) -> str:
    """The host an address belongs to, without "www.", in lower case; empty when there is none."""
    try:
        host = urlsplit(address if "://" in address else f"//{address}").hostname or ""
    except ValueError:
        return ""
    return host.removeprefix("www.")[:260]


def defanged(address: str) -> str:
    """The address so written that no program makes it a link: "hxxps://example[.]org/page"."""
    harmless = re.sub(r"^http", "hxxp", address, flags=re.IGNORECASE)
    host = site_of(address)
    return harmless.replace(host, host.replace(".", "[.]"), 1) if host else harmless

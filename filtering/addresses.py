"""What people paste, read as addresses: how each is kept, what exactly it opens, and why one is refused.

Nothing here asks the network. A refusal is a sentence for whoever typed it.
"""

from __future__ import annotations

import ipaddress
import re
import unicodedata
from collections.abc import Callable
from typing import NamedTuple
from urllib.parse import SplitResult, urlsplit

import idna
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from filtering.vocabulary import AddressKind, meaning

MOST = 20
"""Addresses in one request: more is a list for the provider, not a lesson."""
LONGEST = 500
LONGEST_HOST = 253
_PORTS = {"http": 80, "https": 443}
_INSIDE = (
    "local",
    "localhost",
    "internal",
    "intranet",
    "lan",
    "home",
    "corp",
    "test",
    "invalid",
    "onion",
    "arpa",
)
_SHARED = frozenset({
    "co.uk", "org.uk", "ac.uk", "sch.uk", "gov.uk", "me.uk", "ltd.uk", "plc.uk", "net.uk", "nhs.uk", "police.uk",
    "com.au", "co.nz", "co.za", "com.br",
})  # fmt: skip
"""Names below which strangers register: no site of their own."""
_IN_ANGLES = re.compile(r"^<(.*)>$")
_NUMBERS = re.compile(r"(0x[0-9a-f]*|\d+)(\.(0x[0-9a-f]*|\d+)){0,3}\.?", re.IGNORECASE)


class Refused(ValueError):
    """Lines that are no address that can be opened or blocked; each message says why and what to do."""

    def __init__(self, *sentences: str) -> None:
        super().__init__(" ".join(sentences))
        self.sentences = sentences


class Read(NamedTuple):
    """One address as it is kept and sent, and as a person reads it."""

    kind: AddressKind
    address: str
    shown: str
    warning: str

    @property
    def stands_for(self) -> str:
        """What exactly it stands for, in words."""
        return meaning(self.kind, self.shown)


def read_all(text: str, read: Callable[[str], Read] | None = None) -> list[Read]:
    """The addresses in a text, one a line, each once. Raises Refused for too many, naming every line that is none."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if len(lines) > MOST:
        raise Refused(
            f"You have entered {len(lines):,} lines. Enter {MOST} addresses or fewer: one request is for one lesson. "
            "For a whole site, enter its name alone, like example.org."
        )
    found: dict[str, Read] = {}
    refused: list[str] = []
    for number, line in enumerate(lines, start=1):
        try:
            one = (read or read_site)(line)
        except Refused as reason:
            refused.append(f"Line {number}: {reason}" if len(lines) > 1 else str(reason))
        else:
            found[one.address] = one
    if refused:
        raise Refused(*refused)
    return list(found.values())


def read_email(line: str) -> Read:
    """An email address. Raises Refused."""
    typed = _IN_ANGLES.sub(r"\1", line.strip()).removeprefix("mailto:")
    local, _, domain = typed.rpartition("@")
    if not local or not local.isascii():
        raise Refused(f"“{_short(line)}” is not an email address. Enter one like name@example.org.")
    host = _host(domain, line)
    address = f"{local}@{host}"
    try:
        validate_email(address)
    except ValidationError:
        raise Refused(f"“{_short(line)}” is not an email address. Enter one like name@example.org.") from None
    return Read(AddressKind.EMAIL, address, f"{local}@{_readable(host)}", _warning(host))


def read_site(line: str) -> Read:
    """A site, a page of it, or every site under a name (*.example.org). Raises Refused."""
    if len(line) > LONGEST:
        raise Refused(
            f"An address must be {LONGEST} characters or fewer. “{_short(line)}” has {len(line):,}."
        )
    parts = _split(line)
    if parts.username is not None or parts.password is not None:
        raise Refused(
            "An address must not hold a user name or a password. Delete everything between // and @, and change that "
            "password: others may have seen it."
        )
    wild = parts.netloc.startswith("*.")
    host = _host((parts.hostname or "").removeprefix("*."), line)
    port = _port(parts, line)
    path = _path(parts)
    if wild and path:
        raise Refused(f"“{_short(line)}” has both a star and a page. Enter *.{_readable(host)} or one page.")
    if "*" in path:
        raise Refused(
            f"“{_short(line)}” has a star in its page. A star can only stand before a name: *.example.org."
        )
    if host in _SHARED:
        raise Refused(f"“{_short(line)}” is no one site: thousands belong to it. Enter the site you need.")
    if wild:
        return Read(AddressKind.PATTERN, f"*.{host}{port}", f"*.{_readable(host)}{port}", _warning(host))
    kind = AddressKind.PAGE if path else AddressKind.SITE
    address, shown = (f"{parts.scheme}://{name}{port}{path}" for name in (host, _readable(host)))
    return Read(kind, address, shown, _warning(host))


def _split(line: str) -> SplitResult:
    typed = _IN_ANGLES.sub(r"\1", line.strip())
    if re.search(r"[\s\\]", typed) or any(not character.isprintable() for character in typed):
        raise Refused(
            f"“{_short(line)}” is not a web address. Enter one address a line, like example.org/page."
        )
    if "://" not in typed and re.match(r"[a-z][a-z0-9+.-]*:(?!\d)", typed, re.IGNORECASE):
        raise Refused(
            f"“{_short(line)}” is not a web address: it must begin with https:// or a name like example.org."
        )
    try:
        parts = urlsplit(typed if "://" in typed else f"https://{typed.removeprefix('//')}")
    except ValueError:
        raise Refused(
            f"“{_short(line)}” is not a web address. Enter one like example.org or example.org/page."
        ) from None
    if parts.scheme not in _PORTS:
        raise Refused(f"“{_short(line)}” is not a web address: it must begin with https:// or http://.")
    return parts


def _host(typed: str, line: str) -> str:
    """The name as the network knows it: lower case, international letters as punycode."""
    name = typed.rstrip(".").lower()
    _refuse_numbers(name, line)
    try:
        host = idna.encode(name, uts46=True, transitional=False).decode().lower()
    except (idna.IDNAError, UnicodeError):
        host = ""
    if not host or len(host) > LONGEST_HOST:
        raise Refused(
            f"“{_short(line)}” is not a web address. Enter one like example.org or example.org/page."
        )
    _refuse_numbers(host, line)
    labels = host.split(".")
    if len(labels) < 2 or labels[-1] in _INSIDE:
        raise Refused(
            f"“{_short(line)}” is not an address on the internet. Enter the whole name, like example.org."
        )
    return host


def _refuse_numbers(name: str, line: str) -> None:
    """Numbers in place of a name: they say nothing to whoever decides, and many lead into the school itself."""
    if not name.strip("[]"):
        raise Refused(
            f"“{_short(line)}” is not a web address. Enter one like example.org or example.org/page."
        )
    try:
        number = ipaddress.ip_address(name.strip("[]").split("%")[0])
    except ValueError:
        if not _NUMBERS.fullmatch(name):
            return
        raise Refused(f"“{_short(line)}” is a number, not a name. Enter the site by its name.") from None
    if not number.is_global or number.is_multicast:
        raise Refused(
            f"“{_short(line)}” is an address inside a network. Only sites on the internet can be asked for."
        )
    raise Refused(f"“{_short(line)}” is a number, not a name. Enter the site by its name.")


def _port(parts: SplitResult, line: str) -> str:
    try:
        port = parts.port
    except ValueError:
        raise Refused(
            f"“{_short(line)}” has a port that does not exist. Leave out what comes after the colon."
        ) from None
    if parts.netloc.endswith(":") or port is None or port == _PORTS[parts.scheme]:
        return ""
    if port == 0:
        raise Refused(
            f"“{_short(line)}” has a port that does not exist. Leave out what comes after the colon."
        )
    return f":{port}"


def _path(parts: SplitResult) -> str:
    if parts.query:
        return f"{parts.path or '/'}?{parts.query}"
    return "" if parts.path == "/" else parts.path


def _readable(host: str) -> str:
    """The name in its own letters; as punycode where those do not read back to the same name."""
    try:
        shown = idna.decode(host)
        return shown if idna.encode(shown, uts46=True).decode() == host else host
    except (idna.IDNAError, UnicodeError):
        return host


def _warning(host: str) -> str:
    """What to look at twice: letters of several scripts, or of another script than they seem."""
    shown = _readable(host)
    if shown.isascii():
        return ""
    mixed = any(len(_scripts(label)) > 1 for label in shown.split("."))
    if mixed:
        return (
            "Look twice: this name mixes letters of different alphabets, as false copies of a site do. Its true name "
            f"is {host}."
        )
    scripts = sorted({script for label in shown.split(".") for script in _scripts(label)} - {"Latin"})
    written = (
        f" in {' and '.join(scripts)} letters" if scripts else " with letters that English does not have"
    )
    return f"This name is written{written}; some look like English ones. Its true name is {host}."


def _scripts(label: str) -> set[str]:
    """The alphabets of a label's letters, by the first word of their Unicode names."""
    names = {unicodedata.name(letter, "unknown").split()[0] for letter in label if letter.isalpha()}
    japanese = {"HIRAGANA", "KATAKANA", "KATAKANA-HIRAGANA", "CJK"}
    return (
        {"Japanese"}
        if names and names <= japanese and len(names) > 1
        else {name.capitalize() for name in names}
    )


def _short(line: str) -> str:
    """As much of a line as a sentence can hold, without what cannot be seen; passwords never."""
    seen = "".join(letter for letter in line.strip() if letter.isprintable())
    seen = re.sub(r"//[^/@]*@", "//", seen)
    return seen if len(seen) <= 60 else f"{seen[:57]}…"

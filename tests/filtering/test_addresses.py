"""What people paste: kept as it will be opened, or refused with a sentence that says what to do."""

from __future__ import annotations

import ipaddress
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from filtering.addresses import MOST, Read, Refused, read_all, read_email, read_site
from filtering.vocabulary import AddressKind

SITE, PAGE, PATTERN = AddressKind.SITE, AddressKind.PAGE, AddressKind.PATTERN


@pytest.mark.parametrize(
    ("typed", "kind", "address"),
    [
        ("example.org", SITE, "https://example.org"),
        ("  HTTPS://Example.ORG/  ", SITE, "https://example.org"),
        ("//example.org", SITE, "https://example.org"),
        ("<https://example.org/a>", PAGE, "https://example.org/a"),
        ("http://example.org:80/", SITE, "http://example.org"),
        ("https://example.org:443", SITE, "https://example.org"),
        ("example.org:8443", SITE, "https://example.org:8443"),
        ("http://example.org:8080/a", PAGE, "http://example.org:8080/a"),
        ("example.org/a/b?c=d&e=f#part", PAGE, "https://example.org/a/b?c=d&e=f"),
        ("example.org/?q=1", PAGE, "https://example.org/?q=1"),
        ("example.org.", SITE, "https://example.org"),
        ("*.example.org", PATTERN, "*.example.org"),
        ("https://*.example.org/", PATTERN, "*.example.org"),
        ("münchen.example", SITE, "https://xn--mnchen-3ya.example"),
        ("xn--mnchen-3ya.example/x", PAGE, "https://xn--mnchen-3ya.example/x"),
        ("bücher.example/a", PAGE, "https://xn--bcher-kva.example/a"),
        ("faß.example", SITE, "https://xn--fa-hia.example"),
        ("EXAMPLE。org", SITE, "https://example.org"),
        ("example.org/Ünïcode", PAGE, "https://example.org/Ünïcode"),
    ],
)
def test_an_address_is_kept_as_it_will_be_opened(typed: str, kind: AddressKind, address: str) -> None:
    found = read_site(typed)
    assert (found.kind, found.address) == (kind, address)


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("not an address", "is not a web address"),
        ("hello", "not an address on the internet"),
        ("https://", "is not a web address"),
        ("https:///path", "is not a web address"),
        ("exa mple.org", "is not a web address"),
        ("example.org\\@evil.example", "is not a web address"),
        ("ex\u200bample.org", "is not a web address"),
        ("http://me:secret@example.org/", "must not hold a user name or a password"),
        ("me@example.org", "must not hold a user name"),
        ("https://@example.org", "must not hold a user name"),
        ("javascript:alert(1)", "must begin with https://"),
        ("data:text/html,x", "must begin with https://"),
        ("ftp://example.org", "must begin with https:// or http://"),
        ("file:///etc/passwd", "must begin with https:// or http://"),
        ("192.168.0.1", "inside a network"),
        ("http://10.0.0.7/admin", "inside a network"),
        ("127.0.0.1:8000", "inside a network"),
        ("169.254.169.254/latest/meta-data", "inside a network"),
        ("0.0.0.0", "inside a network"),
        ("[::1]", "inside a network"),
        ("http://[fe80::1]/", "inside a network"),
        ("http://[fd00::1]/", "inside a network"),
        ("http://[::ffff:192.168.0.1]/", "inside a network"),
        ("8.8.8.8", "a number, not a name"),
        ("2130706433", "a number, not a name"),
        ("0x7f000001", "a number, not a name"),
        ("0177.0.0.1", "a number, not a name"),
        ("127.1", "a number, not a name"),
        ("１２７.０.０.１", "a number, not a name"),
        ("localhost", "not an address on the internet"),
        ("localhost:3000/x", "not an address on the internet"),
        ("printer.local", "not an address on the internet"),
        ("files.internal", "not an address on the internet"),
        ("something.onion", "not an address on the internet"),
        ("example.org:99999", "port that does not exist"),
        ("example.org:0", "port that does not exist"),
        ("example.org:http", "is not a web address"),
        ("*.com", "not an address on the internet"),
        ("*.co.uk", "is no one site"),
        ("co.uk", "is no one site"),
        ("*.example.org/page", "has both a star and a page"),
        ("example.org/*", "has a star in its page"),
        ("a*b.example.org", "is not a web address"),
        ("*.*.example.org", "is not a web address"),
        ("-.example.org", "is not a web address"),
        ("exam%70le.org", "is not a web address"),
        ("https://[not:an:ip]/", "is not a web address"),
        ("example.org/" + "a" * 500, "must be 500 characters or fewer"),
        ("a." * 130 + "example", "is not a web address"),
    ],
)
def test_what_is_no_address_is_refused_in_words(typed: str, says: str) -> None:
    with pytest.raises(Refused, match=says) as refused:
        read_site(typed)
    assert "secret" not in str(refused.value)


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("раураl.example", "mixes letters of different alphabets"),
        ("xn--80ak6aa92e.com", "in Cyrillic letters"),
        ("αβγ.example", "in Greek letters"),
        ("münchen.example", "with letters that English does not have"),
        ("日本語.example", "its true name is xn--wgv71a119e.example"),
        ("ひらがな漢字.example", "Japanese"),
    ],
)
def test_a_name_that_is_not_what_it_seems_is_shown_with_its_true_name(typed: str, says: str) -> None:
    found = read_site(typed)
    assert says.lower() in found.warning.lower()
    assert "xn--" in found.address
    assert urlsplit(found.address).hostname in found.warning


def test_a_plain_name_has_no_warning() -> None:
    assert read_site("example.org/a").warning == ""


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("Curator@Museum.example", "Curator@museum.example"),
        ("<curator@museum.example>", "curator@museum.example"),
        ("mailto:curator@museum.example", "curator@museum.example"),
        ("a@münchen.example", "a@xn--mnchen-3ya.example"),
    ],
)
def test_an_email_address_is_kept(typed: str, address: str) -> None:
    assert read_email(typed).address == address


@pytest.mark.parametrize(
    "typed", ["museum.example", "@museum.example", "a@", "a b@x.example", "a@localhost", "ü@x.org"]
)
def test_what_is_no_email_address_is_refused(typed: str) -> None:
    with pytest.raises(Refused):
        read_email(typed)


def test_five_hundred_lines_are_one_sentence() -> None:
    with pytest.raises(Refused, match="You have entered 500 lines. Enter 20 addresses or fewer") as refused:
        read_all("\n".join(f"site{n}.example" for n in range(500)))
    assert len(refused.value.sentences) == 1


def test_every_bad_line_is_named_and_the_good_ones_are_not() -> None:
    with pytest.raises(Refused) as refused:
        read_all("example.org\n\nlocalhost\n10.0.0.1\nother.example")
    assert [one.split(":")[0] for one in refused.value.sentences] == ["Line 2", "Line 3"]


def test_the_same_address_in_several_ways_is_one() -> None:
    found = read_all("example.org\nHTTPS://EXAMPLE.ORG/\nhttps://example.org:443\nexample.org/a")
    assert [one.address for one in found] == ["https://example.org", "https://example.org/a"]


@given(st.lists(st.from_regex(r"[a-z]{1,8}\.example(/[a-z]{0,4})?", fullmatch=True), max_size=MOST))
def test_reading_what_was_read_changes_nothing(lines: list[str]) -> None:
    first = read_all("\n".join(lines))
    assert read_all("\n".join(one.address for one in first)) == first
    assert len({one.address for one in first}) == len(first)


def _read(typed: str) -> tuple[Read | None, str]:
    try:
        return read_site(typed), ""
    except Refused as reason:
        return None, str(reason)


@given(st.text(max_size=80))
def test_whatever_is_typed_is_an_address_outside_or_a_sentence(typed: str) -> None:
    found, said = _read(typed)
    if found is None:
        assert len(said) > 20
        return
    host = urlsplit(found.address.replace("*.", "https://", 1)).hostname or ""
    assert host.isascii()
    assert "." in host
    assert "@" not in urlsplit(found.address).netloc
    with pytest.raises(ValueError, match="does not appear"):
        ipaddress.ip_address(host)


@given(st.ip_addresses())
def test_no_number_of_any_machine_is_taken(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> None:
    typed = f"[{address}]" if address.version == 6 else str(address)
    with pytest.raises(Refused):
        read_site(f"http://{typed}/")

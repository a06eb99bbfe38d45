"""Hostile text stays text: on every page and in the PDF (S12, AC-14). Forty texts in every field there is."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from io import BytesIO
from itertools import cycle

import pytest
from django.test import Client
from pypdf import PdfReader

from esafety.papers import cabinet
from esafety.papers.models import Paper
from esafety.papers.tasks import make
from tests.cast import Cast, sign_in
from tests.house.routes import Route, routes
from tests.house.test_mass_assignment import every_name
from tests.house.world import World, a_full_record, addresses, begin_things, surround

MARK = "xevil"
"""In every text, as the name of an element or of an attribute, or inside a script: none may come to be one."""
TEXTS = [
    f"<{MARK}>", f"</textarea><{MARK}>", f"</title><{MARK}>", f"</script><{MARK}>", f"--><{MARK}>", f"]]><{MARK}>",
    f"<script>{MARK}()</script>", f"<img src=x onerror={MARK}()>", f"<svg/onload={MARK}()>", f"<svg><{MARK}>",
    f"\" {MARK}=\"1", f"' {MARK}='1", f"\" onfocus={MARK}() autofocus x=\"", f"' onmouseover='{MARK}()",
    f"\"><{MARK} a=\"", f"'><{MARK} a='", f"` {MARK}=1", f"\"/><a href=\"javascript:{MARK}()\">go</a>",
    f"javascript:{MARK}()", f"data:text/html,<{MARK}>", f"http://a.example/\"{MARK}=1", f"www.a.example/<{MARK}>",
    f"{{{{ {MARK} }}}}", f"{{% {MARK} %}}", f"${{{MARK}}}", f"%({MARK})s", f"{{0.__class__}}{MARK}",
    f"{MARK}\\u003c{MARK}\\u003e",
    f"&lt;{MARK}&gt;", f"&#60;{MARK}&#62;", f"＜{MARK}＞", f"<{MARK}\u2028>", f"<\u200b{MARK}>",
    f"<{MARK}\t/onclick=1>",
    f"<iframe srcdoc='<{MARK}>'>", f"<style>@import '{MARK}'</style>", f"<link rel=stylesheet href={MARK}>",
    f"<base href='//{MARK}'>", f"<form action='//{MARK}'>", f"<meta http-equiv=refresh content='0;url=//{MARK}'>",
]  # fmt: skip
FIELDS = 28
SCHEMES = re.compile(r"\s*(javascript|data|vbscript)\s*:", re.IGNORECASE)
LINKING = {"href", "src", "action", "formaction", "srcdoc", "data", "poster", "hx-get", "hx-post"}


class Grown(HTMLParser):
    """What a page is made of, as a browser would read it: every element and attribute that came from a text."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self.elements = 0
        self.words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements += 1
        if MARK in tag:
            self.found.append(tag)
        for name, value in attrs:
            if MARK in name or name.startswith("on") or name in ("style", "srcdoc"):
                self.found.append(f"{tag} {name}")
            if name in LINKING and value and (SCHEMES.match(value) or (MARK in value and name != "data")):
                self.found.append(f"{tag} {name}={value}")

    def handle_data(self, data: str) -> None:
        if self.cdata_elem in ("script", "style") and MARK in data:
            self.found.append(f"{self.cdata_elem}: {data[:40]}")
        self.words.append(data)

    def handle_comment(self, data: str) -> None:
        if MARK in data:
            self.found.append("comment")


def grown(page: str) -> Grown:
    parser = Grown()
    parser.feed(page)
    parser.close()
    return parser


def test_the_parser_would_find_one() -> None:
    for text in TEXTS[:9]:
        assert grown(f"<p>{text}</p>" if not text.startswith("--") else f"<!-- {text} -->").found, text
    assert grown(f'<a title="{TEXTS[10]}">').found


def test_there_are_forty_texts() -> None:
    assert len(set(TEXTS)) == 40


@pytest.mark.either_engine
@pytest.mark.parametrize("turn", range(4))
def test_forty_texts_in_every_field_grow_into_nothing(cast: Cast, turn: int) -> None:
    """Ten texts a turn, each of them in every field of a record of its own; every page about it is read, and
    every page about none (the lists, the counts) when all ten are there."""
    begin_things(cast)
    client, about_one = sign_in(Client(), cast.dsl), [route for route in routes() if is_about_one(route)]
    for number, text in enumerate(TEXTS[turn * 10 : turn * 10 + 10]):
        world = surround(cast, a_full_record(cast, about="second_pupil", say=lambda _, text=text: text))
        assert met_on(client, in_turn(world, about_one, number)) >= FIELDS, text
    about_none = [route for route in routes() if not is_about_one(route)]
    met_on(client, addresses(world, about_none, user=cast.dsl))
    still_there = client.get(world.incident.get_absolute_url())
    assert still_there.status_code == 200  # nobody was signed out before the last page was read


def is_about_one(route: Route) -> bool:
    """Whether it is a page of one record: what it takes names the record, or something that belongs to it."""
    rooms = ("incidents/", "tasks/", "reports/", "report/", "papers/", "children/", "outbox/")
    return bool(route.takes) and route.pattern.startswith(rooms)


def in_turn(world: World, among: list[Route], number: int) -> list[str]:
    """Pages that come in kinds (a form for each letter, a page for each task) are all read with the first text;
    with each text after it, the next of them."""
    found = []
    for route in among:
        urls = addresses(world, [route], user=world.cast.dsl)
        found += urls if number == 0 else urls[number % len(urls) :][:1] if urls else []
    return found


def met_on(client: Client, urls: list[str]) -> int:
    """How often a text is met as words on these pages; nowhere has one become anything else."""
    met = 0
    for url in urls:
        answer = client.get(url)
        if answer.streaming or not answer["Content-Type"].startswith("text/html"):
            continue
        page = grown(answer.content.decode())
        assert page.found == [], url
        assert page.elements or answer.status_code != 200
        met += "".join(page.words).count(MARK)
    return met


def test_texts_grow_into_nothing_where_they_are_sent_back(cast: Cast) -> None:
    """A refused form shows what was typed."""
    begin_things(cast)
    world = surround(cast, a_full_record(cast, about="second_pupil"))
    client, given, met = sign_in(Client(), cast.dsl), cycle(TEXTS), set[str]()
    for url in addresses(world, user=cast.dsl):
        if "sign-out" in url:
            continue
        answer = client.post(url, {name: next(given) for name in every_name()})
        if not answer.streaming and answer.get("Content-Type", "").startswith("text/html"):
            page = grown(answer.content.decode())
            assert page.found == [], url
            if MARK in answer.content.decode():
                met.add(url)
    assert len(met) > 20, "where nothing comes back nothing is proved"


def test_texts_stand_in_the_pdf_as_they_were_typed(cast: Cast) -> None:
    given = cycle(TEXTS)
    world = surround(cast, a_full_record(cast, about="second_pupil", say=lambda _: next(given)))
    paper = world.paper
    make(paper.pk)
    kept = Paper.objects.get(pk=paper.pk).file
    assert kept is not None
    reader = PdfReader(BytesIO(b"".join(cabinet.read(kept))))
    text = re.sub(r"[\s\x00]+", "", "".join(page.extract_text() for page in reader.pages))
    assert text.count(MARK) >= FIELDS // 2
    assert "<img" in text or "<script>" in text
    for page in reader.pages:
        for one in page.get("/Annots", []):
            assert MARK not in str(one.get_object())

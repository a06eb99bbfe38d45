"""Everything that takes something from outside, found by walking the addresses and reading the pages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple
from urllib.parse import parse_qsl, urlsplit

from esafety.people.models import User
from tests.house.routes import Route, routes
from tests.house.test_every_page_is_accessible import NOBODY, client_of, may_come
from tests.house.visits import FORM_ONLY, Field, Form, Visit, Visitor, forms_on, plausible, route_of
from tests.house.world import World, addresses
from tests.reliability.hostile import Pairs

TYPED = ("text", "textarea", "search")


class Target(NamedTuple):
    """A form, or the query string of a page: who asks, where, what is known to be asked there."""

    who: str
    route: str
    method: str
    url: str
    fields: tuple[Field, ...]

    @property
    def plausible(self) -> Pairs:
        """What a person would send."""
        sent = plausible(Form(self.route, self.method, self.url, self.fields))
        return [(name, str(value)) for name, value in sent.items() if name != "csrfmiddlewaretoken"]

    @property
    def files(self) -> list[str]:
        """Names under which it takes a file."""
        return [field.name for field in self.fields if field.kind == "file"]

    @property
    def texts(self) -> list[str]:
        """Names under which somebody types words."""
        return [field.name for field in self.fields if field.kind in TYPED]


def targets(world: World, people: Iterable[str], most: int, each: int) -> list[Target]:
    """Every kind of form, and every page as one that may be asked with a query.

    `most` people look at each route, each at so many of its addresses.
    """
    forms: dict[tuple[str, ...], Target] = {}
    asked: dict[str, Target] = {}
    keys: dict[str, set[str]] = {}
    for there in _pages(world, list(people), most, each):
        method = "post" if there.status == FORM_ONLY else "get"
        asked.setdefault(there.route, Target(there.who, there.route, method, there.url, ()))
        for form in forms_on(there):
            found = Target(there.who, form.route, form.method, form.url, form.fields)
            if form.method == "get":
                keys.setdefault(form.route, set()).update(field.name for field in form.fields)
            else:
                forms.setdefault(form.kind, found)
        for route, name in _linked(there):
            keys.setdefault(route, set()).add(name)
    queries = [
        one._replace(fields=tuple(Field(name, "text", ()) for name in sorted(keys.get(route, ()))))
        for route, one in asked.items()
    ]
    return [*forms.values(), *queries]


def _pages(world: World, people: list[str], most: int, each: int) -> Iterator[Visit]:
    """Of each route, what the first people who may come there are shown."""
    visitors = {who: Visitor(who, client_of(user_of(world, who))) for who in people}
    for route in routes():
        came = 0
        for who in people:
            user = user_of(world, who)
            if came == most or not may_come(user, route):
                continue
            seen = list(_opened(world, route, visitors[who], user, each))
            came += bool(seen)
            yield from seen


def _opened(world: World, route: Route, visitor: Visitor, user: User | None, each: int) -> Iterator[Visit]:
    for url in addresses(world, [route], user=user or world.cast.teacher)[:each]:
        there = visitor.ask("get", url, {}, "opened")
        if there.status in (200, FORM_ONLY):
            yield there


def user_of(world: World, who: str) -> User | None:
    """The account of somebody of the cast; None is nobody's."""
    return None if who == NOBODY else world.cast.user(who)


def _linked(there: Visit) -> Iterable[tuple[str, str]]:
    """Queries that stand in the links of a page: which route is asked, and by which name."""
    if not there.is_page:
        return
    for link in there.shape.all("a"):
        asked = urlsplit(link.attrs.get("href", ""))
        if asked.query and not asked.netloc:
            route = route_of(asked.path) if asked.path else there.route
            yield from ((route, name) for name, _ in parse_qsl(asked.query, keep_blank_values=True))

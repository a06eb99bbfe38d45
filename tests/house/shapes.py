"""What a page is made of, without its words: two pages of one shape look and behave alike to a browser.

`Shape.of(html)` reads a page and keeps of every element its name and what decides how it is drawn, announced
and operated (class, role, type, state, whether it has words, whether its label and its references are
there). Repeated rows, options and list items count once. A page falls into parts: its landmarks, and in them
every section, form, question, heading, paragraph, list, table, card and notice. axe needs to see a page only
when one of its parts was not met before. What holds between parts (ids, references, the order of headings) is
read on every page.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from functools import cached_property
from html.parser import HTMLParser

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
SILENT = {"script", "style", "template", "noscript"}
UNORDERED = {"aside", "div", "dl", "form", "main", "ol", "section", "select", "tbody", "ul"}
"""Of these only the different kinds of children matter, not their number or order."""
KEPT = {
    "alt", "autocomplete", "class", "disabled", "hidden", "href", "lang", "multiple", "open", "placeholder",
    "readonly", "required", "role", "scope", "tabindex", "title", "type",
}  # fmt: skip
WORDS = {"alt", "aria-label", "href", "placeholder", "title"}
"""Of these it matters whether they say something, not what."""
REFERRING = ("aria-controls", "aria-describedby", "aria-labelledby", "aria-owns", "for")
PARTS = {
    "aside", "details", "dialog", "dl", "footer", "form", "h1", "h2", "h3", "h4", "header", "nav", "ol", "p",
    "section", "table", "ul",
}  # fmt: skip
PART_CLASSES = {
    "app-alert", "app-card", "app-danger", "govuk-button-group", "govuk-error-summary", "govuk-form-group",
    "govuk-inset-text", "govuk-panel", "govuk-summary-card", "govuk-warning-text",
}  # fmt: skip
"""What stands for itself: by its element, or by its class."""
CONTROLS = {"input", "select", "textarea"}


@dataclass
class Element:
    """One element: its name, its attributes, what is in it (elements, and "" for words)."""

    tag: str
    attrs: dict[str, str] = field(default_factory=dict)
    inside: list[Element | str] = field(default_factory=list)

    def walk(self) -> list[Element]:
        """It and every element in it, in the page's order."""
        found = [self]
        for one in self.inside:
            if isinstance(one, Element):
                found += one.walk()
        return found

    @property
    def text(self) -> str:
        """Its words, with single spaces."""
        parts = [one if isinstance(one, str) else one.text for one in self.inside]
        return " ".join(" ".join(parts).split())


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("")
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.open[-1].inside.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        assert tag == self.open[-1].tag, f"</{tag}> closes <{self.open[-1].tag} {self.open[-1].attrs}>"
        self.open.pop()

    def handle_data(self, data: str) -> None:
        if data.strip():
            self.open[-1].inside.append(data)


def read(html: str) -> Element:
    """The page as elements. An element that is closed in the wrong place is an error."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    assert reader.open == [reader.root], [element.tag for element in reader.open]
    return reader.root


class Shape:
    """The shape of one page."""

    def __init__(self, html: str) -> None:
        self.root = read(html)
        self.elements = self.root.walk()

    def all(self, *tags: str) -> list[Element]:
        """Its elements of these names."""
        return [element for element in self.elements if element.tag in tags]

    @cached_property
    def ids(self) -> list[str]:
        """Every id, as often as it is given."""
        return [element.attrs["id"] for element in self.elements if "id" in element.attrs]

    @cached_property
    def _labelled(self) -> set[str]:
        labels = {one.attrs.get("for", ""): one for one in self.all("label") if one.text}
        inside = {
            control.attrs.get("id", "")
            for label in labels.values()
            for control in label.walk()
            if control.tag in CONTROLS
        }
        return set(labels) | inside

    def lost(self) -> set[str]:
        """References to ids that are not on the page, and links within the page that lead nowhere."""
        named = {
            word
            for element in self.elements
            for name in REFERRING
            for word in element.attrs.get(name, "").split()
        }
        links = {one.attrs.get("href", "") for one in self.all("a")}
        named |= {link[1:] for link in links if link.startswith("#") and len(link) > 1}
        return named - set(self.ids)

    def parts(self) -> set[str]:
        """A fingerprint for each part of the body, and for what is left of it."""
        body = self.all("body")[0]
        within: set[str] = set()
        rest = {self._kind(one, within) for one in body.inside if isinstance(one, Element)}
        return {hashlib.sha256(kind.encode()).hexdigest()[:24] for kind in rest | within if kind}

    def _kind(self, element: Element, within: set[str]) -> str:
        """What an element is; the parts in it are put into `within` and only named."""
        if element.tag in SILENT or element.attrs.get("type") == "hidden":
            return ""
        children = [self._kind(one, within) if isinstance(one, Element) else "…" for one in element.inside]
        children = [child for child in children if child]
        if element.tag in UNORDERED:
            children = sorted(set(children))
        kind = f"<{element.tag}{self._attributes(element)}>{''.join(_once(children))}"
        classes = set(element.attrs.get("class", "").split())
        if element.tag in PARTS or classes & PART_CLASSES:
            within.add(kind)
            return f"[{element.tag} {' '.join(sorted(classes & PART_CLASSES))}]"
        return kind

    def _attributes(self, element: Element) -> str:
        kept = []
        for name, value in sorted(element.attrs.items()):
            if name in REFERRING:
                kept.append(f"{name}={all(word in self.ids for word in value.split())}")
            elif name in WORDS:
                kept.append(f"{name}={bool(value.strip())}")
            elif name in KEPT or name.startswith("aria-"):
                kept.append(f"{name}={' '.join(sorted(value.split()))}")
            elif name.startswith("data-"):
                kept.append(name if name != "data-module" else f"{name}={value}")
        if element.tag in CONTROLS:
            kept.append(f"labelled={element.attrs.get('id') in self._labelled}")
        return "".join(f" {one}" for one in kept)


def _once(children: list[str]) -> list[str]:
    """Runs that repeat (three equal rows; name and value, name and value) count once."""
    found: list[str] = []
    for child in children:
        found.append(child)
        for size in range(1, min(4, len(found) // 2) + 1):
            if found[-size:] == found[-2 * size : -size]:
                del found[-size:]
                break
    return found

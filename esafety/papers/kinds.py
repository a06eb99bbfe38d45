"""What can be printed: each room declares its documents here, from its `apps.py`. See README.md."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from django.core.exceptions import ImproperlyConfigured

if TYPE_CHECKING:
    from esafety.people.models import Person, User


class Enclosed(NamedTuple):
    """A kept file that travels with a document as it is: its drawn name, its bytes, and a way to read them piece by
    piece, so that it is never whole in memory."""

    name: str
    size: int
    read: Callable[[], Iterator[bytes]]


@dataclass(frozen=True, kw_only=True)
class PaperKind:
    """One kind of document.

    `title(about)` and `filename(about)` hold no name of a person: they are seen outside the record.
    `may(about, user)` is asked when the document is wanted, when it is made and at each download.
    `template` extends `papers/base.html`; `template_context(about, user)` gives what it shows, and
    must itself leave out what `user` may not see.
    `parts(about, user, pages)`, where a document has it, gives the files that travel inside the PDF, by name; `pages`
    is the PDF itself before anything is added. Such a document leaves by a one-document link only, sealed with the
    words of that link (`sealed_pdf.py`).
    `files(about, user)`, where a document has it, gives kept files that travel with the parts.
    `packed` says that it is a ZIP instead (`archive.py`), for its requester's own hand: the PDF, parts and files beside
    one another, opened by whoever has it. It leaves by no link.
    `still_for(about, person)`, where a document has it, is asked each time its link is used: whether somebody on the
    roll to whom it was sent may still have it. A court's order does not wait until a link is over.
    `made_from(about, user)`, where a document has it, says in at most 64 letters from what it would be made now. It is
    asked before the document is made, and at each look and download: made from something else, it does not open.
    `decided(about, user)`, where a document that is sent has it, says in the same way what its sender decided about. It
    is asked when they send it, before it is made and once it is made: what has changed meanwhile does not leave.
    """

    code: str
    title: Callable[[Any], str]
    template: str
    template_context: Callable[[Any, User], Mapping[str, Any]]
    may: Callable[[Any, User], bool]
    filename: Callable[[Any], str]
    parts: Callable[[Any, User, bytes], Mapping[str, bytes]] | None = None
    files: Callable[[Any, User], list[Enclosed]] | None = None
    packed: bool = False
    still_for: Callable[[Any, Person], bool] | None = None
    made_from: Callable[[Any, User], str] | None = None
    decided: Callable[[Any, User], str] | None = None


_declared: dict[str, PaperKind] = {}


def declare_paper(kind: PaperKind) -> PaperKind:
    """Add a kind of document. Raises ImproperlyConfigured when its code is taken."""
    if kind.code in _declared:
        raise ImproperlyConfigured(f"The paper {kind.code!r} is declared twice")
    _declared[kind.code] = kind
    return kind


def kind_of(code: str) -> PaperKind:
    """The kind with this code. Raises LookupError when its room has left the building."""
    return _declared[code]


def declared_papers() -> dict[str, PaperKind]:
    """Every kind declared so far, by code."""
    return dict(_declared)

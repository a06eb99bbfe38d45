"""Pupils and their contacts out of a Common Transfer File, one at a time.

Source: Department for Education, Common Transfer File specification (CTF 20 to 25), section 4.3.2 "Pupil data":
`CTfile/CTFpupilData/Pupil`, `BasicDetails`, `Contacts/Contact`. Sex, ethnicity, needs, addresses, attendance and
results are passed over: they are never read into anything.

The parser knows no document type, no entities and no network: a file that has them is refused. Nothing but
the pupil being read is held.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import XMLParser

from esafety.office.policy.columns import Field
from esafety.office.roll.sniffing import Unusable

DEEPEST = 40
"""Elements inside one another. The real file has eight."""
LONGEST = 1_000
"""Characters kept of one element."""
MOST_CONTACTS = 20

_PUPIL: dict[str, Field] = {
    "UPN": Field.UPN,
    "Surname": Field.FAMILY_NAME,
    "Forename": Field.GIVEN_NAME,
    "DOB": Field.BORN_ON,
    "PreferredSurname": Field.KNOWN_AS_FAMILY,
    "PreferredForename": Field.KNOWN_AS,
    "NCyearActual": Field.YEAR_GROUP,
    "RegGroup": Field.CLASS_NAME,
    "Email": Field.EMAIL,
}
_CONTACT: dict[str, Field] = {
    "Order": Field.C_PRIORITY,
    "Surname": Field.C_FAMILY_NAME,
    "Forename": Field.C_GIVEN_NAME,
    "Relationship": Field.C_RELATIONSHIP,
    "Responsibility": Field.C_RESPONSIBILITY,
    "PhoneNo": Field.C_TELEPHONE,
    "Email": Field.C_EMAIL,
}


class Transfer(NamedTuple):
    """One pupil: the line of the file, what it says of them and of their contacts, by field."""

    number: int
    pupil: dict[str, str]
    contacts: list[dict[str, str]]


def transfers(source: Iterable[bytes]) -> Iterator[Transfer]:
    """Every pupil of the file. Raises Unusable for what is no Common Transfer File, perhaps only half way."""
    builder = _Builder()
    parser = XMLParser(target=builder, forbid_dtd=True)
    builder.line = lambda: parser.parser.CurrentLineNumber
    try:
        for piece in source:
            parser.feed(piece)
            yield from builder.taken()
        parser.close()
    except DefusedXmlException:
        raise Unusable(
            "The file declares a document type or entities. A Common Transfer File has none: export it again"
        ) from None
    except ParseError as error:
        line, _ = error.position
        raise Unusable(
            f"The file breaks off or is damaged at line {line}: it is not well-formed XML. Export it again"
        ) from None
    except Unusable:
        raise
    except (LookupError, ValueError):  # Python knows no such encoding, or none that it can give the parser
        raise Unusable(
            "The first line of the file names an encoding that cannot be read. Export it again, as UTF-8"
        ) from None
    yield from builder.taken()
    if not builder.is_transfer:
        raise Unusable(
            "The file is XML but no Common Transfer File: it has no pupils (CTfile, CTFpupilData). "
            "Export a CTF, or the list as CSV"
        )


@dataclass
class _Builder:
    """Keeps what is wanted of the pupil that is being read, and nothing of the rest."""

    is_transfer: bool = False
    path: list[str] = field(default_factory=list)
    pupil: dict[str, str] | None = None
    contact: dict[str, str] | None = None
    contacts: list[dict[str, str]] = field(default_factory=list)
    text: list[str] | None = None
    number: int = 0
    ready: deque[Transfer] = field(default_factory=deque)
    line: Any = None

    def taken(self) -> Iterator[Transfer]:
        """The pupils that are whole by now."""
        while self.ready:
            yield self.ready.popleft()

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        name = tag.rpartition("}")[2][:60]
        self.path.append(name)
        if len(self.path) > DEEPEST:
            raise Unusable("The file is nested more deeply than any Common Transfer File. Export it again")
        if self.path[:2] == ["CTfile", "CTFpupilData"]:
            self.is_transfer = True
            if len(self.path) == 3 and name == "Pupil":
                self.pupil, self.contacts, self.number = {}, [], self.line()
            elif self.path[3:] == ["Contacts", "Contact"]:
                self.contact = {}
        self.text = [] if self.pupil is not None and self._wanted(name) else None

    def _wanted(self, name: str) -> Field | None:
        """What the element that just began fills, if anything."""
        inside = self.path[3:]
        if self.contact is not None:
            return _CONTACT.get(name) if inside[:2] == ["Contacts", "Contact"] else None
        if len(inside) == 1 or (len(inside) == 2 and inside[0] == "BasicDetails"):
            return _PUPIL.get(name)
        return None

    def data(self, data: str) -> None:
        """Some text; of a long one only the beginning."""
        if self.text is not None and sum(map(len, self.text)) < LONGEST:
            self.text.append(data[:LONGEST])

    def end(self, tag: str) -> None:
        """An element ends."""
        name = self.path[-1]
        wanted = self._wanted(name) if self.text is not None else None
        if wanted is not None and self.text is not None:
            into = self.contact if self.contact is not None else self.pupil
            if into is not None and (said := "".join(self.text).strip()):
                into.setdefault(wanted.value, said)
        self.text = None
        if self.contact is not None and self.path[3:] == ["Contacts", "Contact"]:
            if len(self.contacts) < MOST_CONTACTS and self.contact:
                self.contacts.append(self.contact)
            self.contact = None
        if self.pupil is not None and len(self.path) == 3:
            self.ready.append(Transfer(self.number, self.pupil, self.contacts))
            self.pupil = None
        self.path.pop()

    def close(self) -> None:
        """The file is over."""

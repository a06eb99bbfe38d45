"""What stories about files from other schools need: a real sealed file, made by the sending half of the product."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any, NamedTuple

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from esafety.moving import actions
from esafety.moving.models import Arrival
from esafety.outbox.relay import drain
from esafety.papers import cabinet, sealed_pdf
from esafety.papers.receiving.kinds import PDF, PUPIL_FILE, SEALED
from esafety.papers.uploads import SealedUpload
from esafety.people.models import Membership, Person, User
from esafety.people.vocabulary import PersonKind
from incidents.models import EvidenceItem
from tests.cast import Cast
from tests.incidents.evidence_acts import send_file
from tests.moving.moves import a_history, begun, chosen, sealed_file, sent_out
from tests.papers.hostile import png

WORDS = "maple river seven kettle oak tin"


class Package(NamedTuple):
    """A sealed file, its words, and its parts as they were sent."""

    content: bytes
    words: str
    parts: dict[str, bytes]


def taken_apart(content: bytes, words: str) -> dict[str, bytes]:
    """The parts of a sealed file, read without the product's reader."""
    reader = PdfReader(io.BytesIO(content))
    assert reader.decrypt(words)
    return {name: found[0] for name, found in reader.attachments.items()}


def a_package(cast: Cast, as_: Callable[[str], Client] | None = None) -> Package:
    """What school A sends: Zoë's file, with a picture where a client is given."""
    incident, files = a_history(cast), []
    if as_ is not None:
        send_file(as_("dsl"), incident, png())
        drain()
        files = [EvidenceItem.objects.get(incident=incident).key]
    made = sent_out(chosen(begun(cast), cast.dsl, files=files), cast.dsl)
    content = sealed_file(made)
    return Package(content, made.passphrase, taken_apart(content, made.passphrase))


def resealed(package: Package, **changed: bytes | None) -> bytes:
    """The same with parts changed (`manifest_json=…`), added or taken out (None), sealed with `WORDS`."""
    parts = dict(package.parts)
    for key, content in changed.items():
        name = key.replace("__", "-").replace("_", ".")
        parts.pop(name, None)
        if content is not None:
            parts[name] = content
    return sealed_pdf.seal(package.parts["pupil-file.pdf"], parts, WORDS)


def uploaded(content: bytes, *, sealed: bool = True, name: str = "file.pdf") -> SealedUpload:
    """A file as the gate hands it on."""
    arriving = cabinet.Arriving()
    arriving.write(content)
    return SealedUpload(name, len(content), arriving, SEALED if sealed else PDF, PUPIL_FILE)


def arrived(cast: Cast, content: bytes, *, sealed: bool = True, by: User | None = None) -> Arrival:
    """Put at the other school, by its lead."""
    by = by or cast.other_dsl
    school = Membership.objects.get(user=by).school
    return actions.receive_file(school=school, sent=uploaded(content, sealed=sealed), by=by)


def opened(cast: Cast, content: bytes, words: str, *, by: User | None = None) -> Arrival:
    """Put there and opened with its words."""
    by = by or cast.other_dsl
    made = arrived(cast, content, by=by)
    return actions.open_arrival(arrival=made, words=words, version=made.version, by=by)


def the_pupil_there(cast: Cast, **more: Any) -> Person:
    """Zoë on the roll of the other school."""
    told = {
        "given_name": "Zoë",
        "family_name": "Haddad",
        "born_on": cast.pupil.born_on,
        "year_group": "Year 6",
    }
    return Person.objects.create(
        school=cast.other, kind=PersonKind.PUPIL, search_text="zoe haddad", **{**told, **more}
    )


def taken_in(cast: Cast, arrival: Arrival, pupil: Person, *, by: User | None = None) -> Arrival:
    """Taken in for this pupil."""
    by = by or cast.other_dsl
    return actions.take_arrival_in(arrival=arrival, pupil=pupil, version=arrival.version, by=by)


def put_by_form(client: Client, content: bytes, name: str = "file.pdf") -> Any:
    """Send a file by the page."""
    page = client.get(reverse("arrival_add"))
    given = {"file": SimpleUploadedFile(name, content), "promise": "on"}
    return client.post(page.context["form_action"], given)

"""Refusing files at the door: hardly a page takes one, and a refused file must not touch the disk.

A picture that may show a child is illegal to copy, and a temporary file is a copy. Django's own
handlers write one before any view runs; `RefuseFiles` stops reading at the file's name.

A page that takes a file of text hangs `takes_a_text_file` under its door. A permit in the form's address,
signed for one account for an hour, is asked for before a byte is read, so that no other site can send us
a file in somebody's name. What arrives is sealed as it comes and thrown away unless the form keeps it.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Final, NoReturn

from django.core import signing
from django.core.exceptions import TooManyFilesSent
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from esafety.papers import cabinet
from esafety.papers.models import StoredFile

LARGEST: Final = 20 * 1024 * 1024
"""Bytes of one file. A school's whole roll with its contacts is a fifth of that."""
ENVELOPE: Final = 64 * 1024
"""Bytes that a form may have around its file."""
PATIENCE: Final = 512 * 1024 * 1024
"""Bytes of a body that is too large which are read and forgotten, so that the browser shows our answer."""
PERMIT_SECONDS: Final = 3600
_SALT = "papers.uploads"
_SUFFIXES: Final = ("csv", "txt", "tsv", "xml")
_KINDS: Final = (
    (b"PK\x03\x04", "It is an Excel workbook or a zip archive. Open it and save the list as CSV"),
    (b"PK\x05\x06", "It is an empty zip archive. Choose the file that was to be in it"),
    (b"\xd0\xcf\x11\xe0", "It is an Excel workbook or a Word document. Open it and save the list as CSV"),
    (b"%PDF", "It is a PDF. Export the list as CSV instead"),
    (b"\x1f\x8b", "It is a compressed archive. Unpack it first"),
    (b"\xff\xd8\xff", "It is a picture"),
    (b"\x89PNG", "It is a picture"),
)
"""What a file begins with that is no text, and what to do then."""
View = Callable[..., HttpResponseBase]


class FileRefused(TooManyFilesSent):
    """A file came where none is taken. Django answers 400; `page` names the words for the person."""

    page = "file"

    def __init__(self) -> None:
        super().__init__("A file was sent and refused before it was read")


class RefuseFiles(FileUploadHandler):
    """The upload handler of every page but those below: refuses every file before a byte of it is read."""

    def new_file(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise FileRefused

    def receive_data_chunk(self, raw_data: bytes, start: int) -> NoReturn:
        raise FileRefused

    def file_complete(self, file_size: int) -> NoReturn:
        raise FileRefused


class SealedUpload(UploadedFile):
    """A file that arrived whole, sealed on the disk; thrown away at the end of the request unless it is kept."""

    def __init__(self, name: str, size: int, arrived: cabinet.Arriving) -> None:
        super().__init__(file=None, name=name, content_type="", size=size)
        self._arrived: cabinet.Arriving | None = arrived

    def keep(self) -> StoredFile:
        """Keep it, once. Gives its row: the transaction that uses it saves it."""
        arrived, self._arrived = self._arrived, None
        assert arrived is not None
        return arrived.keep()

    def close(self) -> None:
        """Called by Django at the end of the request."""
        if self._arrived is not None:
            self._arrived.drop()


class SealFile(FileUploadHandler):
    """Takes one file of text and seals it as it comes. `refusal` says why one was not taken."""

    def __init__(self, request: HttpRequest | None = None) -> None:
        super().__init__(request)
        self.refusal = ""
        self._arriving: cabinet.Arriving | None = None
        self._taken = False

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Judge a file by its name before anything is written."""
        super().new_file(*args, **kwargs)
        suffix = self.file_name.rpartition(".")[2].lower() if self.file_name and "." in self.file_name else ""
        if self._taken or self._arriving:
            self._refuse("Choose one file only")
        elif suffix and suffix not in _SUFFIXES:
            self._refuse(f"The file must end in .csv, .txt or .xml, not .{suffix[:10]}. Save the list as CSV")

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Seal a piece; of a refused file, forget it."""
        if self.refusal:
            return
        if start == 0 and (why := _no_text(raw_data)):
            self._refuse(f"The file cannot be read. {why}")
        elif start + len(raw_data) > LARGEST:
            self._refuse(TOO_LARGE)
        else:
            self._arriving = self._arriving or cabinet.Arriving()
            self._arriving.write(raw_data)

    def file_complete(self, file_size: int) -> SealedUpload | None:
        """The whole file is there."""
        if self.refusal or self._arriving is None:
            return None
        arrived, self._arriving, self._taken = self._arriving, None, True
        return SealedUpload(self.file_name or "", file_size, arrived)

    def upload_interrupted(self) -> None:
        """The line broke."""
        self._refuse("The file did not arrive whole. Send it again")

    def _refuse(self, why: str) -> None:
        self.refusal = self.refusal or why
        if self._arriving is not None:
            self._arriving.drop()
            self._arriving = None


TOO_LARGE: Final = (
    f"The file is larger than {LARGEST // 1024 // 1024} MB. Export fewer columns, or one year group at a time"
)


def permit(request: HttpRequest) -> str:
    """What the address of the form must carry: for this account, for an hour."""
    return signing.dumps(request.user.pk, salt=_SALT)


def refusal(request: HttpRequest) -> str:
    """Why the file that was sent was not taken; nothing when it was, or none was sent."""
    _ = request.FILES  # reads the body, unless it was read
    handler = request.upload_handlers[0] if request.upload_handlers else None
    return getattr(request, "file_refusal", "") or getattr(handler, "refusal", "")


def takes_a_text_file(view: View) -> View:
    """Let one page take one file of text. Hang it directly under the page's door.

    Without a permit the form counts as one of another site: its body is read and forgotten. When the body
    is too large, the view is called with an empty form and `refusal(request)` says so.
    """
    protected = csrf_protect(view)

    @wraps(view)
    def through(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method != "POST":
            return protected(request, *args, **kwargs)
        if _length(request) > LARGEST + ENVELOPE:
            _forget(request)
            request.file_refusal = TOO_LARGE  # type: ignore[attr-defined]
            return view(request, *args, **kwargs)
        if _is_permitted(request):
            request.upload_handlers = [SealFile(request)]
        else:
            _forget(request)
        return protected(request, *args, **kwargs)

    return csrf_exempt(through)


def _is_permitted(request: HttpRequest) -> bool:
    try:
        given = signing.loads(request.GET.get("permit", ""), salt=_SALT, max_age=PERMIT_SECONDS)
    except signing.BadSignature:
        return False
    return bool(given == request.user.pk)


def _length(request: HttpRequest) -> int:
    try:
        return int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return 0


def _forget(request: HttpRequest) -> None:
    """Read the body away, a piece at a time, and leave the form empty."""
    left = PATIENCE
    try:
        while left > 0 and (piece := request.read(64 * 1024)):
            left -= len(piece)
    except OSError:
        pass  # the browser gave up
    request._mark_post_parse_error()  # type: ignore[attr-defined]  # an empty form, whatever was sent


def _no_text(start: bytes) -> str:
    return next((why for magic, why in _KINDS if start.startswith(magic)), "")

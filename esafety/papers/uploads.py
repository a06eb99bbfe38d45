"""Refusing files at the door: hardly a page takes one, and a refused file must not touch the disk.

A picture that may show a child is illegal to copy, and a temporary file is a copy. Django's own
handlers write one before any view runs; `RefuseFiles` stops reading at the file's name.

A page that takes a file hangs `takes_a_file(...)` under its door (README.md, "Taking a file"). A permit in
the form's address is asked for before a byte is read, so that no other site can send us a file in somebody's
name. What arrives is judged by its content, sealed as it comes, and thrown away unless the form keeps it.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import wraps
from typing import Any, Final, NoReturn

from django.core.exceptions import TooManyFilesSent
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from esafety.papers import cabinet
from esafety.papers.models import StoredFile
from esafety.papers.receiving import permits
from esafety.papers.receiving.judge import HEAD, judge_for
from esafety.papers.receiving.kinds import TEXT_LIST, Accepts, Kind

ENVELOPE: Final = 64 * 1024
"""Bytes that a form may have around its file."""
PATIENCE: Final = 512 * 1024 * 1024
"""Bytes of a body that is too large which are read and forgotten, so that the browser shows our answer."""
View = Callable[..., HttpResponseBase]


logger = logging.getLogger(__name__)
NO_ROOM = (
    "The file could not be kept: there is no room for it here just now. Everything else you typed is still below. "
    "Keep the file where it is, and tell whoever looks after Safekeep"
)


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

    def __init__(self, name: str, size: int, arrived: cabinet.Arriving, kind: Kind, accepts: Accepts) -> None:
        super().__init__(file=None, name=name, content_type="", size=size)
        self.kind, self.accepts = kind, accepts
        self._arrived: cabinet.Arriving | None = arrived

    @property
    def is_kept(self) -> bool:
        """Whether a form has kept it."""
        return self._arrived is None

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
    """Takes one file, judges it and seals it as it comes. `refusal` says why one was not taken."""

    def __init__(self, request: HttpRequest | None = None, accepts: Accepts = TEXT_LIST) -> None:
        super().__init__(request)
        self.refusal = ""
        self.taken: SealedUpload | None = None
        self._accepts, self._judge = accepts, judge_for(accepts)
        self._arriving: cabinet.Arriving | None = None
        self._head = b""
        self._began = False

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Judge a file by its name before anything is written."""
        super().new_file(*args, **kwargs)
        if self._began:
            self._refuse("Choose one file only")
        self._began = True
        if why := self._judge.of_name(self.file_name or ""):
            self._refuse(why)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Seal a piece; of a refused file, forget it. Nothing is written before its beginning was judged."""
        if self.refusal:
            return
        if start + len(raw_data) > self._accepts.largest:
            self._refuse(self._accepts.too_large)
        elif self._arriving is None and len(self._head) + len(raw_data) < HEAD:
            self._head += raw_data
        else:
            self._take(self._head + raw_data)

    def file_complete(self, file_size: int) -> SealedUpload | None:
        """The whole file is there."""
        if not self.refusal and self._head:
            self._take(b"")
        if not self.refusal and self._arriving is not None and (why := self._judge.of_whole()):
            self._refuse(why)
        if self.refusal or self._arriving is None or self._judge.kind is None:
            return None
        arrived, self._arriving = self._arriving, None
        self.taken = SealedUpload(self.file_name or "", file_size, arrived, self._judge.kind, self._accepts)
        return self.taken

    def upload_interrupted(self) -> None:
        """The line broke."""
        self._refuse("The file did not arrive whole. Send it again")

    def _take(self, piece: bytes) -> None:
        if self._arriving is None:
            piece, self._head = piece or self._head, b""
            if why := self._judge.of_head(piece):
                self._refuse(why)
                return
        if why := self._judge.of_piece(piece):
            self._refuse(why)
            return
        try:
            self._arriving = self._arriving or cabinet.Arriving()
            self._arriving.write(piece)
        except OSError:
            logger.exception("A file could not be written")
            self._refuse(NO_ROOM)

    def _refuse(self, why: str) -> None:
        self.refusal = self.refusal or why
        if self._arriving is not None:
            self._arriving.drop()
            self._arriving = None


def permit(request: HttpRequest, accepts: Accepts = TEXT_LIST) -> str:
    """What the address of a form that may be sent again must carry: for this account, for an hour."""
    return permits.signed(request, accepts)


def refusal(request: HttpRequest) -> str:
    """Why the file that was sent was not taken; nothing when it was, or none was sent."""
    _ = request.FILES  # reads the body, unless it was read
    handler = request.upload_handlers[0] if request.upload_handlers else None
    return getattr(request, "file_refusal", "") or getattr(handler, "refusal", "")


def takes_a_file(accepts: Accepts, *, once: bool = False) -> Callable[[View], View]:
    """Let one page take one file of what it `accepts`. Hang it directly under the page's door.

    Without a permit the form counts as one of another site: its body is read and forgotten. When the body
    is too large, the view is called with an empty form and `refusal(request)` says so. With `once` the permit
    is the kind that `actions.allow_upload` gives: for one file to the record that the door hands on.
    """

    def hang(view: View) -> View:
        protected = csrf_protect(view)

        @wraps(view)
        def through(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if request.method != "POST":
                return protected(request, *args, **kwargs)
            if _length(request) > accepts.largest + ENVELOPE:
                _forget(request)
                request.file_refusal = accepts.too_large  # type: ignore[attr-defined]
                return view(request, *args, **kwargs)
            if not once:
                return _receive(
                    request, permits.is_signed(request, accepts), accepts, protected, args, kwargs
                )
            leave = permits.spend(request, accepts, about=args[0])
            answer = _receive(request, leave is not None, accepts, protected, args, kwargs)
            if leave is not None and not _is_kept(request):
                permits.give_back(leave)
            return answer

        return csrf_exempt(through)

    return hang


takes_a_text_file = takes_a_file(TEXT_LIST)
"""For lists that are read in and thrown away."""


def _receive(
    request: HttpRequest, permitted: bool, accepts: Accepts, view: View, args: Any, kwargs: Any
) -> HttpResponseBase:
    if permitted:
        request.upload_handlers = [SealFile(request, accepts)]
    else:
        _forget(request)
    return view(request, *args, **kwargs)


def _is_kept(request: HttpRequest) -> bool:
    handler = request.upload_handlers[0]
    taken = handler.taken if isinstance(handler, SealFile) else None
    return taken is not None and taken.is_kept


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

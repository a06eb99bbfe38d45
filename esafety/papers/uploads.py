"""Refusing files at the door: no page takes any yet, and a refused file must not touch the disk.

A picture that may show a child is illegal to copy, and a temporary file is a copy. Django's own
handlers write one before any view runs; this one stops reading at the file's name.
"""

from __future__ import annotations

from typing import Any, NoReturn

from django.core.exceptions import TooManyFilesSent
from django.core.files.uploadhandler import FileUploadHandler


class FileRefused(TooManyFilesSent):
    """A file came where none is taken. Django answers 400; `page` names the words for the person."""

    page = "file"

    def __init__(self) -> None:
        super().__init__("A file was sent and refused before it was read")


class RefuseFiles(FileUploadHandler):
    """The only upload handler: refuses every file before a byte of it is read."""

    def new_file(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise FileRefused

    def receive_data_chunk(self, raw_data: bytes, start: int) -> NoReturn:
        raise FileRefused

    def file_complete(self, file_size: int) -> NoReturn:
        raise FileRefused

"""A filled database for the tests of the backup, made once, and a pair of keys."""

from __future__ import annotations

import io
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from django.conf import settings as live
from django.db import connection

from esafety.audit.verify import Anchor, anchors
from esafety.backup import keypair
from esafety.walls import every_school
from tests.backup import standing
from tests.cast import Cast


class Filled(NamedTuple):
    """A database and a folder of files to copy from."""

    name: str
    files: Path
    cast: Cast


class School(NamedTuple):
    """What a test may damage. `restore` types the private key as a person would."""

    name: str
    cast: Cast
    head: str
    backups: Path
    private: str
    keyboard: Any

    def back_up(self) -> Path:
        standing.run("backup", to=self.backups)
        connection.close()
        return max(self.backups.glob("*.backup"))

    def restore(self, path: Path, *more: str, key: str = "", by_head: bool = False) -> str:
        self.keyboard.setattr(sys, "stdin", io.StringIO((key or self.private) + "\n"))
        named = ("--by", self.head, "--why", "rehearsal") if by_head else ()
        connection.close()
        return standing.run("restore", str(path), *more, *named)

    def anchors(self) -> list[str]:
        found: list[Anchor] = anchors()
        connection.close()
        return [part for anchor in found for part in ("--anchor", str(anchor))]


@pytest.fixture(scope="module")
def filled(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Filled]:
    folder = tmp_path_factory.mktemp("filled")
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch:
        patch.setattr(live, "MEDIA_ROOT", folder / "papers")
        original = str(connection.settings_dict["NAME"])
        # pytest-django prepares one only where some test of the run asks for `db`, as the first of these does.
        assert connection.introspection.table_names(), "There is no test database: run the whole file"
        standing.whole(original)
        with standing.copied(original, folder) as name:
            with every_school("a school is filled before any test of it"):
                cast = standing.fill()
            standing.whole(name)
            connection.settings_dict["NAME"] = original
            yield Filled(name, folder / "papers", cast)


@pytest.fixture
def school(
    filled: Filled, django_db_blocker: Any, tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> Iterator[School]:
    private = X25519PrivateKey.generate()
    settings.DATA_DIR = tmp_path
    settings.MEDIA_ROOT = tmp_path / "papers"
    settings.BACKUP_PUBLIC_KEY = keypair.write_public(private.public_key())
    shutil.copytree(filled.files, settings.MEDIA_ROOT)
    with django_db_blocker.unblock(), standing.copied(filled.name, tmp_path) as name:
        head = filled.cast.head.email
        yield School(
            name, filled.cast, head, tmp_path / "backups", keypair.write_private(private), monkeypatch
        )

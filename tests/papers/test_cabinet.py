"""Files on disk: nothing in clear, whole or not at all, keys that can be changed."""

from __future__ import annotations

import os
import time
from collections.abc import Iterable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction

from esafety.papers import cabinet, keys, sealing
from esafety.papers.models import StoredFile
from tests.papers.conftest import kept_files
from tests.papers.posters import CANARY

pytestmark = pytest.mark.django_db


def keep(source: Iterable[bytes]) -> StoredFile:
    kept = cabinet.keep(source)
    kept.save()
    return kept


def contents(kept: StoredFile) -> bytes:
    return b"".join(cabinet.read(StoredFile.objects.get(pk=kept.pk)))


def test_what_is_kept_comes_back_and_is_nowhere_in_clear(settings: Any) -> None:
    kept = keep([CANARY.encode()] * 5000)
    assert contents(kept) == CANARY.encode() * 5000
    (file,) = kept_files(settings)
    assert CANARY.encode() not in file.read_bytes()
    assert (file.stat().st_mode & 0o777, file.parent.stat().st_mode & 0o777) == (0o600, 0o700)


def test_an_altered_file_gives_not_one_byte(settings: Any) -> None:
    kept = keep([bytes(200_000)])
    (file,) = kept_files(settings)
    sealed = file.read_bytes()
    file.write_bytes(sealed[:-1] + bytes([sealed[-1] ^ 1]))
    with pytest.raises(sealing.BrokenSeal):
        cabinet.read(kept)


def test_two_files_exchanged_on_disk_are_both_refused(settings: Any) -> None:
    one, other = keep([b"one"]), keep([b"other"])
    a, b = (Path(settings.MEDIA_ROOT) / kept.name[:2] / kept.name for kept in (one, other))
    content = a.read_bytes()
    a.write_bytes(b.read_bytes())
    b.write_bytes(content)
    for kept in (one, other):
        with pytest.raises(sealing.BrokenSeal):
            cabinet.read(kept)


def test_keys_exchanged_between_rows_open_nothing() -> None:
    one, other = keep([b"one"]), keep([b"other"])
    StoredFile.objects.filter(pk=one.pk).update(wrapped_key=other.wrapped_key)
    with pytest.raises(sealing.BrokenSeal):
        contents(one)


def test_a_missing_file_says_so(settings: Any) -> None:
    kept = keep([b"one"])
    kept_files(settings)[0].unlink()
    with pytest.raises(cabinet.FileGone):
        cabinet.read(kept)


def test_a_source_that_breaks_half_way_leaves_nothing(settings: Any) -> None:
    def broken() -> Any:
        yield bytes(300_000)
        raise OSError("the other side went away")

    with pytest.raises(OSError, match="went away"):
        cabinet.keep(broken())
    assert kept_files(settings) == []
    assert not StoredFile.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_destroyed_file_is_gone_and_cannot_be_read_from_a_backup(settings: Any) -> None:
    kept = keep([b"one"])
    (file,) = kept_files(settings)
    backup = file.read_bytes()
    cabinet.destroy(kept)
    assert not file.exists()
    file.write_bytes(backup)
    kept.refresh_from_db()
    assert kept.wrapped_key == ""
    with pytest.raises(cabinet.FileGone):
        contents(kept)


@pytest.mark.django_db(transaction=True)
def test_a_file_stays_when_its_destruction_is_rolled_back(settings: Any) -> None:
    kept = keep([b"one"])
    with transaction.atomic():
        cabinet.destroy(kept)
        transaction.set_rollback(True)
    assert contents(kept) == b"one"


def test_a_row_with_neither_key_nor_end_is_impossible() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        StoredFile.objects.create(name="a", key_id="b", wrapped_key="", size=1, sha256="c")


def test_what_a_crash_left_is_swept_after_a_day_and_nothing_else(settings: Any) -> None:
    kept = keep([b"one"])
    folder = Path(settings.MEDIA_ROOT) / "ab"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "left").write_bytes(b"x")
    (folder / "fresh.part").write_bytes(b"x")
    two_days_ago = time.time() - 2 * 86400
    for path in [folder / "left", *(p for p in kept_files(settings) if p.name == kept.name)]:
        os.utime(path, (two_days_ago, two_days_ago))
    assert cabinet.sweep() == 1
    assert sorted(path.name for path in kept_files(settings)) == sorted(["fresh.part", kept.name])


def rotate(settings: Any) -> str:
    out = StringIO()
    call_command("rotate_files_key", stdout=out)
    return out.getvalue()


def test_a_changed_key_opens_old_files_until_and_after_rotation(settings: Any) -> None:
    settings.FILES_KEY = "first " * 8
    kept = [keep([b"one"]), keep([b"two"])]
    settings.FILES_KEY, settings.FILES_KEY_FALLBACKS = "second " * 8, ["first " * 8]
    assert [contents(file) for file in kept] == [b"one", b"two"]
    before = [path.read_bytes() for path in sorted(kept_files(settings))]
    assert "2 files" in rotate(settings)
    assert [path.read_bytes() for path in sorted(kept_files(settings))] == before
    settings.FILES_KEY_FALLBACKS = []
    assert [contents(file) for file in kept] == [b"one", b"two"]
    assert "0 files" in rotate(settings)


def test_a_lost_key_is_named_and_nothing_is_harmed(settings: Any) -> None:
    settings.FILES_KEY = "first " * 8
    kept = keep([b"one"])
    settings.FILES_KEY = "second " * 8
    with pytest.raises(keys.UnknownKey):
        cabinet.read(kept)
    with pytest.raises(CommandError, match="1 files are wrapped under a key"):
        rotate(settings)
    settings.FILES_KEY = "first " * 8
    assert contents(kept) == b"one"


def test_in_production_there_is_no_key_but_the_one_given(settings: Any) -> None:
    settings.PRODUCTION, settings.FILES_KEY = True, ""
    with pytest.raises(ImproperlyConfigured, match="FILES_KEY"):
        cabinet.keep([b"one"])

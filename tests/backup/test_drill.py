"""The drill: back up, lose everything or some of it, restore, compare. On both databases; `make drill` runs it."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.management.base import CommandError
from django.db import connection
from django.test import Client, override_settings

from esafety.audit.models import AuditEvent
from esafety.audit.verify import faults
from esafety.backup.keypair import write_private
from esafety.keeping.models import Tombstone
from esafety.papers import cabinet
from esafety.walls import within
from esafety.walls.owner import as_owner
from esafety.walls.standing import binds, without_wall
from incidents.models import Incident
from tests import builders
from tests.backup import standing
from tests.backup.conftest import School
from tests.cast import sign_in
from tests.keeping.old import an_old_record, carried_out, three_years


def lose_everything(school: School) -> None:
    """A new machine: an empty database, no files."""
    connection.close()
    shutil.rmtree(settings.MEDIA_ROOT)
    if standing.on_postgres():
        standing.drop_all(school.name)
        standing.on_the_server(f'CREATE DATABASE "{school.name}"')
    else:
        Path(school.name).unlink()


def without_the_entry(state: dict[str, Any]) -> dict[str, Any]:
    """The state but for the entries that say that it was restored."""
    rows = {**state["rows"]}
    rows["audit_auditevent"] = [row for row in rows["audit_auditevent"] if "backup.restored" not in str(row)]
    rows.pop("sqlite_sequence", None)
    return {**state, "rows": rows}


def test_without_a_key_nothing_is_written(db: None, settings: Any, tmp_path: Path) -> None:
    settings.BACKUP_PUBLIC_KEY = ""
    with pytest.raises(CommandError, match="backup_key makes a pair"):
        standing.run("backup", to=tmp_path)
    assert not list(tmp_path.iterdir())


def test_everything_lost_comes_back_as_it_was(school: School) -> None:
    before, printed = standing.state(), school.anchors()
    backup = school.back_up()
    lose_everything(school)
    said = school.restore(backup, *printed)
    assert "Counts, trail and hashes agree" in said
    assert without_the_entry(standing.state()) == before
    assert list(faults()) == []
    for kept in standing.stored():
        assert b"".join(cabinet.read(kept)).startswith(b"file ")
    entries = AuditEvent.objects.filter(code="backup.restored")
    assert entries.values("school_id").distinct().count() == entries.count() > 1
    if standing.on_postgres():  # the walls came back with it, for the role that is here
        assert binds()
        assert without_wall() == []
        with within(school.cast.school.pk):
            assert Incident.objects.count() == 2
        with within(school.cast.other.pk):
            assert Incident.objects.count() == 0


@pytest.mark.postgres
def test_the_role_of_the_product_alone_takes_no_backup(school: School) -> None:
    with override_settings(DATABASE_OWNER={}), pytest.raises(CommandError, match="sees no school"):
        school.back_up()
    assert not list(school.backups.glob("*"))


def test_what_was_damaged_is_replaced_and_what_was_there_is_kept_aside(school: School) -> None:
    before = standing.state()
    backup = school.back_up()
    kept = standing.stored()[0]
    (Path(settings.MEDIA_ROOT) / kept.name[:2] / kept.name).write_bytes(b"damaged")
    builders.a_concern(school.cast, description="written after the backup")
    newer = cabinet.keep([b"newer"])
    newer.save()
    entries = AuditEvent.objects.count()
    said = school.restore(backup, "--replace", "--behind", by_head=True)
    after = standing.state()
    assert without_the_entry(after)["rows"] == before["rows"]
    assert after["files"] == before["files"]
    assert "is now called" in said
    aside = list(Path(settings.DATA_DIR).glob("papers.before-*/??/*"))
    assert [path.name for path in aside] == [newer.name]
    said_in_the_trail = AuditEvent.objects.filter(code="backup.restored_behind")
    lost = entries - len(before["rows"]["audit_auditevent"])
    assert {entry.actor_id for entry in said_in_the_trail} == {school.cast.head.pk}
    assert {entry.detail["lost"] for entry in said_in_the_trail} == {lost}
    assert said_in_the_trail[0].detail["why"] == "rehearsal"


def test_a_backup_shows_nothing_and_is_for_its_owner_only(school: School) -> None:
    backup = school.back_up()
    raw = backup.read_bytes()
    words = [standing.CANARY, school.cast.head.email, "audit_auditevent", "manifest.json", "PGDMP", "SQLite"]
    assert [word for word in words if word.encode() in raw] == []
    assert backup.stat().st_mode & 0o777 == 0o600
    assert backup.parent.stat().st_mode & 0o777 == 0o700
    assert sorted(path.name for path in Path(settings.DATA_DIR).iterdir() if "copy" in path.name) == []


def test_nobody_who_was_signed_in_is_signed_in_after_a_restore(school: School) -> None:
    sign_in(Client(), school.cast.dsl)
    assert Session.objects.exists()
    backup = school.back_up()
    printed = school.anchors()
    lose_everything(school)
    school.restore(backup, *printed)
    assert not Session.objects.exists()


def test_a_bad_backup_changes_nothing_and_says_why(school: School) -> None:
    backup, before = school.back_up(), standing.state()
    raw = backup.read_bytes()
    half = len(raw) // 2
    flipped = raw[:half] + bytes([raw[half] ^ 1]) + raw[half + 1 :]
    mistyped = school.private[:20] + ("A" if school.private[20] != "A" else "B") + school.private[21:]
    another = write_private(X25519PrivateKey.generate())
    head, chunk = 4 + 8 + 80 + 11, 64 * 1024 + 16
    for content, key, says in (
        (flipped, "", "damaged or cut off"),
        (raw[:half], "", "damaged or cut off"),
        (raw[: head + 3 * chunk], "", "damaged or cut off"),
        (raw[:60], "", "damaged or cut off"),
        (b"PK" + raw[2:], "", "no Safekeep backup"),
        (b"", "", "no Safekeep backup"),
        (raw, another, "is for the key"),
        (raw, mistyped, "mistyped"),
        (raw, "SKPUB-AAAA", "begins with SKPRIVATE"),
    ):
        backup.write_bytes(content)
        with pytest.raises(CommandError, match=says):
            school.restore(backup, "--replace", "--behind", key=key, by_head=True)
    backup.unlink()
    with pytest.raises(CommandError, match="cannot be opened: No such file"):
        school.restore(backup, "--replace", "--behind", by_head=True)
    assert standing.state() == before


def test_records_that_are_there_are_not_replaced_by_accident(school: School) -> None:
    backup = school.back_up()
    before = standing.state()
    with pytest.raises(CommandError, match="add --replace"):
        school.restore(backup)
    with pytest.raises(CommandError, match="Say who decided this"):
        school.restore(backup, "--replace")
    assert standing.state() == before


def test_behind_a_printed_anchor_only_by_name(school: School) -> None:
    backup = school.back_up()
    builders.a_concern(school.cast, description="written after the backup")
    printed = school.anchors()
    lose_everything(school)
    with pytest.raises(CommandError, match="older than what is known"):
        school.restore(backup, *printed)
    with pytest.raises(CommandError, match="Give the anchors"):
        school.restore(backup)
    with pytest.raises(CommandError, match="Nobody has an account"):
        school.restore(backup, "--behind", "--by", "nobody@school.example", "--why", "lost")
    assert not standing.stored_in(school.name)
    school.restore(backup, "--behind", *printed, by_head=True)
    assert standing.stored()


def test_a_printed_anchor_that_is_not_in_the_chain_is_noticed(school: School) -> None:
    backup = school.back_up()
    printed = school.anchors()
    printed[1] = printed[1][:-4] + ("0000" if printed[1][-4:] != "0000" else "1111")
    lose_everything(school)
    with pytest.raises(CommandError, match="the printed anchor is not in the chain"):
        school.restore(backup, *printed)
    assert not standing.stored_in(school.name)


def test_a_database_in_use_is_left_alone(school: School) -> None:
    backup = school.back_up()
    before = standing.state()
    with standing.somebody_else(school.name), pytest.raises(CommandError, match="in use"):
        school.restore(backup, "--replace", "--behind", by_head=True)
    assert standing.state() == before


def test_a_full_disk_leaves_no_half_backup_and_no_half_restore(school: School) -> None:
    before = standing.state()
    with (
        standing.no_file_larger_than(100_000),
        pytest.raises(CommandError, match="could not be written|File too large"),
    ):
        school.back_up()
    assert not list(school.backups.iterdir())
    backup = school.back_up()
    lose_everything(school)
    with (
        standing.no_file_larger_than(100_000),
        pytest.raises(CommandError, match="Nothing was changed|could not be"),
    ):
        school.restore(backup, "--behind", by_head=True)
    assert not list(Path(settings.MEDIA_ROOT).glob("??/*"))
    assert not standing.stored_in(school.name)
    school.restore(backup, "--behind", by_head=True)
    assert without_the_entry(standing.state()) == before


def test_what_was_disposed_of_since_does_not_come_back(school: School) -> None:
    three_years(school.cast)
    incident = an_old_record(school.cast, about="Somebody Else")
    stays = an_old_record(school.cast, about="Another One")
    backup = school.back_up()
    carried_out(school.cast, incident)
    school.restore(backup, "--replace", "--behind", by_head=True)
    assert not Incident.objects.filter(pk=incident.pk).exists()
    assert Incident.objects.filter(pk=stays.pk).exists()
    assert Tombstone.objects.filter(was_id=incident.pk).count() == 1
    assert list(faults()) == []


def test_a_backup_of_a_newer_version_is_not_taken_apart_by_an_older_one(school: School) -> None:
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('incidents', '9999_later', '2030-01-01')"
        )
    backup = school.back_up()
    lose_everything(school)
    with pytest.raises(CommandError, match="newer version"):
        school.restore(backup, "--behind", by_head=True)


def test_a_file_destroyed_before_stays_destroyed_and_one_that_is_lost_is_said(school: School) -> None:
    gone, lost, _ = standing.stored()
    cabinet.destroy(gone)
    (Path(settings.MEDIA_ROOT) / gone.name[:2] / gone.name).unlink(missing_ok=True)
    (Path(settings.MEDIA_ROOT) / lost.name[:2] / lost.name).unlink()
    with pytest.raises(CommandError, match="1 kept files are not on this machine"):
        school.back_up()
    backup = max(school.backups.glob("*.backup"))
    printed = school.anchors()
    lose_everything(school)
    assert "1 files were not there" in school.restore(backup, *printed)
    assert len(list(Path(settings.MEDIA_ROOT).glob("??/*"))) == 1


def test_old_backups_go_and_the_newest_stays_however_old(school: School) -> None:
    school.backups.mkdir()
    old = school.backups / "safekeep-20200101T000000Z.backup"
    other = school.backups / "notes.txt"
    for path in (old, other):
        path.write_bytes(b"")
    backup = school.back_up()
    assert sorted(school.backups.iterdir()) == sorted([backup, other])


def test_another_files_key_is_noticed(school: School, settings: Any) -> None:
    backup = school.back_up()
    printed = school.anchors()
    lose_everything(school)
    settings.SECRET_KEY = "x" * 60
    with pytest.raises(CommandError, match="FILES_KEY of this machine does not open them"):
        school.restore(backup, *printed)

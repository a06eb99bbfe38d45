"""The way back: everything is read, put beside what is there, checked, and only then takes its place."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, BinaryIO, NamedTuple, cast

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction
from django.db.migrations.loader import MigrationLoader
from django.utils import timezone

from esafety.audit import record
from esafety.audit.trail import Detail
from esafety.audit.verify import Anchor, faults
from esafety.backup import contents, engines, envelope, files
from esafety.backup.contents import Manifest
from esafety.backup.engines.shape import Present, Target, counts_now
from esafety.backup.refusals import CannotRestore
from esafety.backup.vocabulary import RESTORED, RESTORED_BEHIND, Why
from esafety.keeping.ledger import ledger_file, reapply_disposals
from esafety.papers import keys
from esafety.papers.models import StoredFile
from esafety.people.models import School, User

Say = Callable[[str], None]


class Override(NamedTuple):
    """Who decided to replace what is there or to go behind what was known, and why."""

    email: str
    why: Why


class Asked(NamedTuple):
    """What the person at the keyboard asked for."""

    path: Path
    private: X25519PrivateKey
    printed: list[Anchor]
    replace: bool = False
    behind: bool = False
    override: Override | None = None


class Restored(NamedTuple):
    """What was restored, and where the earlier database and files are now."""

    manifest: Manifest
    files: int
    missing: int
    earlier: str
    earlier_files: Path | None
    keys_missing: list[str]


def restore(asked: Asked, say: Say) -> Restored:
    """Bring back what a backup holds, whole or not at all. Raises CannotRestore; then nothing was changed."""
    say("Reading the whole backup, to be sure of it …")
    manifest = _read_whole(asked, say)
    _refuse_other_kinds(manifest)
    with engines.target() as target:
        present = target.present()
        lost = _refuse_what_would_be_lost(asked, manifest, present)
        target.refuse_if_in_use()
        put = files.Restored()
        try:
            with tempfile.TemporaryFile() as listing:
                _load(asked, target, put, cast(BinaryIO, listing), say)
                say("Checking rows, trail and files …")
                target.look_at_it()
                _check(asked, manifest, cast(BinaryIO, listing))
                missing = sum(not one.is_here for one in _from_start(cast(BinaryIO, listing)))
            _bring_up_to_date(say)
            _dispose_again(say)
            _enter(asked, manifest, lost)
            unknown = _unknown_keys()
            earlier = target.swap()
        except BaseException:
            put.take_back()
            raise
        finally:
            put.close()
    return Restored(manifest, put.count, missing, earlier, _set_files_aside(earlier), unknown)


# -- before anything is touched ---------------------------------------------------------------------------


def _read_whole(asked: Asked, say: Say) -> Manifest:
    """Every byte: a flipped one, or a missing end, is found before anything begins."""
    manifest = None
    with _opened(asked, say) as members:
        for name, content in members:
            if name == contents.MANIFEST:
                manifest = Manifest.read(content.read())
    if manifest is None:
        raise CannotRestore("This backup holds no manifest.")
    return manifest


@contextmanager
def _opened(asked: Asked, say: Say) -> Iterator[Iterator[tuple[str, IO[bytes]]]]:
    try:
        sealed = asked.path.open("rb")
    except OSError as error:
        raise CannotRestore(f"The backup cannot be opened: {error.strerror}.") from error
    with sealed:
        seen = _progress(asked.path.stat().st_size, say)
        yield contents.members(envelope.opened(sealed, asked.private, seen))


def _progress(size: int, say: Say) -> Callable[[int], None]:
    """Says each tenth."""
    done, said = 0, 0

    def seen(more: int) -> None:
        nonlocal done, said
        done += more
        if done * 10 // max(size, 1) > said:
            said = done * 10 // max(size, 1)
            say(f"  {min(said * 10, 100)}%")

    return seen


def _refuse_other_kinds(manifest: Manifest) -> None:
    if manifest.engine != connection.vendor:
        raise CannotRestore(
            f"This backup was made on {manifest.engine}, and DATABASE_URL names {connection.vendor}."
        )
    ours = MigrationLoader(None, ignore_no_migrations=True).disk_migrations
    apps = {app for app, _ in ours}
    newer = [f"{app} {name}" for app, name in manifest.migrations if app in apps and (app, name) not in ours]
    if newer:
        raise CannotRestore(
            f"A newer version of Safekeep made this backup ({newer[0]}). Install that version first."
        )


def _refuse_what_would_be_lost(asked: Asked, manifest: Manifest, present: Present) -> int:
    """How many entries of the trail will be given up. Raises CannotRestore unless that was asked for by name."""
    if not present.is_empty and not asked.replace:
        raise CannotRestore(
            "There are records in this database. To put the backup in their place, add --replace with --by and --why."
        )
    known = [*asked.printed, *(present.heads or [])]
    kept = {head.school_id: head.number for head in manifest.heads}
    ahead = [anchor for anchor in known if kept.get(anchor.school_id, 0) < anchor.number]
    if ahead and not asked.behind:
        first = ahead[0]
        raise CannotRestore(
            f"This backup is older than what is known: its trail of school {first.school_id} ends at entry "
            f"{kept.get(first.school_id, 0)}, and entry {first.number} was written. Use a newer backup, or add "
            "--behind with --by and --why."
        )
    if not known and not asked.behind or present.heads is None and not (asked.printed or asked.behind):
        raise CannotRestore(
            "Give the anchors that were printed last (--anchor), so that an old backup is not taken for the newest. "
            "If there are none, add --behind with --by and --why."
        )
    if (asked.behind or not present.is_empty) and not asked.override:
        raise CannotRestore("Say who decided this and why: --by and --why.")
    return sum(anchor.number - kept.get(anchor.school_id, 0) for anchor in _furthest(ahead))


def _furthest(anchors: list[Anchor]) -> list[Anchor]:
    """Of each school the one with the highest number."""
    return list({one.school_id: one for one in sorted(anchors, key=lambda one: one.number)}.values())


# -- beside what is there -----------------------------------------------------------------------------------


def _load(asked: Asked, target: Target, put: files.Restored, listing: IO[bytes], say: Say) -> None:
    say("Restoring …")
    with _opened(asked, say) as members:
        for name, content in members:
            if name.startswith(contents.FILES):
                put.put(name.removeprefix(contents.FILES), content)
            elif name == contents.HASHES:
                listing.writelines(contents.pieces_of(content))
            elif name.startswith(contents.DATABASE):
                target.load(_database(content, members))
                return
    raise CannotRestore("This backup holds no database.")


def _database(first: IO[bytes], rest: Iterator[tuple[str, IO[bytes]]]) -> Iterator[bytes]:
    yield from contents.pieces_of(first)
    for _, content in rest:
        yield from contents.pieces_of(content)


def _check(asked: Asked, manifest: Manifest, listing: IO[bytes]) -> None:
    """Rows, trail and files are what they were. Raises CannotRestore."""
    now = counts_now()
    differ = [table for table, rows in manifest.counts.items() if now.get(table) != rows]
    if differ:
        raise CannotRestore(
            f"The table {differ[0]} has another number of rows than it had. Nothing was changed."
        )
    printed = [] if asked.behind else asked.printed
    broken = next(faults([*manifest.heads, *printed]), None)
    if broken:
        raise CannotRestore(
            f"The trail in this backup is broken: school {broken.school_id}, entry {broken.number}: {broken.why}."
        )
    listing.seek(0)
    wrong = next(files.differing(listing), None)
    if wrong:
        raise CannotRestore(f"The kept file {wrong} is not what it was. Nothing was changed.")


def _from_start(listing: IO[bytes]) -> Iterator[files.Listed]:
    listing.seek(0)
    return files.lines(listing)


def _bring_up_to_date(say: Say) -> None:
    """An older backup gets the steps it lacks."""
    say("Bringing the database up to this version …")
    call_command("migrate", interactive=False, verbosity=0)


def _dispose_again(say: Say) -> None:
    """What was disposed of since the backup was made does not come back (esafety/keeping/ledger.py)."""
    if ledger_file().exists():
        say("Disposing again of what was disposed of since …")
        try:
            with ledger_file().open(encoding="utf-8") as lines:
                reapply_disposals(lines)
        except ValueError as why:
            raise CannotRestore(
                f"The ledger of disposals cannot be read: {why}. Nothing was changed."
            ) from why


def _enter(asked: Asked, manifest: Manifest, lost: int) -> None:
    """The trail of every school says that it was brought back, by whom, and how much was given up."""
    by = _decided_by(asked)
    detail: dict[str, Detail] = {"made_at": manifest.made_at, "lost": lost, "replaced": asked.replace}
    what = RESTORED_BEHIND if asked.behind else RESTORED
    why = {"why": asked.override.why.value} if asked.override else {}
    for school in [None, *School.objects.order_by("pk")]:
        with transaction.atomic():
            record(what, by=by, school=school, detail={**detail, **why})


def _decided_by(asked: Asked) -> User | None:
    if not asked.override:
        return None
    found = User.objects.filter(email__iexact=asked.override.email, is_active=True).first()
    if not found:
        raise CannotRestore("Nobody has an account under the address in --by. Name somebody who has.")
    return found


def _unknown_keys() -> list[str]:
    """Ids of keys that files are wrapped under and that this machine does not have."""
    ids = StoredFile.objects.filter(destroyed_at=None).values_list("key_id", flat=True).distinct().order_by()
    return [key_id for key_id in ids if not keys.has(key_id)]


def _set_files_aside(earlier: str) -> Path | None:
    """Files of the database that was set aside go with it: nobody knows yet whether they will be wanted."""
    if not earlier:
        return None
    folder = Path(settings.MEDIA_ROOT).with_name(f"papers.before-{timezone.now():%Y%m%dT%H%M%SZ}")
    return folder if files.set_aside_others(folder) else None

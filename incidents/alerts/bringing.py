"""A file of alerts that somebody brings: read, taken in, thrown away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from esafety.papers import cabinet
from incidents.actions.alerts import receive_alerts
from incidents.alerts.csv_file import Read, read_file

if TYPE_CHECKING:
    from esafety.papers.uploads import SealedUpload
    from esafety.people.models import User
    from incidents.models import AlertSource


def bring(source: AlertSource, file: SealedUpload, *, by: User) -> tuple[Read, str]:
    """Take in what can be read of it. The file itself is not kept. Raises Unreadable and NotNow."""
    kept = file.keep()
    try:
        read = read_file(cabinet.read(kept))
    finally:
        cabinet.drop(kept)
    received = receive_alerts(source=source, told=read.alerts, by=by)
    return read, said_of(len(received.new), received.known)


def said_of(new: int, known: int) -> str:
    """What came of it, in a sentence."""
    taken = f"{new:,} alert{'' if new == 1 else 's'} taken in"
    return f"{taken}, {known:,} there already." if known else f"{taken}."

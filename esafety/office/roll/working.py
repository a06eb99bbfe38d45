"""Which work is done on an import in the background."""

from __future__ import annotations

from collections.abc import Callable

from esafety.access.capabilities import Capability
from esafety.access.roles import may
from esafety.office.models import ImportRun
from esafety.office.roll.applying import apply
from esafety.office.roll.checking import check
from esafety.office.roll.undoing import undo
from esafety.office.roll.vocabulary import Job, Stage
from esafety.people.models import User

_WORK: dict[Job, tuple[Stage, Callable[[ImportRun], None]]] = {
    Job.CHECK: (Stage.CHECKING, check),
    Job.APPLY: (Stage.APPLYING, apply),
    Job.UNDO: (Stage.UNDOING, undo),
}


def work(run: ImportRun) -> None:
    """Do one piece of work, in the name of whoever asked for it and with the right they hold now."""
    given = run.roll_import
    stage, act = _WORK[Job(run.job)]
    asker = User.objects.get(pk=run.asked_by_id)
    if given.stage != stage:
        run.withhold("gone on")
    elif not may(asker, Capability.MANAGE_ROLL, given.school_id):
        run.park("right ended")
    else:
        act(run)

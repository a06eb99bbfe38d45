"""The background work of a disposal. Whoever dies in the middle of it is followed by another, who finishes it."""

from __future__ import annotations

from esafety.keeping import actions
from esafety.keeping.ledger import write_ledger_file
from esafety.keeping.models import Disposal, DisposalRun
from esafety.keeping.vocabulary import Stage


def carry(run: DisposalRun) -> None:
    """Dispose of one record after another, each in a transaction of its own, then close the door."""
    disposal = Disposal.objects.select_related("school").get(pk=run.disposal_id)
    if disposal.stage == Stage.APPROVED:
        left = list(disposal.items.all())
        for number, item in enumerate(left, start=run.total - len(left) + 1):
            actions.dispose_of(disposal=disposal, item=item, by=None)
            run.reach(number)
        actions.finish(disposal=disposal, by=None)
    write_ledger_file()

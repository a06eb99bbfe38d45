"""Who may have a paper: the person who asked for it, as long as they may see what it was made from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.utils import timezone

from esafety.access.capabilities import Capability
from esafety.papers.making import may_still
from esafety.papers.models import Paper

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from esafety.people.models import User


class PaperPolicy:
    """The paper's requester and nobody else; the record's own policy is asked again each time."""

    model = Paper

    def visible_to(
        self, user: User | AnonymousUser, records: models.QuerySet[Paper]
    ) -> models.QuerySet[Paper]:
        """Papers that this account asked for in the last day and still has the right to."""
        mine = records.filter(
            requested_by=user.pk, recipient=None, to_person=None, expires_at__gt=timezone.now()
        )
        asked = mine.select_related("requested_by")
        allowed = [paper.pk for paper in asked if may_still(paper, paper.record())]
        return records.filter(pk__in=allowed)

    def allows(self, user: User | AnonymousUser, capability: Capability, record: Paper) -> bool:
        """The same question about one paper; whoever may have it may do all there is to do with it."""
        return self.visible_to(user, Paper.objects.filter(pk=record.pk)).exists()


paper_policy = PaperPolicy()

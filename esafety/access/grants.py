"""Opening one record to one colleague, and closing it again. The only writer of guardian's tables."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, TypeVar

from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.utils import timezone

from esafety.access.models import Invitation
from esafety.access.vocabulary import INVITATION_ENDED, INVITED
from esafety.audit import record as write_trail

if TYPE_CHECKING:
    from esafety.people.models import User

Given = TypeVar("Given", bound=Invitation)


def seeing(model: type[models.Model]) -> Permission:
    """The one permission an invitation carries: to view a record of this kind."""
    return Permission.objects.get(
        content_type=ContentType.objects.get_for_model(model), codename=f"view_{model._meta.model_name}"
    )


@transaction.atomic
def invite(
    *, table: type[Given], record: Any, user: User, by: User, reason: str, until: dt.datetime | None
) -> Given:
    """Open `record` to `user` until a moment (None: until ended). Repeating it renews the invitation."""
    rows: Any = table.objects
    invitation: Given
    invitation, _ = rows.update_or_create(
        user=user,
        content_object=record,
        permission=seeing(type(record)),
        defaults={"given_by": by, "reason": reason, "until": until, "given_at": timezone.now()},
    )
    write_trail(INVITED, by=by, school=record.school, about=record, detail={"account": user.pk})
    return invitation


@transaction.atomic
def end_invitation(*, invitation: Any, by: User | None) -> None:
    """Close a record that was opened to somebody. The row stays and says until when it held."""
    invitation.until = timezone.now()
    invitation.save(update_fields=["until"])
    record = invitation.content_object
    write_trail(
        INVITATION_ENDED, by=by, school=record.school, about=record, detail={"account": invitation.user_id}
    )

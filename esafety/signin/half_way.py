"""Somebody who has given their password and not yet their second step."""

from __future__ import annotations

from allauth.account.internal.stagekit import get_pending_stage
from allauth.mfa.stages import AuthenticateStage
from django.http import HttpRequest

from esafety.access.roles import schools_of
from esafety.people.models import User
from esafety.walls import enter


def account_half_way(request: HttpRequest) -> User | None:
    """The account whose password was given a few minutes ago and whose second step is asked for now, if any."""
    stage = get_pending_stage(request)
    if stage is None or stage.key != AuthenticateStage.key:
        return None
    user = stage.login.user
    if not isinstance(user, User) or not user.is_active:
        return None
    enter(*schools_of(user))
    return user

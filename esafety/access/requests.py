"""What a view behind a door may rely on."""

from __future__ import annotations

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from esafety.people.models import School, User


class SignedIn(HttpRequest):
    """A request that came through a door: an account is signed in; `school` is falsy when it has no post."""

    user: User  # never anonymous behind a door
    school: School
    htmx: HtmxDetails

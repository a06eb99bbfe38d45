"""Which school the request is about."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib.auth import SESSION_KEY
from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from esafety.access.roles import schools_of
from esafety.people.models import School
from esafety.people.words import in_our_words, speaking_for, spoken
from esafety.walls import enter

CHOSEN = "school_id"
"""What a session remembers of the school its holder went to."""


def current_school(request: HttpRequest) -> School | None:
    """The school chosen in this session if the account still has a role there, else its first."""
    mine = schools_of(request.user)
    if not mine:
        return None
    return mine.get(request.session.get(CHOSEN, 0)) or mine[min(mine)]


class OwnSchools:
    """Opens the walls of the schools in which whoever is signed in holds a role, until the answer is made."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Take the next layer."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Enter them; a stranger enters none."""
        if SESSION_KEY in request.session:
            enter(*schools_of(request.user))
        return self.get_response(request)


class CurrentSchool:
    """Sets `request.school`, looked up only when a page asks. Falsy when the account has no role."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Take the next layer."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Note the school and its words, then go on."""
        request.school = SimpleLazyObject(lambda: current_school(request))  # type: ignore[attr-defined]
        request.school_word = SimpleLazyObject(lambda: in_our_words("online safety"))  # type: ignore[attr-defined]
        school: School = request.school  # type: ignore[attr-defined]
        with speaking_for(school):
            response = self.get_response(request)
        if response.streaming:
            response.streaming_content = spoken(response.streaming_content, school)  # type: ignore[attr-defined]
        return response

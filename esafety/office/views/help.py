"""The public help page of a school."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from esafety.access.doors import public
from esafety.office.queries.help import help_page
from esafety.people.models import School
from esafety.walls import enter

KEPT_SECONDS = 600


@require_safe
@public(
    "Parents and pupils have no account, and must be able to find help without being counted or remembered"
)
def help_for_all(request: HttpRequest, slug: str) -> HttpResponse:
    """How to reach the school, and who else helps. The same for everybody, so it is made without the request."""
    school = School.objects.filter(slug=slug, help_is_public=True).first()
    if school is None:
        raise Http404
    enter(school.pk)
    response = HttpResponse(render_to_string("office/help.html", help_page(school)))
    response.kept_seconds = KEPT_SECONDS  # type: ignore[attr-defined]
    return response


help_for_all.unattended = True  # type: ignore[attr-defined]  # being here says nothing of being at work

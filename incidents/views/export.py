"""The list as a file."""

from __future__ import annotations

from django.http import StreamingHttpResponse
from django.utils import timezone
from django.views.decorators.http import require_GET

from esafety.access.capabilities import Capability as C
from esafety.access.doors import open_to
from esafety.access.requests import SignedIn
from esafety.audit import note
from esafety.signin.step_up import recent_sign_in_required
from incidents.lists.exporting import export_lines
from incidents.lists.listing import found
from incidents.views.listing import asked
from incidents.vocabulary import EXPORTED


@require_GET
@open_to(C.EXPORT)
@recent_sign_in_required
def incidents_export(request: SignedIn) -> StreamingHttpResponse:
    """Every incident of the list, as CSV. Written down before the first line leaves."""
    user, school = request.user, request.school
    filters = asked(request, request.META["QUERY_STRING"])
    count = found(user, school, filters).count()
    note(EXPORTED, by=user, school=school, detail={"count": count, "filters": filters.codes()})
    lines = export_lines(user, school, filters)
    name = f"incidents-{timezone.localdate():%Y-%m-%d}.csv"
    return StreamingHttpResponse(
        lines,
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )

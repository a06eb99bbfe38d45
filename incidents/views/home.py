"""The first page."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from esafety.access.capabilities import Capability as C
from esafety.access.doors import signed_in
from esafety.access.requests import SignedIn
from esafety.access.roles import may
from esafety.people.models import Person
from incidents.lists import desk, listing, my_tasks, rows
from incidents.lists.elsewhere import due_elsewhere
from incidents.lists.filters import Filters

# fmt: off
SHOWN_FOR = (
    C.REPORT, C.TRIAGE, C.SEE_INCIDENTS, C.DO_TASKS, C.MANAGE_SCHOOL, C.CONFIRM_ACCOUNTS, C.FOUND_SCHOOLS,
    C.COMPARE_SCHOOLS,
)
# fmt: on


@require_safe
@signed_in
def home(request: SignedIn) -> HttpResponse:
    """What needs this person now, by what their posts let them do."""
    user, school = request.user, request.school
    allowed = {one.value: may(user, one, school or None) for one in SHOWN_FOR}
    sets_up = (
        bool(school) and not school.is_live and (allowed["manage_school"] or allowed["confirm_accounts"])
    )
    context: dict[str, Any] = {"title": "Home", "may": allowed, "sets_up": sets_up}
    if allowed["report"]:
        context["has_draft"] = desk.has_draft(user)
    if allowed["do_tasks"] or allowed["see_incidents"]:
        context["figures"] = desk.figures(user, school, triages=allowed["triage"])
    # a lead’s first page is for what comes in; what they must answer stands on the page of what is due
    if school and not allowed["triage"]:
        context["elsewhere"] = due_elsewhere(user, school)
    if allowed["triage"]:
        waiting = listing.page(user, school, Filters(), most=desk.MOST_SHOWN)
        context["lines"] = rows.lines(waiting.rows, {}, Filters().encoded(user))
    elif allowed["report"]:
        context["tasks"] = my_tasks.page(user, school, most=desk.MOST_SHOWN).lines
        context["reports"] = desk.latest_reports(user)
    else:
        people = Person.objects.filter(account=user, school=school or None, left_on__isnull=True)
        context["signs"] = bool(school) and people.exists()
    return render(request, "incidents/home.html", context)

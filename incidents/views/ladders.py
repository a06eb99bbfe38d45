"""Which ladder of sanctions a school goes by."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.urls import reverse

from esafety.access.asking import ask, sent
from esafety.access.capabilities import Capability as C
from esafety.access.doors import open_to
from esafety.access.requests import SignedIn
from incidents import actions
from incidents.forms.sanctions import LadderForm
from incidents.record.ladder import chosen


@open_to(C.MANAGE_SCHOOL)
def ladders(request: SignedIn) -> HttpResponse:
    """Choose the ladder for pupils and what of it the school makes use of."""
    ladder, used, months = chosen(request.school)
    initial = {"ladder": ladder.id, "measures": [one.value for one in used], "months": months}
    form = LadderForm(sent(request), initial=initial)

    def act(told: dict[str, Any]) -> str:
        actions.choose_ladder(school=request.school, by=request.user, **told)
        return "Sanctions: saved. What was decided before stays as it was."

    intro = "The ladder only proposes. A named person decides, and says why it is in proportion."
    return ask(
        request,
        form,
        act,
        title="Sanctions for pupils",
        submit="Save",
        back_url=reverse("settings"),
        intro=intro,
    )

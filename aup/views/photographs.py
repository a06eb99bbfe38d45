"""Pages of the list of children without photograph permission. Source: A 10."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_POST, require_safe

from aup import actions
from aup.queries.consents import Barred, without_photographs
from aup.views.register import spreadsheet
from aup.vocabulary import PHOTOGRAPHS_EXPORTED, ListKind
from esafety.access.capabilities import Capability as C
from esafety.access.doors import open_to
from esafety.access.requests import SignedIn
from esafety.access.roles import may
from esafety.audit import note
from esafety.signin.step_up import recent_sign_in_required

SEE = C.SEE_PHOTOGRAPH_LIST


def _class(asked: str | None) -> str | None:
    return asked.replace("\x00", "")[:20] if asked is not None else None


@require_safe
@open_to(SEE)
def photographs(request: SignedIn) -> HttpResponse:
    """How many of each class, or the names of one class."""
    chosen = _class(request.GET.get("class"))
    barred = without_photographs(request.school, chosen)
    counts = Counter(one.child.class_name for one in barred)
    context = {
        "title": "Children without photograph permission",
        "caption": f"Class {chosen}" if chosen else "",
        "back_url": reverse("photographs") if chosen is not None else reverse("agreements"),
        "back_label": "All classes" if chosen is not None else "Agreements",
        "chosen": chosen,
        "barred": barred if chosen is not None else [],
        "classes": [
            {"name": name, "count": count, "url": f"?{urlencode({'class': name})}"}
            for name, count in sorted(counts.items())
        ],
        "count": len(barred),
        "now": timezone.now(),
        "may_see_register": may(request.user, C.SEE_AGREEMENT_REGISTER, request.school),
        "query": urlencode({"class": chosen}) if chosen is not None else "",
    }
    return render(request, "aup/photographs.html", context)


@require_safe
@open_to(SEE)
@recent_sign_in_required
def photographs_export(request: SignedIn) -> HttpResponse | StreamingHttpResponse:
    """The same as a file for a spreadsheet."""
    barred = without_photographs(request.school, _class(request.GET.get("class")))
    note(PHOTOGRAPHS_EXPORTED, by=request.user, school=request.school, detail={"count": len(barred)})
    return spreadsheet(f"without-photograph-permission-{timezone.localdate():%Y-%m-%d}.csv", _lines(barred))


def _lines(barred: list[Barred]) -> Iterator[tuple[str, ...]]:
    yield ("Class", "Name", "Year", "Why")
    for one in barred:
        yield (one.child.class_name, one.child.full_name, one.child.year_group, one.allowed.why)


@require_POST
@open_to(SEE)
def photographs_print(request: SignedIn) -> HttpResponse:
    """Ask for the list as a document: a class on a page."""
    told = {"day": timezone.localdate(), "group": _class(request.POST.get("class")) or ""}
    paper = actions.want_list(school=request.school, kind=ListKind.PHOTOGRAPHS, by=request.user, **told)
    return redirect("papers:paper", paper.reference)

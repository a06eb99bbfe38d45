"""Two pages as a room hangs them: one for a scan of plain paper, one for evidence about a record."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path

from esafety.access.doors import signed_in
from esafety.papers.receiving.forms import FileForm, ScanForm
from esafety.papers.receiving.kinds import EVIDENCE, SCAN
from esafety.papers.receiving.taking_in import take_in
from esafety.papers.uploads import permit, refusal, takes_a_file
from esafety.people.models import School


class EvidenceForm(FileForm):
    accepts = EVIDENCE


def _answer(request: HttpRequest, school: School, form_class: type[FileForm], action: str) -> HttpResponse:
    bound = request.method == "POST"
    refused = refusal(request) if bound else ""
    form = form_class(request.POST if bound else None, request.FILES if bound else None, refusal=refused)
    if bound and form.is_valid():
        with transaction.atomic():
            received = take_in(form.cleaned_data["file"], about=school, by=request.user)  # type: ignore[arg-type]
        return HttpResponse(received.reference)
    context = {"title": "Send a file", "form": form, "submit_label": "Send", "form_action": action}
    return render(request, "form_page.html", context, status=422 if bound else 200)


@signed_in
@takes_a_file(SCAN)
def scan(request: HttpRequest) -> HttpResponse:
    action = f"/scan/?{urlencode({'permit': permit(request, SCAN)})}"
    return _answer(request, School.objects.get(), ScanForm, action)


@takes_a_file(EVIDENCE, once=True)
def _evidence(request: HttpRequest, school: School) -> HttpResponse:
    return _answer(request, school, EvidenceForm, request.get_full_path())


@signed_in
def evidence(request: HttpRequest, school: int) -> Any:
    return _evidence(request, get_object_or_404(School, pk=school))


evidence.csrf_exempt = True  # type: ignore[attr-defined]  # as a door hands it on

urlpatterns = [path("scan/", scan), path("evidence/<int:school>/", evidence)]

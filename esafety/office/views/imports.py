"""Pages on the way of bringing people in from a file."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from esafety.access.capabilities import Capability
from esafety.access.doors import open_to, record_door
from esafety.access.refusals import NotNow
from esafety.access.requests import SignedIn
from esafety.audit import note
from esafety.office import actions
from esafety.office.access.roll import IMPORTS
from esafety.office.forms.imports import ColumnsForm, FileForm, LeaversForm, LineForm, ReadingForm
from esafety.office.models import ImportLine, ImportRun, RollImport
from esafety.office.queries import roll as queries
from esafety.office.roll import exporting, leavers, sniffing, undoing
from esafety.office.roll.checking import source_of
from esafety.office.roll.sniffing import Unusable
from esafety.office.roll.vocabulary import IMPORT_DOWNLOADED, DateOrder, FileKind, Stage, Verdict
from esafety.office.views.people import as_csv
from esafety.outbox.vocabulary import State
from esafety.papers.uploads import SealedUpload, permit, refusal, takes_a_text_file
from esafety.signin.step_up import recent_sign_in_required

ROLL_KEPT = Capability.MANAGE_ROLL
MOST_LISTED = 20
WORKING = (Stage.CHECKING, Stage.APPLYING, Stage.UNDOING)


@require_http_methods(["GET", "HEAD"])
@open_to(ROLL_KEPT)
def imports(request: SignedIn) -> HttpResponse:
    """What was brought in before, and the way to bring something in."""
    rows = RollImport.objects.filter(school=request.school).select_related("begun_by")
    mine = list(IMPORTS.visible_to(request.user, rows)[:MOST_LISTED])
    context = {
        "title": "Bring people in from a file",
        "imports": mine,
        "under_way": next((one for one in mine if one.is_under_way), None),
        "back_url": reverse("people"),
    }
    return render(request, "office/imports.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@open_to(ROLL_KEPT)
@takes_a_text_file
def import_begin(request: SignedIn) -> HttpResponse:
    """Choose a file and say what is in it."""
    refused = refusal(request)
    bound = request.method == "POST"
    form = FileForm(request.POST if bound else None, request.FILES if bound else None, refusal=refused)
    if bound and form.is_valid() and isinstance(form.cleaned_data["file"], SealedUpload):
        told = form.cleaned_data["file"]
        try:
            given = actions.begin_import(
                school=request.school,
                kind=FileKind(form.cleaned_data["kind"]),
                file=told.keep(),
                file_name=told.name or "",
                by=request.user,
            )
        except (Unusable, NotNow) as why:
            form.add_error("file", str(why))
        else:
            return redirect("import_columns", given.reference)
    context = {"title": "Choose a file", "form": form, "submit_label": "Send", "back_url": reverse("imports")}
    context["form_action"] = f"{reverse('import_begin')}?{urlencode({'permit': permit(request)})}"
    return render(request, "form_page.html", context, status=422 if bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@record_door(IMPORTS, ROLL_KEPT)
def import_columns(request: SignedIn, given: RollImport) -> HttpResponse:
    """What was guessed of the file, and what each column fills."""
    if given.stage not in (Stage.COLUMNS, Stage.CHECKED):
        return redirect("import", given.reference)
    form = ColumnsForm(request.POST if request.method == "POST" else None, given=given, shown=_example(given))
    if form.is_bound and form.is_valid():
        try:
            actions.check_import(
                given=given,
                columns=form.chosen,
                date_order=DateOrder(form.cleaned_data.get("date_order") or given.date_order),
                by=request.user,
            )
        except NotNow as why:
            messages.error(request, str(why))
        return redirect("import", given.reference)
    return _columns_page(request, given, form, ReadingForm(initial=vars(given)), bound=form.is_bound)


@require_POST
@record_door(IMPORTS, ROLL_KEPT)
def import_reading(request: SignedIn, given: RollImport) -> HttpResponse:
    """Read the file by another encoding or delimiter."""
    form = ReadingForm(request.POST)
    if form.is_valid():
        try:
            actions.read_anew(given=given, by=request.user, **form.cleaned_data)
        except Unusable as why:
            form.add_error(None, str(why))
        except NotNow as why:
            messages.error(request, str(why))
            return redirect("import", given.reference)
    if form.is_valid():
        return redirect("import_columns", given.reference)
    return _columns_page(request, given, ColumnsForm(given=given, shown=_example(given)), form, bound=True)


def _example(given: RollImport) -> list[str]:
    """One line of the file."""
    if not given.headings or given.file is None:
        return []
    return sniffing.first_record(source_of(given), given.encoding, given.delimiter)


def _columns_page(
    request: SignedIn, given: RollImport, form: ColumnsForm, reading: ReadingForm, *, bound: bool
) -> HttpResponse:
    context = {
        "title": "What is in the columns?" if given.headings else "Check the file",
        "caption": given.file_name,
        "given": given,
        "form": form,
        "reading": reading,
        "back_url": reverse("import", args=[given.reference]) if given.stage == Stage.CHECKED else "",
    }
    return render(request, "office/import_columns.html", context, status=422 if bound else 200)


@require_http_methods(["GET", "HEAD"])
@record_door(IMPORTS, ROLL_KEPT)
def import_(request: SignedIn, given: RollImport) -> HttpResponse:
    """Where an import stands, and what can be done next."""
    if given.stage == Stage.COLUMNS:
        return redirect("import_columns", given.reference)
    run = ImportRun.objects.filter(roll_import=given).order_by("-pk").first()
    working = given.stage in WORKING and run is not None and run.state == State.OWED
    context: dict[str, Any] = {
        "title": given.get_stage_display(),
        "caption": f"{given.get_kind_display()}: {given.file_name}" if given.file_name else "",
        "given": given,
        "run": run,
        "working": working,
        "stuck": given.stage in WORKING and not working,
        "back_url": reverse("imports"),
    }
    if request.htmx:
        answer = render(request, "office/_import_progress.html", context)
        if not working:
            answer["HX-Refresh"] = "true"
        return answer
    if not working:
        context |= _outcome(given)
    return render(request, "office/import.html", context)


def _outcome(given: RollImport) -> dict[str, Any]:
    """The figures of a check or of what was brought in, and the ways on."""
    base = reverse("import_lines", args=[given.reference])
    return {
        "figures": [
            {
                "number": f"{getattr(given, verdict.value):,}",
                "label": verdict.label,
                "url": f"{base}?only={verdict.value}" if getattr(given, verdict.value) else "",
                "attention": verdict in (Verdict.UNMATCHED, Verdict.REFUSED)
                and getattr(given, verdict.value),
            }
            for verdict in Verdict
        ],
        "questions": queries.questions(given) if given.stage == Stage.CHECKED else 0,
        "leavers": leavers.unnamed(given).count()
        if given.stage == Stage.APPLIED and leavers.proposes(given) and given.remembers
        else 0,
        "why_not_undone": undoing.why_not(given) if given.stage == Stage.APPLIED else "",
    }


@require_http_methods(["GET", "HEAD"])
@record_door(IMPORTS, ROLL_KEPT)
def import_lines(request: SignedIn, given: RollImport) -> HttpResponse:
    """What becomes of each line, fifty at a time."""
    only = request.GET.get("only", "")
    page = queries.lines_of(
        given, only, after=request.GET.get("after", ""), before=request.GET.get("before", "")
    )
    views = [("All lines", ""), *((one.label, one.value) for one in Verdict), ("To decide", "asks")]
    context = {
        "title": "Line by line",
        "caption": given.file_name,
        "given": given,
        "rows": page.rows,
        "views": [
            {
                "label": label,
                "url": f"?{urlencode({'only': value})}" if value else "?",
                "current": value == only,
            }
            for label, value in views
        ],
        "only": only,
        "previous_url": f"?{urlencode({'only': only, 'before': page.before})}" if page.before else "",
        "next_url": f"?{urlencode({'only': only, 'after': page.after})}" if page.after else "",
        "back_url": reverse("import", args=[given.reference]),
    }
    return render(request, "office/import_lines.html", context)


@require_http_methods(["GET", "HEAD"])
@record_door(IMPORTS, ROLL_KEPT)
@recent_sign_in_required
def import_lines_file(request: SignedIn, given: RollImport) -> HttpResponseBase:
    """The lines as CSV, written down before the first one leaves."""
    only = request.GET.get("only", "")
    verdict = Verdict(only) if only in Verdict.values else None
    note(IMPORT_DOWNLOADED, by=request.user, school=given.school, about=given, detail={"only": only[:10]})
    return as_csv(exporting.import_lines(request.user, given, verdict), f"import-{given.reference}.csv")


@require_http_methods(["GET", "HEAD", "POST"])
@record_door(IMPORTS, ROLL_KEPT)
def import_line(request: SignedIn, given: RollImport, number: int, part: int) -> HttpResponse:
    """Decide about one line."""
    rows = ImportLine.objects.filter(roll_import=given, number=number, part=part)
    line = rows.exclude(asks="").select_related("roll_import").first()
    if line is None or given.stage != Stage.CHECKED:
        raise Http404
    form = LineForm(request.POST or None, line=line, people=queries.candidates(line))
    back = f"{reverse('import_lines', args=[given.reference])}?only=asks"
    if form.is_bound and form.is_valid():
        try:
            actions.answer_line(line=line, choice=form.cleaned_data["choice"], by=request.user)
        except NotNow as why:
            messages.error(request, str(why))
            return redirect("import", given.reference)
        messages.success(request, f"Line {number:,}: kept.")
        return redirect(back)
    context = {"title": f"Line {number:,}", "caption": given.file_name, "form": form, "line": line}
    context |= {"submit_label": "Save", "back_url": back}
    return render(request, "office/import_line.html", context, status=422 if form.is_bound else 200)


@require_POST
@record_door(IMPORTS, ROLL_KEPT)
def import_apply(request: SignedIn, given: RollImport) -> HttpResponse:
    """Have a checked file brought in."""
    try:
        actions.apply_import(given=given, by=request.user)
    except NotNow as why:
        messages.error(request, str(why))
    return redirect("import", given.reference)


@require_POST
@record_door(IMPORTS, ROLL_KEPT)
def import_retry(request: SignedIn, given: RollImport) -> HttpResponse:
    """Have work that was given up tried again."""
    run = (
        ImportRun.objects.filter(roll_import=given)
        .select_related("roll_import__school")
        .order_by("-pk")
        .first()
    )
    if run is not None:
        actions.retry_import(run=run, by=request.user)
    return redirect("import", given.reference)


@require_POST
@record_door(IMPORTS, ROLL_KEPT)
def import_discard(request: SignedIn, given: RollImport) -> HttpResponse:
    """Put a file aside that is not to be brought in."""
    try:
        actions.discard_import(given=given, by=request.user)
    except NotNow as why:
        messages.error(request, str(why))
        return redirect("import", given.reference)
    messages.success(request, "The file is put aside and destroyed. Nothing was brought in.")
    return redirect("imports")


@require_http_methods(["GET", "HEAD", "POST"])
@record_door(IMPORTS, ROLL_KEPT)
def import_undo(request: SignedIn, given: RollImport) -> HttpResponse:
    """Undo the last import, after a look at what that means."""
    if request.method == "POST":
        try:
            actions.undo_import(given=given, by=request.user)
        except NotNow as why:
            messages.error(request, str(why))
        return redirect("import", given.reference)
    context = {"title": "Undo this import?", "caption": given.file_name, "given": given}
    context |= {"why_not": undoing.why_not(given), "back_url": reverse("import", args=[given.reference])}
    return render(request, "office/import_undo.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@record_door(IMPORTS, ROLL_KEPT)
def import_leavers(request: SignedIn, given: RollImport) -> HttpResponse:
    """Who was not in the file: tick whoever has left."""
    if given.stage != Stage.APPLIED or not leavers.proposes(given) or not given.remembers:
        raise Http404
    found = leavers.proposed(given)
    rows = leavers.unnamed(given).filter(account=None).order_by("family_name", "given_name", "pk")
    form = LeaversForm(request.POST or None, people=rows)
    if form.is_bound and form.is_valid():
        count = actions.mark_leavers(
            given=given,
            people=list(form.cleaned_data["people"]),
            left_on=form.cleaned_data["left_on"],
            by=request.user,
        )
        messages.success(
            request,
            "1 person is marked as having left."
            if count == 1
            else f"{count:,} people are marked as having left.",
        )
        return redirect("import_leavers" if found.total > count else "import", given.reference)
    shown = LeaversForm(request.POST or None, people=rows.filter(pk__in=[one.pk for one in found.people]))
    context = {
        "title": "Who has left?",
        "caption": given.file_name,
        "form": shown,
        "found": found,
        "given": given,
    }
    context |= {"submit_label": "Mark as left", "back_url": reverse("import", args=[given.reference])}
    context["is_part"] = found.total + len(found.with_account) > found.on_roll / 2
    return render(request, "office/import_leavers.html", context, status=422 if form.is_bound else 200)

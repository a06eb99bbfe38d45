"""One task: doing it, and letting its clock stand still."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from esafety.access.asking import ask, sent
from esafety.access.capabilities import Capability as C
from esafety.access.doors import record_door
from esafety.access.refusals import NotNow
from esafety.access.requests import SignedIn
from incidents import actions
from incidents.access import INCIDENTS, TASKS
from incidents.forms.tasks import Ending, EndTaskForm, PauseForm
from incidents.lists import my_tasks
from incidents.lists.rows import due_words
from incidents.models import Task
from incidents.policy.pauses import may_wait_for
from incidents.vocabulary import TASK_SEEN, Part, PersonSort, Records, TaskState

BACK = "incident"
"""What the form says when it was reached from the incident: that is where it goes back to."""


@require_http_methods(["GET", "HEAD", "POST"])
@record_door(TASKS, C.DO_TASKS, lookup="key", seen=TASK_SEEN)
def task(request: SignedIn, task: Task) -> HttpResponse:
    """One task: what is to be done, and saying that it was. Nothing of the incident but its reference."""
    form = EndTaskForm(request.POST or None, task=task, initial={"back": request.GET.get("back", "")[:10]})
    if request.method != "POST":
        return _page(request, task, form)
    if not form.is_valid():
        return _page(request, task, form, status=422)
    try:
        _end(task, form, request)
    except NotNow as refusal:
        form.add_error(None, str(refusal))
        return _page(request, task, form, status=409)
    messages.success(request, "Thank you. The task is finished.")
    to_incident = form.cleaned_data["back"] == BACK and INCIDENTS.allows(
        request.user, C.SEE_INCIDENTS, task.incident
    )
    return redirect(f"{task.incident.get_absolute_url()}#todo" if to_incident else "tasks")


@require_http_methods(["GET", "HEAD", "POST"])
@record_door(TASKS, C.DO_TASKS, lookup="key", seen=TASK_SEEN)
def pause(request: SignedIn, task: Task) -> HttpResponse:
    """Let its clock stand still, where a rule allows it."""
    if not may_wait_for(task.code) or not INCIDENTS.allows(request.user, C.WORK, task.incident):
        raise PermissionDenied
    form = PauseForm(sent(request), task=task)

    def act(told: dict[str, Any]) -> str:
        actions.pause_clock(task=task, by=request.user, **told)
        return "The clock stands still until that day. The record says why."

    intro = f"“{task.words}”. Only where somebody outside the school asked it to wait."
    return ask(
        request,
        form,
        act,
        title="Let the clock stand still",
        submit="Save",
        back_url=task.get_absolute_url(),
        intro=intro,
    )


def _end(task: Task, form: EndTaskForm, request: SignedIn) -> None:
    if form.cleaned_data["ending"] is Ending.DONE:
        actions.finish_task(task=task, result=form.cleaned_data["result"], by=request.user)
    else:
        actions.set_task_aside(task=task, reason=form.cleaned_data["reason"], by=request.user)


def _page(request: SignedIn, task: Task, form: EndTaskForm, *, status: int = 200) -> HttpResponse:
    incident_is_seen = INCIDENTS.allows(request.user, C.SEE_INCIDENTS, task.incident)
    context: dict[str, Any] = {
        "title": task.words,
        "caption": f"Task on {task.reference}",
        "back_url": _back_url(task, form, is_seen=incident_is_seen),
        "task": task,
        "facts": [
            {"label": "Reference", "text": task.reference},
            _due_fact(task),
            {"label": "Falls to", "text": my_tasks.whose(task.assigned_to_id, task.role, request.user)},
        ],
        "detail": my_tasks.harmless(task.detail),
        "asked": _asked(task),
        "form": form,
        "pauses": list(task.pauses.select_related("by")) if incident_is_seen else [],
        "pause_url": _pause_url(task, request),
        "submit_label": "Save",
        "is_open": task.state == TaskState.OPEN,
        "incident_url": task.incident.get_absolute_url() if incident_is_seen else "",
        "children": _children(task, request),
    }
    return render(request, "incidents/task.html", context, status=status)


def _back_url(task: Task, form: EndTaskForm, *, is_seen: bool) -> str:
    """To the incident for whoever came from there and may see it; otherwise to the list of tasks."""
    from_incident = is_seen and form["back"].value() == BACK
    return f"{task.incident.get_absolute_url()}#todo" if from_incident else reverse("tasks")


def _children(task: Task, request: SignedIn) -> list[dict[str, str]]:
    """Where parents told are recorded child by child, which is what closing asks for and what ends this step."""
    if task.state != TaskState.OPEN or task.records != Records.PARENTS:
        return []
    if not INCIDENTS.allows(request.user, C.WORK, task.incident):
        return []
    rows = task.incident.involvements.standing().select_related("person")
    concerned = rows.filter(sort=PersonSort.CHILD, part__in=(Part.SUBJECT, Part.HARMED))
    return [
        {"name": row.who, "url": reverse("incident_person", args=[task.reference, row.pk])}
        for row in concerned
    ]


def _pause_url(task: Task, request: SignedIn) -> str:
    """Where its clock can be let stand still, if a rule allows it and this person works on the incident."""
    allowed = task.due_at and not task.is_overdue and may_wait_for(task.code)
    works = allowed and INCIDENTS.allows(request.user, C.WORK, task.incident)
    return reverse("task_pause", kwargs={"key": task.key}) if works else ""


def _asked(task: Task) -> list[dict[str, Any]]:
    """Which procedures ask for it, and what they rest on."""
    rows = [{"label": "Asked for by", "lines": task.asked_by}, {"label": "Source", "text": task.source}]
    rows.append({"label": "Leaves on the record", "text": task.get_records_display()})
    return [row for row in rows if row.get("lines") or row.get("text")] if task.source else []


def _due_fact(task: Task) -> dict[str, Any]:
    """When it is due while it is open, and how it ended afterwards."""
    if task.state != TaskState.OPEN:
        return {"label": "State", "text": task.get_state_display()}
    due = due_words(task.due_at, timezone.now())
    if due.overdue:
        return {"label": "Due", "tag": {"text": due.words, "tone": "overdue"}}
    return {"label": "Due", "text": due.words or "No set time"}

"""Training: the register, a course, needs, inductions."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from esafety.access.asking import ask, do, sent
from esafety.access.capabilities import Capability as C
from esafety.access.doors import open_to, record_door
from esafety.access.requests import SignedIn
from esafety.access.roles import may
from esafety.governance import actions
from esafety.governance.access import COURSES, NEWCOMERS
from esafety.governance.forms.registers import CourseForm, NeedForm, StepForm, TrainingForm
from esafety.governance.models import Course, InductionStep
from esafety.governance.queries import training as lists
from esafety.people.models import Person

FORM = require_http_methods(["GET", "HEAD", "POST"])
KEEP = C.KEEP_REGISTERS


@require_safe
@open_to(C.READ_REGISTERS, KEEP)
def training(request: SignedIn) -> HttpResponse:
    """How much of the training is in date, and what colleagues need."""
    keeps = may(request.user, KEEP, request.school)
    context = {
        "title": "Training",
        "in_date": lists.in_date(request.school),
        "needs": lists.needs(request.school, timezone.localdate()),
        "may_keep": keeps,
        "courses": lists.courses(request.school) if keeps else [],
        "newcomers": lists.newcomers(request.school) if keeps else [],
        "back_url": reverse("governance"),
        "back_label": "Governance",
    }
    return render(request, "governance/training.html", context)


@FORM
@open_to(C.READ_POLICIES)
def training_need(request: SignedIn) -> HttpResponse:
    """Answer the yearly audit of needs."""

    def act(told: dict[str, Any]) -> str:
        actions.say_need(school=request.school, by=request.user, **told)
        return "Thank you. Your answer is kept for this school year."

    initial = lists.my_need(request.school, request.user)
    form = NeedForm(sent(request), initial=initial)
    return ask(request, form, act, title="My training needs", submit="Save", back_url=reverse("governance"))


@FORM
@open_to(KEEP)
def course_add(request: SignedIn) -> HttpResponse:
    """Enter a course."""

    def act(told: dict[str, Any]) -> str:
        return f"“{actions.add_course(school=request.school, by=request.user, **told)}” is entered."

    form = CourseForm(sent(request))
    return ask(request, form, act, title="Enter a course", submit="Enter", back_url=reverse("training"))


@require_safe
@record_door(COURSES, KEEP, lookup="pk")
def course(request: SignedIn, course: Course) -> HttpResponse:
    """One course: who took it, until when that counts, who has not."""
    context = {
        "title": course.title,
        "caption": course.provider,
        "course": course,
        **lists.of_course(course),
        "back_url": reverse("training"),
        "back_label": "Training",
    }
    return render(request, "governance/course.html", context)


@FORM
@record_door(COURSES, KEEP, lookup="pk")
def course_enter(request: SignedIn, course: Course) -> HttpResponse:
    """Enter who took it."""
    form = TrainingForm(sent(request), people=lists.taught(course.school))

    def act(told: dict[str, Any]) -> str:
        made = actions.enter_training(course=course, by=request.user, **told)
        return f"Entered for {len(made)} {'person' if len(made) == 1 else 'people'}."

    back = reverse("course", args=[course.pk])
    return ask(request, form, act, title="Who took it?", caption=course.title, submit="Enter", back_url=back)


@require_safe
@open_to(KEEP)
def induction(request: SignedIn) -> HttpResponse:
    """The check-list, and whose induction is how far."""
    context = {
        "title": "Inductions",
        "steps": lists.steps(request.school),
        "people": lists.inductions(request.school),
        "back_url": reverse("training"),
        "back_label": "Training",
    }
    return render(request, "governance/induction.html", context)


@FORM
@open_to(KEEP)
def induction_step_add(request: SignedIn) -> HttpResponse:
    """Add to the check-list."""

    def act(told: dict[str, Any]) -> str:
        actions.add_induction_step(school=request.school, by=request.user, **told)
        return "The step is on the check-list."

    form = StepForm(sent(request))
    return ask(request, form, act, title="Add a step", submit="Add", back_url=reverse("induction"))


@require_safe
@record_door(NEWCOMERS, KEEP, lookup="pk")
def newcomer(request: SignedIn, person: Person) -> HttpResponse:
    """One person's induction."""
    context = {
        "title": f"Induction of {person.full_name}",
        "person": person,
        "rows": lists.induction_of(person),
        "back_url": reverse("induction"),
        "back_label": "Inductions",
    }
    return render(request, "governance/newcomer.html", context)


@require_POST
@record_door(NEWCOMERS, KEEP, lookup="pk")
def induction_tick(request: SignedIn, person: Person, step: int) -> HttpResponse:
    """One step is done."""
    found = InductionStep.objects.filter(pk=step, school=person.school_id).first()
    if found is None:
        raise Http404

    def act() -> str:
        actions.tick_induction(step=found, person=person, by=request.user)
        return f"Ticked: {found}."

    return do(request, act, back_url=reverse("newcomer", args=[person.pk]))

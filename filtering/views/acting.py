"""One way to act: ask, do, say so; refused or overtaken, keep every word."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from esafety.access.refusals import NotNow, Stale
from esafety.ui.forms import Form

OVERTAKEN = (
    "Somebody else changed this while you were writing. Nothing was saved. Read it as it is now, then send yours "
    "again."
)


def ask_with_version(
    request: HttpRequest,
    form_class: Callable[[Any], Form],
    act: Callable[[dict[str, Any]], str],
    *,
    title: str,
    submit: str,
    back_url: str,
    template: str = "filtering/act.html",
    **context: Any,
) -> HttpResponse:
    """Show a form that carries the version it was read with; when sent and sound, do the act and go back.

    A refusal is a sentence on the form (409); so is somebody else's change, with the version as it is now (409).
    """
    form = form_class(request.POST if request.method == "POST" else None)
    status = 200
    if form.is_bound:
        status = 422
        if form.is_valid():
            try:
                messages.success(request, act(form.cleaned_data))
                return redirect(back_url)
            except NotNow as reason:
                form.add_error(None, str(reason))
            except Stale as stale:
                form = form_class({**request.POST.dict(), "version": str(stale.record.version)})
                form.add_error(None, OVERTAKEN)
            status = 409
    shown = {
        "title": title,
        "form": form,
        "submit_label": submit,
        "back_url": back_url,
        "cancel_url": back_url,
    }
    return render(request, template, shown | context, status=status)


def do_now(request: HttpRequest, act: Callable[[], str], *, back_url: str) -> HttpResponse:
    """Do one act, say what it says, or why it was refused, and go back."""
    try:
        messages.success(request, act())
    except NotNow as reason:
        messages.error(request, str(reason))
    except Stale:
        messages.error(request, OVERTAKEN)
    return redirect(back_url)

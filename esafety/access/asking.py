"""One question, one act, and back: what most pages do after their door."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from esafety.access.refusals import NotNow
from esafety.ui.forms import Form


def ask(
    request: HttpRequest,
    form: Form,
    act: Callable[[dict[str, Any]], str],
    *,
    title: str,
    submit: str,
    back_url: str,
    template: str = "form_page.html",
    **context: Any,
) -> HttpResponse:
    """Show a form; when it is filled in, do the act, say the sentence it returns and go back.

    `act` gets the answers. What the act refuses is said on the form, and everything typed stays.
    """
    if form.is_bound and form.is_valid():
        try:
            messages.success(request, act(form.cleaned_data))
        except NotNow as reason:
            form.add_error(None, str(reason))
        else:
            return redirect(back_url)
    shown = {
        "title": title,
        "form": form,
        "submit_label": submit,
        "back_url": back_url,
        "cancel_url": back_url,
    }
    return render(request, template, shown | context, status=422 if form.is_bound else 200)


def do(request: HttpRequest, act: Callable[[], str], *, back_url: str) -> HttpResponse:
    """Do one act, say what it says, or why it was refused, and go back."""
    try:
        messages.success(request, act())
    except NotNow as reason:
        messages.error(request, str(reason))
    return redirect(back_url)


def sent(request: HttpRequest) -> Any:
    """What was posted, or None for a page that is only looked at."""
    return request.POST if request.method == "POST" else None

"""One question about a report, one act, and back to it; what somebody else changed meanwhile keeps what was typed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse

from esafety.access.asking import ask, sent
from esafety.access.refusals import NotNow, Stale
from esafety.access.requests import SignedIn
from esafety.governance.models import Report
from esafety.ui.forms import Form

STALE = (
    "Somebody else changed this report while you were writing. Nothing was saved. Look at what changed, then "
    "send yours "
    "again."
)


def ask_report(
    request: SignedIn,
    report: Report,
    form: type[Form],
    act: Callable[[dict[str, Any]], str],
    *,
    title: str,
    submit: str,
    initial: dict[str, Any] | None = None,
    **context: Any,
) -> HttpResponse:
    """`act` gets the answers, the version that was seen among them."""

    def guarded(told: dict[str, Any]) -> str:
        try:
            return act(told)
        except Stale:
            typed = request.POST.copy()
            typed["version"] = str(Report.objects.get(pk=report.pk).version)
            asked.data = typed
            raise NotNow(STALE) from None

    asked: Any = form(sent(request), initial={"version": report.version, **(initial or {})})
    return ask(
        request,
        asked,
        guarded,
        title=title,
        submit=submit,
        back_url=report.get_absolute_url(),
        caption=str(report),
        **context,
    )

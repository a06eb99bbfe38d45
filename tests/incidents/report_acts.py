"""What somebody does who reports: pages opened and sent through the client, as a browser would."""

from __future__ import annotations

import html
import re
from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from incidents.models import Draft, Incident

SAFE = {"danger": "no", "images": "no", "reporter_kind": "self"}
ENOUGH = {"description": "A game asked her for a password.", "types": ["scam"], "told_lead": "yes"}


def text_of(response: HttpResponse) -> str:
    """What the page says, on one line, without its tags."""
    body = re.sub(r"<(script|style).*?</\1>", " ", response.content.decode(), flags=re.DOTALL)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", body)).split())


def errors_of(response: HttpResponse) -> list[str]:
    """The lines of the error summary, or of what is needed before a report can be sent."""
    found = re.search(
        r"(govuk-error-summary__list|data-needed).*?</ul>", response.content.decode(), re.DOTALL
    )
    lines = re.findall(r"<li>(.*?)</li>", found.group(), re.DOTALL) if found else []
    return [html.unescape(re.sub(r"<[^>]+>", "", line)) for line in lines]


class Report:
    """One report being written by one person."""

    def __init__(self, client: Client, **answers: Any) -> None:
        self.client = client
        self.first = client.post(reverse("report"), {**SAFE, **answers})
        assert self.first.status_code == 302, errors_of(self.first)
        self.key = re.search(r"/report/([0-9a-f-]{36})/", self.first["Location"])[1]

    def url(self, name: str, *more: Any) -> str:
        return reverse(name, args=[self.key, *more])

    def page(self, slug: str) -> str:
        return self.url("report_people") if slug == "people" else self.url("report_section", slug)

    def look(self, slug: str, **query: Any) -> HttpResponse:
        return self.client.get(self.page(slug), query)

    def answer(
        self, slug: str, data: dict[str, Any] | None = None, *, change: bool = False, **more: Any
    ) -> HttpResponse:
        return self.client.post(self.page(slug) + ("?change=1" if change else ""), {**(data or {}), **more})

    def autosave(self, slug: str, turn: int = 0, **data: Any) -> HttpResponse:
        return self.client.post(self.url("report_autosave", slug), {"turn": turn, **data})

    def check(self) -> HttpResponse:
        return self.client.get(self.url("report_check"))

    def send(self) -> HttpResponse:
        return self.client.post(self.url("report_check"))

    def sent(self) -> Incident:
        """Send it and give the incident."""
        response = self.send()
        assert response.status_code == 302, errors_of(response)
        return Incident.objects.get(submission_key=self.key)

    @property
    def draft(self) -> Draft:
        return Draft.objects.get(key=self.key)


def written(client: Client, start: dict[str, Any] | None = None, **answers: Any) -> Report:
    """A report with enough in it to be sent."""
    report = Report(client, **(start or {}))
    response = report.answer("what", {**ENOUGH, **answers})
    assert response.status_code == 302, errors_of(response)
    return report

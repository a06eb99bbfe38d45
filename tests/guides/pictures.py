"""Which pictures the guides show: whose page, how wide. Taken over the demonstration's school."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from django.urls import reverse

from esafety.governance.models import Report
from incidents.models import Incident
from incidents.vocabulary import IncidentType

PHONE, DESK = 390, 1000


def _grooming() -> Incident:
    told = Incident.objects.filter(reported_by__email__startswith="tariq.mahmood")
    return told.filter(primary_type=IncidentType.GROOMING).get()


def _allegation() -> Incident:
    return Incident.objects.filter(primary_type=IncidentType.STAFF_PUPIL_CONTACT).order_by("-reported_at")[0]


class Picture(NamedTuple):
    """One picture: the file's name, the account before the @, the page, words on it, how wide."""

    name: str
    who: str
    path: Callable[[], str]
    words: str
    width: int = DESK


PICTURES = (
    Picture("report", "tariq.mahmood", lambda: reverse("report"), "Report a concern", PHONE),
    Picture(
        "receipt",
        "tariq.mahmood",
        lambda: reverse("receipt", args=[_grooming().reference]),
        "Your report",
        PHONE,
    ),
    Picture("lead-home", "nadia.rahman", lambda: reverse("home"), "Home"),
    Picture("incident", "nadia.rahman", lambda: _grooming().get_absolute_url(), "Online grooming"),
    Picture(
        "allegation",
        "margaret.osei",
        lambda: _allegation().get_absolute_url(),
        "Inappropriate contact between staff and pupil",
    ),
    Picture("governance", "farah.siddiqui", lambda: reverse("governance"), "Governance"),
    Picture(
        "report-to-governors",
        "farah.siddiqui",
        lambda: Report.objects.get().get_absolute_url(),
        "Termly report",
    ),
    Picture("today", "ravi.menon", lambda: reverse("filtering_today"), "Today’s list"),
    Picture("office", "carol.tunstall", lambda: reverse("office"), "School office"),
    Picture("set-up", "carol.tunstall", lambda: reverse("set_up"), "Your school is live"),
    Picture("family", "amina.yusuf", lambda: reverse("my_home"), "Agreements and what you allow", PHONE),
    Picture("schools", "deborah.lister", lambda: reverse("schools_compared"), "Schools side by side"),
)

"""The filtering room in use: something of every kind that has a page, in every state a page can show.

`furnish` makes it, through the actions; `keys` says which of it the addresses of a route are filled with.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone

from esafety.people.models import User
from esafety.schooldays.years import year_of
from filtering import actions
from filtering.actions.looks import Look
from filtering.links import token_of
from filtering.models import (
    Authorisation,
    Certificate,
    Check,
    CheckPoint,
    CheckResult,
    FilteringRequest,
    YearlyReview,
)
from filtering.vocabulary import (
    Category,
    DeviceGroup,
    Kind,
    Location,
    LookStage,
    Outcome,
    Signatory,
    Source,
    Stage,
    Test,
    UserGroup,
)
from tests.cast import Cast
from tests.filtering.asking import advance, agree, ask, asked, today
from tests.house.routes import Route
from tests.house.sealed import a_scan

LONG = "wolstenholme-featherstonehaugh-museum-of-cabling.example/" + "a-very-long-page/" * 8
SHOWN_ONCE: dict[int, str] = {}
"""The tokens of pull addresses by school: nothing else keeps them."""


def furnish(cast: Cast) -> None:
    """Requests and looks in every stage, checks with faults, years from one to begin to one that is signed."""
    for stage in (Stage.ASKED, Stage.SENT, Stage.OPEN, Stage.CLOSING, Stage.CLOSED, Stage.DONE):
        advance(cast, ask(cast, addresses=f"{stage}.example\n{LONG}{stage}\nмосква.example"), stage)
    agree(cast, ask(cast, category=Category.WEAPONS))
    for kind in (Kind.BLOCK, Kind.SOCIAL, Kind.TECHNOLOGY):
        agree(cast, ask(cast, kind, by="second_teacher"))
    ask(cast, Kind.EMAIL, addresses="curator@museum.example")
    ask(cast, by="second_teacher", purpose="To be taken back")
    actions.block_first(
        school=cast.school, told=asked(Kind.BLOCK, "bad.example"), is_done=True, by=cast.technician
    )
    _look(cast)
    _check(cast)
    _review(cast)
    SHOWN_ONCE[cast.school.pk] = actions.turn_pull_address(school=cast.school, by=cast.technician).token


def a_look(cast: Cast, by: str = "dsl", about: Any = None, **more: Any) -> Authorisation:
    told: dict[str, Any] = {
        "purpose": "Whether the filter was passed round on Monday",
        "scope": [Source.FILTER, Source.DEVICE],
        "period_from": today() - dt.timedelta(days=7),
        "period_until": today(),
        "carry_out_from": today(),
        "carry_out_until": today() + dt.timedelta(days=3),
        "technician": cast.technician,
        "second_person": cast.senior_leader,
    }
    concerns = about or cast.pupil
    return actions.ask_for_look(
        school=cast.school, concerns=concerns, look=Look(**{**told, **more}), by=cast.user(by)
    )


def _look(cast: Cast) -> None:
    a_look(cast)
    a_look(cast, by="head", about=cast.second_pupil)
    look = actions.authorise_look(look=a_look(cast), reason="Needed.", version=1, by=cast.head)
    actions.decline_look(look=a_look(cast), reason="Ask them first.", version=1, by=cast.head)
    done = actions.authorise_look(look=a_look(cast), reason="Needed.", version=1, by=cast.head)
    actions.carry_out_look(
        look=done, done_on=today(), handed_to="Ruth Adeyemi, DSL", version=2, by=cast.technician
    )
    assert look.stage == LookStage.AUTHORISED


def some_points(cast: Cast) -> list[CheckPoint]:
    told = (
        (DeviceGroup.TABLET, UserGroup.KS2, Location.WIFI),
        (DeviceGroup.COMPUTER, UserGroup.STAFF, Location.CABLE),
    )
    for device, group, location in told:
        if not CheckPoint.objects.filter(school=cast.school, device=device).exists():
            actions.add_point(
                school=cast.school, device=device, user_group=group, location=location, by=cast.technician
            )
    return list(CheckPoint.objects.filter(school=cast.school))


def a_check(
    cast: Cast, *, reached: int = 0, with_person: User | None = None, done_on: dt.date | None = None
) -> Check:
    """A check of every place; the first `reached` tests got through."""
    pairs = [(point.pk, test) for point in some_points(cast) for test in Test]
    results = {pair: Outcome.REACHED if n < reached else Outcome.BLOCKED for n, pair in enumerate(pairs)}
    return actions.record_check(
        school=cast.school,
        done_on=done_on or today(),
        with_person=with_person or cast.senior_leader,
        results=results,
        fault="Two pictures were shown; the lesson was stopped." if reached else "",
        by=cast.technician,
    )


def _check(cast: Cast) -> None:
    actions.set_plan(school=cast.school, every_days=14, samples="https://bad.example", by=cast.technician)
    a_check(cast)
    check = a_check(cast, reached=2)
    sent = a_scan("certificate.pdf")
    actions.add_certificate(check=check, title=f"The provider’s, {LONG[:120]}", sent=sent, by=cast.technician)
    result = check.results.faults()[0]
    actions.fix_fault(
        result=result, fixed_on=today(), action="The list was loaded again.", by=cast.technician
    )


def a_year(cast: Cast, begins: int) -> YearlyReview:
    from esafety.schooldays.years import SchoolYear

    review = actions.begin_year(school=cast.school, year=SchoolYear(begins), by=cast.co_ordinator)
    parts = dict.fromkeys(
        ("risk_profile", "blocked_why", "monitoring", "actions"), "As agreed in the meeting."
    )
    return actions.write_year(review=review, version=review.version, by=cast.co_ordinator, **parts)


def sign(cast: Cast, review: YearlyReview) -> YearlyReview:
    """Put forward and signed by the three."""
    review = actions.put_year_forward(review=review, by=cast.co_ordinator)
    who = {Signatory.DSL: cast.dsl, Signatory.IT: cast.technician, Signatory.GOVERNOR: cast.safety_governor}
    for role, user in who.items():
        review = actions.sign_year(review=review, role=role, edition=review.edition, by=user)
    return review


def _review(cast: Cast) -> None:
    this = year_of(timezone.localdate()).begins
    actions.put_year_forward(review=a_year(cast, this - 1), by=cast.co_ordinator)
    sign(cast, a_year(cast, this - 2))
    a_year(cast, this - 3)
    actions.record_log_review(
        school=cast.school,
        held_on=today(),
        from_on=today() - dt.timedelta(days=90),
        until_on=today(),
        co_ordinator=cast.co_ordinator,
        governor=cast.safety_governor,
        seen="Every line of the term.",
        actions="Fewer exceptions for games.",
        by=cast.co_ordinator,
    )


def keys(route: Route, cast: Cast) -> list[dict[str, Any]] | None:
    """What an address of the room takes, one entry for each address; none when the route is no page of it."""
    if not route.name.startswith("filtering_") or not route.takes:
        return None
    if route.name == "filtering_ask":
        return [{"kind": kind.value} for kind in Kind]
    if route.name in ("filtering_pull_csv", "filtering_pull_json"):
        return [{"token": SHOWN_ONCE.get(cast.school.pk, "nobody-was-given-this")}]
    if route.name == "filtering_instruction":
        sent = FilteringRequest.objects.alive().exclude(token_hash="")
        return [{"token": token_of(one)} for one in sent[:3]]
    if route.name == "filtering_fault":
        rows = CheckResult.objects.faults().values_list("check_done__reference", "pk")
        return [{"reference": reference, "number": pk} for reference, pk in rows]
    if route.name == "filtering_look_ask":
        return [{"person": cast.pupil.pk}]
    if route.name == "filtering_year_begin":
        return [{"begins": year_of(timezone.localdate()).begins}]
    if route.name == "filtering_point_retire":
        return [{"pk": point.pk} for point in CheckPoint.objects.all()]
    if route.name.startswith("filtering_year"):
        return [{"pk": one.pk} for one in YearlyReview.objects.all()]
    if route.name.startswith("filtering_look"):
        return [{"reference": one.reference} for one in Authorisation.objects.all()]
    if route.name == "filtering_certificate":
        found = Certificate.objects.values_list("check_done__reference", "pk")
        return [{"reference": reference, "number": pk} for reference, pk in found]
    if route.name in ("filtering_check", "filtering_certificate_add"):
        return [{"reference": one.reference} for one in Check.objects.all()]
    return [{"reference": one.reference} for one in FilteringRequest.objects.all()]

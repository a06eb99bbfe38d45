"""What happened to the invented school's filter: exceptions open, closed and late, checks done and missed, reviews."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from django.utils import timezone

from esafety.office.demo import people
from esafety.schooldays.calendar import LONDON, Calendar
from esafety.schooldays.queries import calendar_of
from esafety.schooldays.years import SchoolYear, year_of
from filtering import actions
from filtering.actions.guard import fresh
from filtering.actions.looks import Look
from filtering.addresses import read_all, read_email
from filtering.models import CheckPoint, FilteringRequest
from filtering.told import Asked
from filtering.vocabulary import (
    Category,
    DeviceGroup,
    Kind,
    Location,
    Outcome,
    Signatory,
    Source,
    Stage,
    Test,
    UserGroup,
)

if TYPE_CHECKING:
    from esafety.office.demo.founding import Roster
    from esafety.people.models import User

LIVED = 175
"""Days of it: the school was entered a little earlier."""


class Wish(NamedTuple):
    """A request: so many days ago, by whom, for how many days; how far it comes and what the deciders said."""

    ago: int
    by: str
    kind: Kind
    addresses: str
    purpose: str
    group: UserGroup
    lesson: str = ""
    days: int = 4
    category: Category | None = None
    to: Stage = Stage.DONE
    reason: str = "Fits the lesson; the class is supervised."


WISHES: tuple[Wish, ...] = (
    Wish(
        168,
        "teacher",
        Kind.UNBLOCK,
        "https://video.example/volcanoes\nearth.example",
        "Films of eruptions for geography",
        UserGroup.KS2,
        "Geography, 6L",
        9,
        Category.VIDEO,
    ),
    Wish(
        150,
        "teacher_6h",
        Kind.UNBLOCK,
        "games.example",
        "Rewards at the end of term",
        UserGroup.KS2,
        "Golden time, 6H",
        2,
        Category.GAMES,
        Stage.DECLINED,
        "Games stay closed; there is a list of approved ones.",
    ),
    Wish(
        141,
        "network_manager",
        Kind.BLOCK,
        "proxy.example\nunblocked.example",
        "Pupils pass this on to get round the filter",
        UserGroup.EVERYONE,
        to=Stage.OPEN,
        reason="Agreed at once.",
    ),
    Wish(
        120,
        "teacher_5k",
        Kind.EMAIL,
        "curator@museum.example",
        "Letters to the curator",
        UserGroup.KS2,
        "English, 5K",
        20,
    ),
    Wish(
        96,
        "senco",
        Kind.TECHNOLOGY,
        "",
        "A reading app that listens to pupils",
        UserGroup.KS2,
        to=Stage.OPEN,
        reason="The note covers the recordings.",
    ),
    Wish(
        70,
        "teacher_4h",
        Kind.SOCIAL,
        "forum.example/story-writing",
        "Stories with another school",
        UserGroup.KS2,
        "English, 4H",
        5,
    ),
    Wish(
        44,
        "teacher",
        Kind.UNBLOCK,
        "warmuseum.example/weapons",
        "Weapons of the First World War",
        UserGroup.KS2,
        "History, 6L",
        4,
        Category.WEAPONS,
        reason="A museum; needed for the topic.",
    ),
    Wish(
        16,
        "teacher_6h",
        Kind.UNBLOCK,
        "*.weather.example",
        "Live weather maps",
        UserGroup.KS2,
        "Science, 6H",
        6,
        Category.UNKNOWN,
        Stage.CLOSED,
    ),
    Wish(
        12,
        "teacher_3k",
        Kind.UNBLOCK,
        "https://songs.example",
        "Songs for the play",
        UserGroup.KS2,
        "Music, 3K",
        5,
        Category.VIDEO,
        Stage.CLOSING,
    ),
    Wish(
        2,
        "teacher",
        Kind.UNBLOCK,
        "https://history.example/vikings",
        "Sources about the Vikings",
        UserGroup.KS2,
        "History, 6L",
        9,
        Category.VIDEO,
        Stage.OPEN,
    ),
    Wish(
        1,
        "teacher_5k",
        Kind.UNBLOCK,
        "map.example",
        "Maps of rivers",
        UserGroup.KS2,
        "Geography, 5K",
        7,
        Category.UNKNOWN,
        Stage.SENT,
    ),
    Wish(
        1,
        "senco",
        Kind.UNBLOCK,
        "https://drugs-education.example",
        "Talking about medicines",
        UserGroup.KS2,
        "Health, 6L",
        8,
        Category.DRUGS,
        Stage.SECOND,
        "Checked: made for schools.",
    ),
    Wish(
        0,
        "teacher_4h",
        Kind.UNBLOCK,
        "xn--mnchen-3ya.example/zoo",
        "Animals of the zoo",
        UserGroup.KS2,
        "German club",
        5,
        Category.UNKNOWN,
        Stage.ASKED,
    ),
)

# fmt: off
POINTS = (
    (DeviceGroup.TABLET,   UserGroup.KS1,    Location.WIFI),
    (DeviceGroup.COMPUTER, UserGroup.KS2,    Location.CABLE),
    (DeviceGroup.TABLET,   UserGroup.KS2,    Location.AWAY),
    (DeviceGroup.COMPUTER, UserGroup.STAFF,  Location.CABLE),
    (DeviceGroup.OWN,      UserGroup.GUESTS, Location.GUEST_WIFI),
)
MISSED = 5
FAILED = (3, 8)
"""Which of the checks was not done on its day, and which found a fault."""
# fmt: on


@dataclass
class Life:
    """What has happened so far."""

    roster: Roster
    requests: dict[int, FilteringRequest] = field(default_factory=dict)
    checks: int = 0

    def user(self, key: str) -> User:
        """The account anew: rights are remembered on it for one request."""
        found = self.roster.users[key]
        return type(found).objects.get(pk=found.pk)


Happening = tuple[dt.datetime, Callable[[], object]]


def happenings(roster: Roster, now: dt.datetime) -> list[Happening]:
    """Everything that happens to the filter up to now, each with its moment."""
    life, calendar = Life(roster), calendar_of(roster.school)
    found = [*_by_the_clock(now), *_plan(life, now), *_checks(life, calendar, now), *_reviews(life, now)]
    for number, wish in enumerate(WISHES):
        found += _steps(life, number, wish, now)
    return [(moment, do) for moment, do in found if moment <= now]


def _moment(now: dt.datetime, ago: float, hour: int, minute: int = 0) -> dt.datetime:
    day = now.astimezone(LONDON).date() - dt.timedelta(days=ago)
    return dt.datetime.combine(day, dt.time(hour, minute), LONDON).astimezone(dt.UTC)


def _by_the_clock(now: dt.datetime) -> Iterator[Happening]:
    """What the scheduler would have done: mornings and ends of days."""
    for ago in range(LIVED, -1, -1):
        for hour, minute in ((7, 31), (17, 1)):
            yield _moment(now, ago, hour, minute), actions.keep_time


def _steps(life: Life, number: int, wish: Wish, now: dt.datetime) -> Iterator[Happening]:
    """A request and how far it comes, through the days after it."""
    begins = _moment(now, wish.ago, 8, 5) if wish.ago else now - dt.timedelta(minutes=50)

    def one() -> FilteringRequest:
        return fresh(life.requests[number])

    def ask() -> None:
        told = _asked(wish, timezone.localdate())
        life.requests[number] = actions.ask(school=life.roster.school, told=told, by=life.user(wish.by))

    def decide(who: str) -> Callable[[], None]:
        verb = actions.decline if wish.to == Stage.DECLINED else actions.agree

        def do() -> None:
            verb(asked=one(), reason=wish.reason, version=one().version, by=life.user(who))

        return do

    later = dt.timedelta(minutes=1)
    steps: list[tuple[Stage, dt.datetime, Callable[[], object]]] = [
        (Stage.ASKED, begins, ask),
        (Stage.SECOND, begins + 40 * later, decide("co_ordinator")),
    ]
    if wish.category == Category.WEAPONS:
        steps.append((Stage.SENT, begins + 90 * later, decide("dsl")))
    if wish.kind != Kind.SOCIAL:
        opened = begins + 200 * later
        steps.append(
            (Stage.OPEN, opened, lambda: actions.mark_opened(asked=one(), by=life.user("network_manager")))
        )
    ended = _moment(now, wish.ago - wish.days - 1, 9, 10)
    if wish.kind in (Kind.UNBLOCK, Kind.EMAIL):
        steps += [
            (
                Stage.CLOSED,
                ended,
                lambda: actions.confirm_closed(asked=one(), by=life.user("network_manager")),
            ),
            (Stage.DONE, ended + 30 * later, lambda: _shut(one(), life.user("co_ordinator"))),
        ]
    for stage, moment, do in steps:
        if _reaches(wish.to, stage):
            yield moment, do


def _shut(asked: FilteringRequest, by: User) -> None:
    actions.check_shut(asked=asked, still_open=False, by=by)


_ORDER = (Stage.ASKED, Stage.SECOND, Stage.SENT, Stage.OPEN, Stage.CLOSING, Stage.CLOSED, Stage.DONE)


def _reaches(to: Stage, stage: Stage) -> bool:
    """Whether a request that comes as far as `to` makes this step."""
    if to == Stage.DECLINED:
        return stage in (Stage.ASKED, Stage.SECOND)
    return _ORDER.index(stage) <= _ORDER.index(to)


def _asked(wish: Wish, today: dt.date) -> Asked:
    told: dict[str, Any] = {"kind": wish.kind, "purpose": wish.purpose, "for_group": wish.group}
    if wish.addresses:
        told["addresses"] = tuple(read_all(wish.addresses, read_email if wish.kind == Kind.EMAIL else None))
    if wish.kind in (Kind.UNBLOCK, Kind.EMAIL, Kind.SOCIAL):
        told |= {"from_on": today, "until_on": today + dt.timedelta(days=wish.days)}
        told |= {"lesson": wish.lesson, "supervised_by": "The class teacher", "category": wish.category}
    if wish.kind == Kind.TECHNOLOGY:
        told |= {
            "risk_note": "Chat is turned off; an adult listens.",
            "data_note": "Voices stay on the device.",
        }
    return Asked(**told)


def _plan(life: Life, now: dt.datetime) -> Iterator[Happening]:
    def set_up() -> None:
        school, by = life.roster.school, life.user("network_manager")
        for device, group, location in POINTS:
            actions.add_point(school=school, device=device, user_group=group, location=location, by=by)
        samples = "https://games.example\nhttps://proxy.example"
        actions.set_plan(school=school, every_days=14, samples=samples, by=by)
        actions.turn_pull_address(school=school, by=by)

    yield _moment(now, LIVED, 10), set_up


def _checks(life: Life, calendar: Calendar, now: dt.datetime) -> Iterator[Happening]:
    """One every fortnight on a school day; one is missed, two find something."""
    ago = LIVED - 3
    number = 0
    while ago > 3:
        day = now.astimezone(LONDON).date() - dt.timedelta(days=ago)
        if not calendar.is_school_day(day):
            ago -= 1
            continue
        if number != MISSED:
            yield _moment(now, ago, 15, 30), _check(life, number)
        if number == FAILED[0]:
            yield _moment(now, ago - 1, 11), lambda: _fix(life)
        number, ago = number + 1, ago - 14


def _check(life: Life, number: int) -> Callable[[], None]:
    def do() -> None:
        school, failed = life.roster.school, number in FAILED
        points = list(CheckPoint.objects.filter(school=school))
        results = {(point.pk, test): Outcome.BLOCKED for point in points for test in Test}
        if failed:
            guests = next(point for point in points if point.user_group == UserGroup.GUESTS)
            results[guests.pk, Test.ADULT] = Outcome.REACHED
        actions.record_check(
            school=school,
            done_on=timezone.localdate(),
            with_person=life.user("co_ordinator"),
            results=results,
            fault="The guests’ wifi showed one test page. The wifi was turned off for the afternoon."
            if failed
            else "",
            by=life.user("network_manager"),
        )

    return do


def _fix(life: Life) -> None:
    from filtering.queries.checks import open_faults

    for result in open_faults(life.roster.school):
        actions.fix_fault(
            result=result,
            fixed_on=timezone.localdate(),
            action="The provider put the guests’ wifi under the pupils’ list.",
            by=life.user("network_manager"),
        )


def _reviews(life: Life, now: dt.datetime) -> Iterator[Happening]:
    """The governor reads the log; last year is signed off, this year waits; one look is authorised."""

    def read_log() -> None:
        day = timezone.localdate()
        actions.record_log_review(
            school=life.roster.school,
            held_on=day,
            from_on=day - dt.timedelta(days=90),
            until_on=day,
            co_ordinator=life.user("co_ordinator"),
            governor=life.user("safety_governor"),
            seen="Every line since the last review; two exceptions looked at in detail.",
            actions="The list of approved games goes to all teachers.",
            by=life.user("co_ordinator"),
        )

    def review(year: SchoolYear) -> None:
        by = life.user("co_ordinator")
        made = actions.begin_year(school=life.roster.school, year=year, by=by)
        made = actions.write_year(
            review=made,
            risk_profile="Pupils of 4 to 11; tablets go home in years 5 and 6; nine pupils use translation.",
            blocked_why="Illegal lists always. Games, chat and shopping for pupils: no use in lessons.",
            monitoring="The co-ordinator reads the weekly report; the safeguarding lead acts on what concerns a child.",
            actions="Test the tablets at home twice a term. Train the new staff in January.",
            version=made.version,
            by=by,
        )
        actions.put_year_forward(review=made, by=by)

    def sign() -> None:
        from filtering.models import YearlyReview

        made = YearlyReview.objects.filter(school=life.roster.school).order_by("year")[0]
        who = {Signatory.DSL: "dsl", Signatory.IT: "network_manager", Signatory.GOVERNOR: "safety_governor"}
        for role, key in who.items():
            actions.sign_year(review=made, role=role, edition=made.edition, by=life.user(key))

    def look() -> None:
        day = timezone.localdate()
        told = Look(
            purpose="Whether a way round the filter was passed on from this account",
            scope=[Source.FILTER],
            period_from=day - dt.timedelta(days=7),
            period_until=day,
            carry_out_from=day,
            carry_out_until=day + dt.timedelta(days=5),
            technician=life.user("network_manager"),
            second_person=life.user("business_manager"),
        )
        pupil = life.roster.persons[people.PUPILS[5].key]
        made = actions.ask_for_look(school=life.roster.school, concerns=pupil, look=told, by=life.user("dsl"))
        actions.authorise_look(
            look=made, reason="Needed, and narrow enough.", version=1, by=life.user("head")
        )

    this = year_of(now.astimezone(LONDON).date())
    yield _moment(now, 30, 16), read_log
    yield _moment(now, 60, 14), lambda: review(this.previous)
    yield _moment(now, 55, 14), sign
    yield _moment(now, 1, 12), look

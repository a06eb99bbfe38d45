"""Patterns: what each rule finds, checked against a slow and simple reckoning; who sees them; what is answered."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from esafety.access.capabilities import Capability as C
from esafety.access.refusals import NotNow
from esafety.audit.models import AuditEvent
from esafety.office.actions import declare_connection
from esafety.people.models import School
from esafety.people.vocabulary import Closeness, Role
from esafety.schooldays.calendar import Span
from incidents import actions
from incidents.access import INCIDENTS
from incidents.alert_access import PATTERNS
from incidents.models import Incident, Link, Pattern, PatternDecision, Task
from incidents.patterns.facts import HORIZON, Picture, Seen, Terms, terms_at, usernames_in
from incidents.patterns.rules import find
from incidents.patterns.shown import in_words, widest
from incidents.policy.patterns import CIRCLES, RULE, RULES, least_of
from incidents.vocabulary import AcceptedAs, Finding, IncidentType, Lane, Nature, Status
from incidents.vocabulary.watching import PatternState, RuleCode, Step
from tests.builders import a_concern, advance
from tests.cast import Cast

As = Callable[[str], Client]


def text(response: Any) -> str:
    return response.content.decode()


def look(every: bool = False) -> None:
    actions.find_patterns(every=every)


def pattern_of(rule: RuleCode) -> Pattern:
    return Pattern.objects.get(rule=rule)


def three_about_zoe(cast: Cast) -> list[Incident]:
    return [a_concern(cast, about="pupil") for _ in range(3)]


# -- against a slow and simple reckoning --------------------------------------------------------------

TODAY = dt.date(2026, 11, 29)
DAYS = st.integers(min_value=0, max_value=230).map(lambda ago: TODAY - dt.timedelta(days=ago))
NUMBERS = itertools.count(1)
SEEN = st.builds(
    lambda **told: Seen(pk=next(NUMBERS), subjects=told["persons"], **told),
    lane=st.sampled_from(["online_safety", "safeguarding", "staff", "governor", "head"]),
    type=st.sampled_from(["bullying", "gaming", "other"]),
    day=DAYS,
    by_accident=st.booleans(),
    low_level=st.booleans(),
    persons=st.frozensets(st.integers(1, 3), max_size=2),
    people=st.frozensets(st.sampled_from(["p1", "p2", "p3", "nann"]), max_size=3),
    sites=st.frozensets(st.sampled_from(["a.example", "b.example"]), max_size=2),
    usernames=st.frozensets(st.sampled_from(["shark", "otter"]), max_size=1),
    place=st.sampled_from(["", "hall", "it suite"]),
    hour=st.sampled_from([None, 8, 13]),
)


def reckoned(
    rows: list[Seen], rule: str, lanes: frozenset[str], least: int
) -> set[tuple[str, frozenset[int]]]:
    """The rule by hand: every incident tried as the newest one, every other asked whether it belongs."""
    belongs: dict[str, Callable[[Seen], set[str]]] = {
        "person": lambda one: {str(pk) for pk in one.persons},
        "site": lambda one: set() if one.by_accident else set(one.sites),
        "filter": lambda one: set(one.sites) if one.by_accident else set(),
        "username": lambda one: set(one.usernames),
        "place": lambda one: {one.place} - {""},
        "hour": lambda one: set() if one.hour is None else {f"{one.hour:02}"},
        "low_level": lambda one: {str(pk) for pk in one.subjects} if one.low_level else set(),
    }
    days = {
        "person": 30,
        "place": 30,
        "hour": 30,
        "site": 90,
        "filter": 90,
        "username": 90,
        "low_level": 365,
    }[rule]
    found = set()
    mine = [one for one in rows if one.lane in lanes]
    for about in set().union(*(belongs[rule](one) for one in mine)) if mine else set():
        group = [one for one in mine if about in belongs[rule](one)]
        newest = sorted(one.day for one in group)[-1]
        if (TODAY - newest).days > HORIZON.days:
            continue
        near = [one for one in group if (newest - one.day).days < days]
        if len(near) < 2:
            continue
        people = set()
        for one in near:
            people |= one.people
        if (len(people) if rule in ("site", "filter", "username") else len(near)) >= least:
            found.add((about, frozenset(one.pk for one in near)))
    return found


@settings(max_examples=250, deadline=None)
@given(st.lists(SEEN, max_size=30), st.integers(0, 4))
def test_every_rule_finds_what_is_reckoned_by_hand(rows: list[Seen], looser: int) -> None:
    chosen = {rule.code.value: rule.choices[min(looser, len(rule.choices) - 1)] for rule in RULES}
    found = find(Picture(TODAY, rows, rows, None, []), chosen)
    for rule in RULES:
        if rule.code is RuleCode.RISING:
            continue
        already: set[tuple[str, frozenset[int]]] = set()
        for circle in CIRCLES:
            expected = reckoned(rows, rule.code.value, circle.lanes, least_of(rule, chosen))
            got = {
                (one.about, one.incidents)
                for one in found
                if one.rule == rule.code.value and one.circle == circle.number
            }
            assert got == expected - already, (rule.code, circle.number)
            already |= expected


@settings(max_examples=150, deadline=None)
@given(st.lists(SEEN, max_size=40))
def test_a_kind_that_rises_is_reckoned_by_hand(rows: list[Seen]) -> None:
    terms = Terms(Span(dt.date(2026, 9, 3), TODAY), Span(dt.date(2026, 4, 13), dt.date(2026, 7, 9)))
    among = [one for one in rows if one.day in terms.now or one.day in terms.before]
    found = {
        (one.about, len(one.incidents), len(one.before))
        for one in find(Picture(TODAY, [], [], terms, among), {"rising": 4})
        if one.circle == CIRCLES[1].number or one.circle == CIRCLES[0].number
    }
    for type_ in ("bullying", "gaming"):
        for circle in CIRCLES[:2]:
            mine = [one for one in among if one.lane in circle.lanes and one.type == type_]
            now = sum(one.day in terms.now for one in mine)
            before = len(mine) - now
            if now >= 4 and now >= 2 * before:
                assert (type_, now, before) in found
    assert not [one for one in found if one[0] == "other"]
    assert all(now >= 4 and now >= 2 * before for _, now, before in found)


def test_terms_are_compared_for_the_same_number_of_days() -> None:
    terms = (
        Span(dt.date(2026, 4, 13), dt.date(2026, 7, 21)),
        Span(dt.date(2026, 9, 3), dt.date(2026, 12, 18)),
        Span(dt.date(2027, 1, 4), dt.date(2027, 3, 25)),
    )
    assert terms_at(terms, dt.date(2026, 9, 13)) == Terms(
        Span(dt.date(2026, 9, 3), dt.date(2026, 9, 13)), Span(dt.date(2026, 4, 13), dt.date(2026, 4, 23))
    )
    assert terms_at(terms[:1], dt.date(2026, 5, 1)) is None
    assert terms_at((), TODAY) is None


@pytest.mark.parametrize(
    "words,names",
    [("She is @Shark_99 there.", {"shark_99"}), ("me@mail.example", set()), ("@a", set()),
     ("@shark. And @shark!", {"shark"})],
)  # fmt: skip
def test_a_user_name_is_known_by_its_sign(words: str, names: set[str]) -> None:
    assert usernames_in(words) == names


def test_every_rule_says_what_it_rests_on() -> None:
    assert [rule.code for rule in RULES] == list(RuleCode)
    for rule in RULES:
        assert rule.least in rule.choices
        assert rule.source[0] in "ABCDE"
        assert Step.DISMISS in rule.steps
    assert least_of(RULE["person"], {"person": 99}) == 3
    assert least_of(RULE["person"], {"person": "2"}) == 3
    assert least_of(RULE["person"], {"person": 2}) == 2


# -- through the records ------------------------------------------------------------------------------


def test_the_same_child_three_times_in_a_month_is_a_pattern_in_one_sentence(cast: Cast, as_: As) -> None:
    incidents = three_about_zoe(cast)
    look()
    page = text(as_("co_ordinator").get("/patterns/"))
    assert "Zoë Haddad is a subject of, or harmed in, 3 incidents" in page
    for incident in incidents:
        assert incident.reference in page
    assert "Patterns to answer" in text(as_("co_ordinator").get("/"))


def test_two_are_none_and_duplicates_and_what_was_no_incident_do_not_count(cast: Cast) -> None:
    first, second, third = three_about_zoe(cast)
    actions.merge(incident=third, into=first, reason="Twice", version=third.version, by=cast.dsl)
    look()
    assert not Pattern.objects.exists()
    fourth = a_concern(cast, about="pupil")
    look()
    assert Pattern.objects.count() == 1
    actions.set_aside(incident=fourth, reason="A mistake", version=fourth.version, by=cast.dsl)
    look()
    assert not widest(cast.dsl, cast.school).exists()


def test_one_site_with_several_children_and_one_reached_by_accident(cast: Cast, as_: As) -> None:
    for child in ("pupil", "second_pupil", "third_pupil"):
        a_concern(cast, about=child, addresses="https://www.nasty.example/x", type=IncidentType.GAMBLING)
    for child in ("pupil", "second_pupil"):
        a_concern(
            cast,
            about=(),
            harmed=child,
            addresses="ads.example",
            nature=Nature.ACCIDENTAL,
            type=IncidentType.SOFT_PORN,
        )
    look()
    page = text(as_("dsl").get("/patterns/"))
    assert "nasty[.]example turns up in 3 incidents with 3 different people" in page
    assert "2 people came to ads[.]example by accident in 2 incidents" in page
    assert "nasty.example" not in page


def test_a_user_name_a_place_and_an_hour(cast: Cast, as_: As) -> None:
    for child in ("pupil", "second_pupil", "third_pupil", "deputys_child", ()):
        a_concern(
            cast,
            about=child,
            description="It was @Shark_99 again.",
            place_detail="IT suite 2",
            happened_time=dt.time(13, 20),
        )
    look()
    page = text(as_("dsl").get("/patterns/"))
    assert "The user name @shark_99 turns up in 5 incidents" in page
    assert "5 incidents happened at the place “it suite 2”" in page
    assert "between 13:00 and 14:00" in page


def low_level(cast: Cast, about: str = "teacher") -> Incident:
    incident = a_concern(cast, about=about, by="senior_leader")
    incident = advance(incident, to=Status.CLOSED)
    Incident.objects.filter(pk=incident.pk).update(finding=Finding.LOW_LEVEL)
    return incident


def test_low_level_concerns_about_one_adult_are_found_and_colleagues_learn_nothing(
    cast: Cast, as_: As
) -> None:
    for _ in range(2):
        low_level(cast)
    look(every=True)
    pattern = pattern_of(RuleCode.LOW_LEVEL)
    assert "2 low-level concerns about Jamal Rashid" in text(as_("head").get(pattern.get_absolute_url()))
    missing = as_("co_ordinator").get("/patterns/nothing/").content
    assert as_("co_ordinator").get(pattern.get_absolute_url()).content == missing
    assert "Jamal" not in text(as_("co_ordinator").get("/patterns/?show=all"))
    assert as_("teacher").get("/patterns/").status_code == 403
    assert as_("teacher").get(pattern.get_absolute_url()).status_code == 404


def test_those_about_the_head_are_the_chairs(cast: Cast, as_: As) -> None:
    for _ in range(2):
        low_level(cast, "head")
    look(every=True)
    pattern = pattern_of(RuleCode.LOW_LEVEL)
    seen_by = {
        name
        for name in Cast.accounts()
        if PATTERNS.visible_to(cast.user(name), Pattern.objects.filter(pk=pattern.pk)).exists()
    }
    assert seen_by == {"chair"}


def test_a_pattern_that_needs_a_restricted_incident_exists_only_for_those_who_read_it(
    cast: Cast, as_: As
) -> None:
    """Two open to the co-ordinator and one safeguarding matter: three for the lead, nothing for the co-ordinator."""
    for _ in range(2):
        a_concern(cast)
    a_concern(cast, type=IncidentType.GROOMING)
    look()
    assert "3 incidents" in text(as_("dsl").get("/patterns/"))
    page = text(as_("co_ordinator").get("/patterns/?show=all"))
    assert "Zoë" not in page
    assert "No pattern was found" in page
    assert "Patterns to answer" not in text(as_("co_ordinator").get("/"))
    incident = Incident.objects.order_by("pk")[0]
    assert ">Patterns</a> (0)" in text(as_("co_ordinator").get(incident.get_absolute_url()))
    assert ">Patterns</a> (1)" in text(as_("dsl").get(incident.get_absolute_url()))


def test_each_reader_is_shown_the_widest_that_is_theirs_and_its_figures(cast: Cast, as_: As) -> None:
    for _ in range(3):
        a_concern(cast)
    for _ in range(2):
        a_concern(cast, type=IncidentType.GROOMING)
    look()
    for name, count in (("co_ordinator", 3), ("dsl", 5)):
        page = text(as_(name).get("/patterns/"))
        assert page.count("Zoë Haddad is") == 1
        assert f"harmed in, {count} incidents" in page, name


def test_whoever_is_close_to_somebody_in_it_sees_none_of_it(cast: Cast, as_: As) -> None:
    for _ in range(3):
        a_concern(cast, about="deputys_child")
    look()
    pattern = pattern_of(RuleCode.PERSON)
    assert as_("deputy").get(pattern.get_absolute_url()).status_code == 404
    assert "Ben Bellamy" not in text(as_("deputy").get("/patterns/?show=all"))
    with pytest.raises(PermissionDenied):
        actions.answer_pattern(pattern=pattern, step=Step.DISMISS, reason="x", by=cast.deputy)
    declare_connection(
        person=cast.person_of(cast.dsl), other=cast.deputys_child, closeness=Closeness.HOUSEHOLD, by=None
    )
    assert as_("dsl").get(pattern.get_absolute_url()).status_code == 404


def test_seeing_and_listing_agree_for_everybody(cast: Cast) -> None:
    three_about_zoe(cast)
    a_concern(cast, type=IncidentType.GROOMING)
    for _ in range(2):
        low_level(cast)
    look(every=True)
    for name in Cast.accounts():
        user = cast.user(name)
        for pattern in Pattern.objects.all():
            listed = PATTERNS.visible_to(user, Pattern.objects.filter(pk=pattern.pk)).exists()
            assert listed == PATTERNS.allows(user, C.SEE_INCIDENTS, pattern), name
            evidence = Incident.objects.filter(pk__in=pattern.evidence.values("incident"))
            if listed:
                assert INCIDENTS.visible_to(user, evidence).count() == evidence.count()


def test_two_schools_share_no_pattern(cast: Cast) -> None:
    for _ in range(2):
        a_concern(cast, addresses="nasty.example", about=("pupil", "second_pupil"))
    a_concern(cast, addresses="nasty.example", school=cast.other, by="other_teacher", about="other_pupil")
    look()
    assert not Pattern.objects.filter(rule=RuleCode.SITE).exists()


# -- answered ----------------------------------------------------------------------------------------


def test_dismissed_it_stays_dismissed_until_new_evidence_arrives(cast: Cast, as_: As) -> None:
    three_about_zoe(cast)
    look()
    pattern = pattern_of(RuleCode.PERSON)
    client = as_("dsl")
    answer = client.post(f"/patterns/{pattern.key}/answer/", {"step": "dismiss", "reason": ""})
    assert (answer.status_code, "Enter the reason" in text(answer)) == (422, True)
    client.post(
        f"/patterns/{pattern.key}/answer/", {"step": "dismiss", "reason": "One quarrel, three reporters."}
    )
    look(every=True)
    assert "Zoë" not in text(client.get("/patterns/"))
    assert "One quarrel, three reporters." in text(client.get(pattern.get_absolute_url()))
    a_concern(cast)
    look()
    page = text(client.get("/patterns/"))
    assert "4 incidents" in page
    assert "One quarrel, three reporters." in text(client.get(pattern.get_absolute_url()))


def test_answered_twice_at_once_the_later_is_told(cast: Cast) -> None:
    three_about_zoe(cast)
    look()
    pattern = pattern_of(RuleCode.PERSON)
    actions.answer_pattern(pattern=pattern, step=Step.DISMISS, reason="x", by=cast.dsl)
    with pytest.raises(NotNow, match="answered already"):
        actions.answer_pattern(pattern=pattern, step=Step.TASK, reason="y", by=cast.head)
    assert PatternDecision.objects.count() == 1


def test_acting_opens_a_task_or_links_them(cast: Cast) -> None:
    incidents = three_about_zoe(cast)
    look()
    pattern = pattern_of(RuleCode.PERSON)
    actions.answer_pattern(pattern=pattern, step=Step.LINK, reason="They belong together", by=cast.dsl)
    assert Link.objects.count() == 2
    a_concern(cast)
    look()
    actions.answer_pattern(pattern=pattern, step=Step.TASK, reason="Talk to her form tutor", by=cast.dsl)
    task = Task.objects.get(words__startswith="Look into a pattern")
    assert task.incident not in incidents
    assert task.detail == "Talk to her form tutor"
    pattern.refresh_from_db()
    assert pattern.state == PatternState.ACTED
    codes = AuditEvent.objects.filter(code="pattern.decided")
    assert [one.detail for one in codes] == [
        {"step": "link", "rule": "person"},
        {"step": "task", "rule": "person"},
    ]


def test_a_weak_filter_is_reviewed_by_whoever_runs_it_and_they_are_told_the_site_alone(
    cast: Cast, as_: As
) -> None:
    for child in ("pupil", "second_pupil"):
        a_concern(
            cast,
            about=(),
            harmed=child,
            addresses="ads.example",
            nature=Nature.ACCIDENTAL,
            type=IncidentType.GAMING,
        )
    look()
    pattern = pattern_of(RuleCode.FILTER)
    actions.answer_pattern(
        pattern=pattern, step=Step.FILTER_REVIEW, reason="Two in a week", by=cast.co_ordinator
    )
    task = Task.objects.get(code="filter_review")
    assert (task.role, task.detail) == (Role.NETWORK_MANAGER, "ads.example")
    page = text(as_("technician").get(task.get_absolute_url()))
    assert "ads[.]example" in page
    assert "Zoë" not in page
    assert "Two in a week" not in page


def test_a_site_that_may_be_illegal_to_open_is_not_passed_on(cast: Cast) -> None:
    for child in ("pupil", "second_pupil"):
        a_concern(
            cast,
            about=(),
            harmed=child,
            addresses="bad.example",
            nature=Nature.ACCIDENTAL,
            type=IncidentType.CSA_IMAGES,
        )
    look()
    pattern = pattern_of(RuleCode.FILTER)
    actions.answer_pattern(pattern=pattern, step=Step.FILTER_REVIEW, reason="x", by=cast.dsl)
    assert not Task.objects.filter(detail__contains="bad.example", code="filter_review").exists()


def test_a_step_that_the_rule_does_not_offer_is_refused(cast: Cast, as_: As) -> None:
    three_about_zoe(cast)
    look()
    pattern = pattern_of(RuleCode.PERSON)
    with pytest.raises(NotNow):
        actions.answer_pattern(pattern=pattern, step=Step.FILTER_REVIEW, reason="x", by=cast.dsl)
    answer = as_("dsl").post(f"/patterns/{pattern.key}/answer/", {"step": "filter_review", "reason": "x"})
    assert answer.status_code == 422


def test_when_every_incident_is_closed_a_task_has_no_place(cast: Cast) -> None:
    for incident in three_about_zoe(cast):
        advance(incident, to=Status.CLOSED)
    look(every=True)
    with pytest.raises(NotNow, match="Reopen one first"):
        actions.answer_pattern(pattern=pattern_of(RuleCode.PERSON), step=Step.TASK, reason="x", by=cast.dsl)


def test_a_reader_who_does_not_decide_these_incidents_sees_but_does_not_answer(cast: Cast, as_: As) -> None:
    for _ in range(2):
        low_level(cast)
    look(every=True)
    pattern = pattern_of(RuleCode.LOW_LEVEL)
    page = text(as_("dsl").get(pattern.get_absolute_url()))
    assert "answered by whoever decides these incidents" in page
    assert as_("dsl").get(f"/patterns/{pattern.key}/answer/").status_code == 403
    assert "Act or dismiss" in text(as_("head").get(pattern.get_absolute_url()))


def test_a_school_that_wants_to_look_sooner_does(cast: Cast) -> None:
    for _ in range(2):
        a_concern(cast)
    look()
    assert not Pattern.objects.exists()
    actions.set_watch(school=cast.school, business_manager=False, counts={"person": 2}, by=cast.head)
    look()
    assert pattern_of(RuleCode.PERSON).evidence.count() == 2


# -- when it looks, and what it costs ------------------------------------------------------------------


def test_it_looks_only_where_something_has_moved(cast: Cast, as_: As) -> None:
    a_concern(cast)
    assert actions.find_patterns() >= 1
    assert actions.find_patterns() == 0
    as_("dsl").get(Incident.objects.get().get_absolute_url())
    assert actions.find_patterns() == 0, "a look at a page moves nothing"
    incident = Incident.objects.get()
    actions.triage(
        incident=incident, accepted_as=AcceptedAs.ONLINE_SAFETY, primary_type=IncidentType.GAMING,
        risk_area=incident.risk_area, harm_test=False, reason="x", version=incident.version, by=cast.dsl,
    )  # fmt: skip
    assert actions.find_patterns() == 1
    assert actions.find_patterns(every=True) == School.objects.count()


def test_an_incident_that_becomes_restricted_leaves_the_patterns_of_those_who_no_longer_read_it(
    cast: Cast, as_: As
) -> None:
    for _ in range(3):
        a_concern(cast)
    moving = a_concern(cast)
    look()
    assert "4 incidents" in text(as_("co_ordinator").get("/patterns/"))
    actions.triage(
        incident=moving, accepted_as=AcceptedAs.SAFEGUARDING, primary_type=IncidentType.GROOMING,
        risk_area=moving.risk_area, harm_test=False, reason="x", version=moving.version, by=cast.dsl,
    )  # fmt: skip
    page = text(as_("co_ordinator").get("/patterns/"))
    assert "Zoë" not in page, "before anything is reckoned anew"
    look()
    assert "3 incidents" in text(as_("co_ordinator").get("/patterns/"))
    assert "4 incidents" in text(as_("dsl").get("/patterns/"))


def test_pages_cost_a_fixed_number_of_queries(cast: Cast, as_: As) -> None:
    client, costs = as_("dsl"), {}
    three_about_zoe(cast)
    look()
    for turn in range(2):
        key = pattern_of(RuleCode.PERSON).key if not turn else Pattern.objects.order_by("pk")[0].key
        incident = Incident.objects.order_by("pk")[0]
        for path in ("/patterns/", f"/patterns/{key}/", f"/incidents/{incident.reference}/patterns/", "/"):
            client.get(path)
            with CaptureQueriesContext(connection) as asked:
                client.get(path)
            costs.setdefault(path, []).append(len(asked))
        if not turn:
            for child in ("second_pupil", "third_pupil", "pupil"):
                for _ in range(4):
                    a_concern(cast, about=child, addresses="nasty.example", place_detail="The hall")
            look()
    assert all(first == second for first, second in costs.values()), costs
    assert costs["/patterns/"][0] <= 9, costs


def test_reckoning_costs_a_fixed_number_of_queries(cast: Cast) -> None:
    three_about_zoe(cast)
    look()
    costs = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as asked:
            look(every=True)
        costs.append(len(asked))
        for child in ("pupil", "second_pupil", "third_pupil") * 3:
            a_concern(cast, about=child, addresses="nasty.example", place_detail="The hall")
        look()
    assert costs[0] == costs[1], costs


def test_the_oldest_incident_falls_out_when_a_newer_one_comes_and_nobody_answered_nothing_vanishes(
    cast: Cast,
) -> None:
    incidents = three_about_zoe(cast)
    now = timezone.now()
    for ago, incident in zip((60, 55, 50), incidents, strict=True):
        Incident.objects.filter(pk=incident.pk).update(reported_at=now - dt.timedelta(days=ago))
    look(every=True)
    pattern = pattern_of(RuleCode.PERSON)
    assert pattern.evidence.count() == 3, "a month has passed, and nobody has answered"
    (shown,) = in_words([pattern])
    assert "3 incidents" in shown.sentence
    a_concern(cast)
    look()
    assert not widest(cast.dsl, cast.school).exists(), "one in the last month is no pattern"


def test_every_circle_is_read_by_somebody() -> None:
    assert frozenset().union(*(circle.lanes for circle in CIRCLES)) == frozenset(Lane)

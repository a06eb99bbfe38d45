"""Rooms in use long ago, and what is there of each kind: for tests of lots."""

from __future__ import annotations

import datetime as dt
from typing import Any

from aup import actions as agreements
from aup.models import Campaign, Edition
from aup.vocabulary import Audience, Capacity, EditionStatus, ReSignReason
from esafety.governance import actions as governance
from esafety.governance.vocabulary import Audience as Reads
from esafety.governance.vocabulary import NeedLevel
from esafety.keeping import actions
from esafety.keeping.lots import find_lots
from esafety.keeping.models import Disposal, Lot
from esafety.office import actions as office
from esafety.office.demo import clock
from esafety.office.vocabulary import Condition, DeviceKind
from esafety.outbox.relay import drain
from esafety.people.models import Person
from esafety.people.vocabulary import PersonKind
from filtering.actions import extract_log
from filtering.models import FilteringRequest
from filtering.queries.log import Sought
from filtering.vocabulary import Stage
from incidents import actions as incidents
from incidents.models import Alert
from tests.aup.signing import signs
from tests.cast import Cast
from tests.filtering.asking import advance, ask
from tests.house import aup_signing_world, aup_world, filtering_world, office_world
from tests.incidents.alerting import an_alert

LONG_AGO = dt.datetime(2019, 10, 7, 10, tzinfo=dt.UTC)
"""With six years kept after the school year 2019/20: due since 1 September 2026."""
LEFT = dt.date(2020, 1, 15)
YEAR = dt.date(2020, 8, 31)
MARK = "xqlotqx"


def all_long_ago(cast: Cast) -> None:
    """Every room whose things go by the school year, in use in 2019/20; whoever was there has left."""
    an_alert_long_ago(cast)
    a_request_long_ago(cast)
    with clock.at(LONG_AGO):
        agreements_long_ago(cast)
        filtering_world.furnish(cast)
        extract_log(school=cast.school, sought=Sought(), by=cast.co_ordinator)
        office_world.furnish(cast)
        office_long_ago(cast)
        training_long_ago(cast)
    Person.objects.filter(school=cast.school).update(left_on=LEFT)


def an_alert_long_ago(cast: Cast, person: Person | None = None, **told: Any) -> Alert:
    """Set aside by the safeguarding lead; about somebody, where said."""
    with clock.at(LONG_AGO):
        alert = an_alert(cast, content=MARK, **told)
        incidents.set_alert_aside(alert=alert, reason=MARK, by=cast.dsl)
    if person is not None:  # as the product finds who a user name is of
        Alert.objects.filter(pk=alert.pk).update(person=person)
    return Alert.objects.get(pk=alert.pk)


def agreements_long_ago(cast: Cast) -> None:
    aup_world.furnish(cast)
    aup_signing_world.furnish(cast)
    agreements.require_new_signature(person=cast.pupil, reason=ReSignReason.AFTER_INCIDENT, by=cast.dsl)
    teacher = cast.person_of(cast.teacher)
    signs(teacher, teacher, Audience.STAFF, Capacity.SELF)
    edition = Edition.objects.filter(school=cast.school, status=EditionStatus.SUPERSEDED).first()
    assert edition is not None
    agreements.suggest(edition=edition, words=MARK, person=teacher, by=cast.teacher)
    for campaign in Campaign.objects.filter(state="running"):
        agreements.close_campaign(campaign=campaign, by=cast.co_ordinator)


def a_request_long_ago(cast: Cast, moment: dt.datetime = LONG_AGO, **more: Any) -> FilteringRequest:
    """Asked, opened, closed and checked."""
    with clock.at(moment):
        return advance(cast, ask(cast, **{"purpose": MARK, **more}), Stage.DONE)


def office_long_ago(cast: Cast) -> None:
    told: dict[str, Any] = {
        "asset_tag": "OLD-1",
        "kind": DeviceKind.LAPTOP,
        "description": "Old",
        "serial_number": "1",
    }
    device = office.add_device(school=cast.school, by=cast.technician, **told)
    office.sign_device_out(
        device=device,
        person=cast.person_of(cast.teacher),
        out_on=LONG_AGO.date(),
        due_back=LONG_AGO.date() + dt.timedelta(days=9),
        condition=Condition.GOOD,
        note=MARK,
        by=cast.technician,
    )
    office.sign_device_in(
        device=device, returned_on=LONG_AGO.date(), condition=Condition.GOOD, note="", by=cast.technician
    )
    change = office.ask_for_reset(user=cast.teacher, school=cast.school, by=cast.school_admin)
    office.stop_change(change=change, by=cast.school_admin)
    who: dict[str, Any] = {"given_name": "Nell", "family_name": "Newcome", "email": "nell@school.example"}
    person = office.add_person(school=cast.school, kind=PersonKind.STAFF, by=cast.school_admin, **who)
    office.invite_staff(school=cast.school, people=[person], by=cast.school_admin)


def training_long_ago(cast: Cast) -> None:
    person = cast.person_of(cast.second_teacher)
    course = governance.add_course(
        school=cast.school, title="Yearly", provider="Us", lasts_months=12, for_everybody=True, by=cast.dsl
    )
    governance.enter_training(course=course, people=[person], taken_on=LONG_AGO.date(), by=cast.dsl)
    step = governance.add_induction_step(school=cast.school, words="Keys", by=cast.dsl)
    governance.tick_induction(step=step, person=person, by=cast.dsl)
    governance.say_need(school=cast.school, level=NeedLevel.TRAINING, about=MARK, by=cast.second_teacher)
    told: dict[str, Any] = {
        "title": "Online safety",
        "owner": "The lead",
        "audience": Reads.STAFF,
        "review_due": LEFT,
    }
    policy = governance.add_policy(school=cast.school, by=cast.dsl, **told)
    given: dict[str, Any] = {
        "approved_by": "The board",
        "approved_on": LEFT,
        "minute": "",
        "changes": "",
        "where": "A shelf",
    }
    edition = governance.add_edition(policy=policy, review_due=LEFT, by=cast.dsl, **given)
    governance.acknowledge_policy(edition=edition, by=cast.second_teacher)


def lots(cast: Cast) -> dict[str, Lot]:
    """The school's lots of 2019/20, by kind."""
    return {lot.kind: lot for lot in find_lots(cast.school) if lot.ends_on == YEAR}


def proposed(cast: Cast, *some: Lot) -> Disposal:
    """Reviewed by the safeguarding lead and sent to a second person."""
    for lot in some:
        disposal = actions.put_forward(record=lot, reason="Its time is over.", by=cast.dsl)
    return actions.propose(disposal=disposal, version=disposal.version, by=cast.dsl)


def approved(cast: Cast, *some: Lot) -> Disposal:
    """The same, approved by the head."""
    disposal = proposed(cast, *some)
    return actions.approve(disposal=disposal, reason="So it is.", version=disposal.version, by=cast.head)


def carried_out(cast: Cast, *some: Lot) -> Disposal:
    """The same, carried out by the relay."""
    disposal = approved(cast, *some)
    drain()
    return Disposal.objects.get(pk=disposal.pk)

"""Requests: asked on a phone, shown back, decided by somebody else, sent, opened, closed, looked at again."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from esafety.access.refusals import NotNow, Stale
from esafety.audit.models import AuditEvent
from esafety.office.demo import clock
from esafety.outbox.models import Message
from esafety.outbox.relay import drain
from esafety.people.models import ExternalContact
from esafety.people.vocabulary import ContactKind
from filtering import actions
from filtering.actions.guard import fresh
from filtering.models import FilteringRequest, LogLine
from filtering.policy.clocks import end_of
from filtering.queries.requests import today as todays_list
from filtering.vocabulary import Category, Entry, Kind, Stage, UserGroup
from tests.cast import Cast, sign_in
from tests.filtering.asking import advance, agree, ask, asked, boxes, today


def typed(**more: Any) -> dict[str, str]:
    """What a teacher fills in."""
    told = {
        "addresses": "https://history.example/vikings",
        "category": "video",
        "purpose": "Sources about the Vikings",
        "lesson": "History, 6L",
        "for_group": "ks2",
        "supervised_by": "Jamal Rashid",
    }
    return told | boxes("from_on", today()) | boxes("until_on", today() + dt.timedelta(days=4)) | more


def send(client: Client, kind: str = "unblock", **more: Any) -> Any:
    """Fill in, see what will open, send."""
    url = reverse("filtering_ask", args=[kind])
    shown = client.post(url, typed(**more))
    found = re.search(r'name="shown" value="([0-9a-f]{64})"', shown.content.decode())
    assert found, shown.content.decode()
    return client.post(url, typed(**more) | {"shown": found[1]}, follow=True)


def page(client: Client, request: FilteringRequest) -> str:
    return client.get(request.get_absolute_url()).content.decode()


def told(notice: str) -> set[str]:
    rows = Message.objects.filter(notice=f"filtering.{notice}")
    return {str(row.to_user.email if row.to_user else row.to_contact.email) for row in rows}


def test_from_the_question_to_the_second_look(cast: Cast) -> None:
    teacher, lead, technician = (
        sign_in(Client(), one) for one in (cast.teacher, cast.co_ordinator, cast.technician)
    )
    answer = send(teacher)
    assert "Sent. Your request is" in answer.content.decode()
    request = FilteringRequest.objects.get()
    assert told("to_decide") == {cast.co_ordinator.email}
    assert "Waiting for a decision" in page(teacher, request)
    assert "history.example/vikings" in lead.get(reverse("filtering")).content.decode()

    url = reverse("filtering_agree", args=[request.reference])
    lead.post(url, {"version": request.version, "reason": "Fits the lesson."})
    request = fresh(request)
    assert (request.stage, request.ends_at is not None, request.remind_at is not None) == ("sent", True, True)
    assert told("provider_do") == {"help@clearway.example"}
    assert told("decided") == {cast.teacher.email}

    today = technician.get(reverse("filtering_today")).content.decode()
    assert request.reference in today
    assert f"<strong>{cast.school.name}</strong> – Today’s list" in today, "on paper it says whose it is"
    technician.post(reverse("filtering_opened", args=[request.reference]))
    assert fresh(request).opened_by == cast.technician
    assert told("carried_out") == {cast.teacher.email}

    answer = teacher.post(reverse("filtering_not_needed", args=[request.reference]), follow=True)
    assert "Thank you. It is being closed." in answer.content.decode()
    assert told("provider_close") == {"help@clearway.example"}
    technician.post(reverse("filtering_closed", args=[request.reference]))
    lead.post(reverse("filtering_checked", args=[request.reference]), {"still_open": "no"})
    request = fresh(request)
    assert (request.stage, request.remind_at, request.checked_by) == ("done", None, cast.co_ordinator)
    entries = list(LogLine.objects.order_by("pk").values_list("entry", flat=True))
    assert entries == ["asked", "agreed", "opened", "ended_early", "closed", "checked"]
    codes = AuditEvent.objects.about(request).order_by("pk").values_list("code", flat=True)
    assert [code.removeprefix("filtering.") for code in codes] == [
        "asked", "agreed", "opened", "not_needed", "closed", "checked",
    ]  # fmt: skip


def test_what_will_open_is_shown_back_and_nothing_is_sent_before(cast: Cast) -> None:
    client = sign_in(Client(), cast.teacher)
    empty = client.get(reverse("filtering_ask", args=["unblock"])).content.decode()
    assert "at most 20" in empty
    assert "200,000" not in empty, "the guard against a flood is no advice to whoever writes"
    paste = "HTTPS://Example.org:443/\nexample.org\n*.museum.example\nhttp://münchen.example/a?b=1"
    answer = client.post(reverse("filtering_ask", args=["unblock"]), typed(addresses=paste))
    text = answer.content.decode()
    assert answer.status_code == 200
    assert "This is exactly what will open" in text
    assert text.count("Every page of https://example.org<") == 1, "the same address twice is one"
    assert "Every site under museum.example, and that site itself" in text
    assert "xn--mnchen-3ya.example" in text
    assert "Sources about the Vikings" in text, "what was typed stays"
    assert not FilteringRequest.objects.exists()
    assert 'href="https://example.org' not in text


def test_changing_an_address_shows_it_back_again(cast: Cast) -> None:
    client, url = sign_in(Client(), cast.teacher), reverse("filtering_ask", args=["unblock"])
    shown = client.post(url, typed()).content.decode()
    digest = re.search(r'name="shown" value="([0-9a-f]{64})"', shown)
    assert digest
    again = client.post(url, typed(addresses="other.example") | {"shown": digest[1]})
    assert "Every page of https://other.example" in again.content.decode()
    assert not FilteringRequest.objects.exists()


def test_what_is_open_already_is_shown_before_sending(cast: Cast) -> None:
    there = advance(cast, ask(cast, by="second_teacher", addresses="https://history.example"), Stage.OPEN)
    client = sign_in(Client(), cast.teacher)
    text = client.post(reverse("filtering_ask", args=["unblock"]), typed()).content.decode()
    assert "This was asked for before" in text
    assert there.reference in text
    assert there.get_absolute_url() not in text, "another's request is no page of theirs"


@pytest.mark.parametrize("category", [Category.CHILD_ABUSE, Category.TERRORIST])
def test_an_illegal_list_is_refused_at_the_form_and_by_the_action(cast: Cast, category: Category) -> None:
    client = sign_in(Client(), cast.teacher)
    answer = client.post(reverse("filtering_ask", args=["unblock"]), typed(category=category.value))
    assert answer.status_code == 422
    assert "never opened, for anybody and for any lesson" in answer.content.decode()
    with pytest.raises(NotNow, match="looking at them is a crime"):
        ask(cast, category=category)


def test_a_high_risk_takes_two_who_are_not_the_same(cast: Cast) -> None:
    request = ask(cast, category=Category.WEAPONS)
    first = agree(cast, request)
    assert first.stage == Stage.SECOND
    assert told("second_needed") == {cast.dsl.email}
    with pytest.raises(NotNow, match="second person"):
        agree(cast, request)
    assert agree(cast, request, by="dsl").stage == Stage.SENT


@pytest.mark.parametrize("name", ["co_ordinator", "dsl", "deputy", "head"])
def test_nobody_decides_their_own_request(cast: Cast, name: str) -> None:
    request = ask(cast, by=name)
    with pytest.raises(NotNow, match="Nobody decides their own"):
        agree(cast, request, by=name)
    assert cast.user(name).email not in told("to_decide")
    assert told("to_decide"), "somebody else is told"
    agreeing = reverse("filtering_agree", args=[request.reference])
    another = cast.dsl if name == "co_ordinator" else cast.co_ordinator
    assert agreeing in page(sign_in(Client(), another), request)
    assert agreeing not in page(sign_in(Client(), cast.user(name)), request)


def test_a_declined_request_says_why_to_whoever_asked(cast: Cast) -> None:
    request = ask(cast)
    lead = sign_in(Client(), cast.co_ordinator)
    url = reverse("filtering_decline", args=[request.reference])
    assert lead.post(url, {"version": 1, "reason": ""}).status_code == 422
    lead.post(url, {"version": 1, "reason": "The site shows knives."})
    assert "The site shows knives." in page(sign_in(Client(), cast.teacher), request)


def test_of_two_who_decide_at_once_the_slower_keeps_their_words(cast: Cast) -> None:
    request = ask(cast, category=Category.WEAPONS)
    agree(cast, request)
    with pytest.raises(Stale):
        actions.agree(asked=fresh(request), reason="Mine", version=1, by=cast.dsl)
    client = sign_in(Client(), cast.dsl)
    url = reverse("filtering_agree", args=[request.reference])
    answer = client.post(url, {"version": 1, "reason": "Two words of mine"})
    assert answer.status_code == 409
    assert "Two words of mine" in answer.content.decode()
    assert 'name="version" value="2"' in answer.content.decode()
    assert fresh(request).stage == Stage.SECOND


def test_a_decider_agrees_to_fewer_days_and_never_to_more(cast: Cast) -> None:
    request, last = ask(cast), today() + dt.timedelta(days=2)
    client = sign_in(Client(), cast.co_ordinator)
    url = reverse("filtering_agree", args=[request.reference])
    sent = {"version": request.version, "reason": "Two days are enough."}
    for day, says in (
        (today() + dt.timedelta(days=5), "They asked until"),
        (today() - dt.timedelta(days=1), "past"),
    ):
        answer = client.post(url, sent | boxes("until_on", day))
        assert (answer.status_code, says in answer.content.decode()) == (422, True)
        assert "Two days are enough." in answer.content.decode()
        with pytest.raises(NotNow):
            actions.agree(
                asked=request, reason="x", version=request.version, by=cast.co_ordinator, until_on=day
            )
    client.post(url, sent | boxes("until_on", last))
    now = fresh(request)
    assert (now.until_on, now.ends_at, now.stage) == (last, end_of(last), Stage.SENT)
    days = list(LogLine.objects.order_by("pk").values_list("entry", "until_on"))
    assert days == [("asked", request.until_on), ("agreed", last)], "the log keeps what was asked"
    assert f"Last day {last:%-d %B %Y}; asked for was {request.until_on:%-d %B %Y}." in page(
        sign_in(Client(), cast.teacher), now
    )
    block = ask(cast, Kind.BLOCK)
    with pytest.raises(NotNow, match="no last day"):
        actions.agree(asked=block, reason="x", version=block.version, by=cast.co_ordinator, until_on=last)


def test_where_two_must_agree_the_second_has_the_days_of_the_first(cast: Cast) -> None:
    request, last = ask(cast, category=Category.WEAPONS), today() + dt.timedelta(days=1)
    first = actions.agree(
        asked=request, reason="x", version=request.version, by=cast.co_ordinator, until_on=last
    )
    assert (first.stage, first.until_on, first.ends_at) == (Stage.SECOND, last, None)
    second = agree(cast, request, by="dsl")
    assert (second.until_on, second.ends_at) == (last, end_of(last))


def test_what_decides_stands_before_whoever_decides(cast: Cast) -> None:
    there = advance(cast, ask(cast), Stage.OPEN)
    gone = advance(cast, ask(cast, addresses="history.example"), Stage.CLOSED)
    request = ask(cast, by="second_teacher")
    client = sign_in(Client(), cast.co_ordinator)
    shown = page(client, request)
    assert "Every page whose address begins with https://history.example/vikings" in shown
    assert (there.reference in shown, gone.reference in shown) == (True, False), "what is shut helps no class"
    form = client.get(reverse("filtering_agree", args=[request.reference])).content.decode()
    for words in ("History, 6L", "Jamal Rashid", "Video or music", "Every page whose address begins with"):
        assert words in form


def test_more_time_is_asked_for_once(cast: Cast) -> None:
    request = advance(cast, ask(cast), Stage.OPEN)
    asked_again = actions.ask(school=cast.school, told=asked(renews=request), by=cast.teacher)
    with pytest.raises(NotNow, match="More time was asked for already"):
        actions.ask(school=cast.school, told=asked(renews=request), by=cast.teacher)
    assert "Ask for more time" not in page(sign_in(Client(), cast.teacher), request)
    actions.withdraw(asked=asked_again, by=cast.teacher)
    assert "Ask for more time" in page(sign_in(Client(), cast.teacher), request)


def test_an_emergency_block_says_what_happens_now_and_by_when_it_is_reviewed(cast: Cast) -> None:
    client, url = sign_in(Client(), cast.technician), reverse("filtering_block_now")
    told = {
        "addresses": "harm.example",
        "purpose": "Shown in class",
        "for_group": "everyone",
        "is_done": "no",
    }
    shown = re.search(r'name="shown" value="([0-9a-f]{64})"', client.post(url, told).content.decode())
    assert shown
    answer = client.post(url, told | {"shown": shown[1]}, follow=True).content.decode()
    assert "The provider is told to block it now. Somebody else reviews it by" in answer
    assert "You get a message when it is decided" not in answer
    shown_to_lead = page(sign_in(Client(), cast.co_ordinator), FilteringRequest.objects.get())
    assert shown_to_lead.index("Review the block") < shown_to_lead.index("It is blocked")
    assert "Somebody else reviews this block by" in shown_to_lead


def test_a_block_that_was_lifted_waits_for_no_review_any_more(cast: Cast) -> None:
    told_of = asked(Kind.BLOCK, "harm.example")
    block = actions.block_first(school=cast.school, told=told_of, is_done=True, by=cast.technician)
    client = sign_in(Client(), cast.co_ordinator)
    assert "Emergency blocks to review" in client.get(reverse("filtering")).content.decode()
    actions.say_not_needed(asked=fresh(block), by=cast.co_ordinator)
    assert "Emergency blocks to review" not in client.get(reverse("filtering")).content.decode()
    before = Message.objects.filter(notice="filtering.to_review").count()
    with clock.at(block.review_due_at + dt.timedelta(days=2)):
        actions.keep_time()
    assert Message.objects.filter(notice="filtering.to_review").count() == before


def test_the_first_page_says_what_of_the_filter_waits_for_whom(cast: Cast) -> None:
    ask(cast, addresses="first.example")
    advance(cast, ask(cast, addresses="second.example"), Stage.SENT)
    ask(cast, by="co_ordinator", addresses="third.example")
    shown = {
        who: re.sub(r"<[^>]+>", "|", sign_in(Client(), cast.user(who)).get("/").content.decode())
        for who in ("co_ordinator", "dsl", "technician", "teacher")
    }
    decide, do = r"1\|+Filter requests to decide", r"1\|+On today’s filter list"
    assert re.search(decide, shown["co_ordinator"]), "never one's own"
    assert re.search(decide.replace("1", "2", 1), shown["dsl"])
    assert re.search(do, shown["technician"])
    for who, word in (("technician", "to decide"), ("teacher", "to decide"), ("teacher", "filter list")):
        assert word not in shown[who], who


def test_without_a_provider_the_technician_carries_it_out(cast: Cast) -> None:
    ExternalContact.objects.filter(kind=ContactKind.FILTERING).update(email="")
    request = agree(cast, ask(cast))
    assert request.stage == Stage.AGREED
    assert told("to_carry_out") == {cast.technician.email}
    assert [one.pk for one in todays_list(cast.school).to_open] == [request.pk]


def test_still_open_goes_back_to_be_closed(cast: Cast) -> None:
    request = advance(cast, ask(cast), Stage.CLOSED)
    again = actions.check_shut(asked=request, still_open=True, by=cast.teacher)
    assert again.stage == Stage.CLOSING
    assert LogLine.objects.order_by("-pk")[0].entry == Entry.STILL_OPEN
    assert Message.objects.filter(notice="filtering.provider_close").count() == 2


def test_more_time_is_a_new_decision_tied_to_the_old(cast: Cast) -> None:
    old = advance(cast, ask(cast), Stage.OPEN)
    client, url = sign_in(Client(), cast.teacher), reverse("filtering_renew", args=[old.reference])
    assert "Sources about the Vikings" in client.get(url).content.decode()
    shown = client.post(url, typed()).content.decode()
    assert "This was asked for before" not in shown, "itself is no twin"
    digest = re.search(r'name="shown" value="([0-9a-f]{64})"', shown)
    assert digest
    client.post(url, typed() | {"shown": digest[1]})
    new = FilteringRequest.objects.get(renews=old)
    assert (new.stage, fresh(old).stage) == (Stage.ASKED, Stage.OPEN)
    assert new.reference in page(client, old)
    assert sign_in(Client(), cast.co_ordinator).get(url).status_code == 200
    with pytest.raises(NotNow, match="whoever asked"):
        actions.ask(school=cast.school, told=asked(renews=fresh(old)), by=cast.co_ordinator)


def renew(cast: Cast, old: FilteringRequest, **more: Any) -> FilteringRequest:
    told = asked(until_on=today() + dt.timedelta(days=9), renews=old, **more)
    return agree(cast, actions.ask(school=cast.school, told=told, by=cast.teacher))


def test_a_renewal_that_covers_the_old_replaces_it_so_that_nobody_shuts_what_goes_on(cast: Cast) -> None:
    old = advance(cast, ask(cast), Stage.OPEN)
    new = renew(cast, old)
    assert (fresh(old).stage, new.stage) == (Stage.DONE, Stage.SENT)
    with clock.at(old.ends_at + dt.timedelta(minutes=1)):
        actions.keep_time()
    assert told("provider_close") == set()
    assert LogLine.objects.filter(entry=Entry.RENEWED, request=old).count() == 1


@pytest.mark.parametrize("more", [{"addresses": "other.example"}, {"for_group": UserGroup.STAFF}])
def test_a_renewal_of_something_else_leaves_the_old_to_be_closed(cast: Cast, more: dict[str, Any]) -> None:
    old = advance(cast, ask(cast), Stage.OPEN)
    renew(cast, old, **more)
    assert fresh(old).stage == Stage.OPEN
    with clock.at(old.ends_at + dt.timedelta(minutes=1)):
        actions.keep_time()
    assert fresh(old).stage == Stage.CLOSING


def test_a_lesson_on_a_social_site_needs_nobody_to_open_it(cast: Cast) -> None:
    request = agree(cast, ask(cast, Kind.SOCIAL))
    assert (request.stage, request.opened_at is not None) == (Stage.OPEN, True)
    with clock.at(request.ends_at + dt.timedelta(minutes=1)):
        actions.keep_time()
    assert fresh(request).stage == Stage.DONE


def test_new_technology_needs_both_notes_first(cast: Cast) -> None:
    client = sign_in(Client(), cast.teacher)
    answer = client.post(
        reverse("filtering_ask", args=["technology"]), {"purpose": "A new app", "for_group": "ks2"}
    )
    assert answer.status_code == 422
    assert "Enter the risk assessment" in answer.content.decode()
    with pytest.raises(NotNow, match="risk assessment"):
        ask(cast, Kind.TECHNOLOGY, risk_note=" ")
    assert agree(cast, ask(cast, Kind.TECHNOLOGY)).stage == Stage.AGREED


def test_an_emergency_block_is_done_first_and_reviewed_by_somebody_else(cast: Cast) -> None:
    block = asked(Kind.BLOCK, "bad.example")
    request = actions.block_first(school=cast.school, told=block, is_done=True, by=cast.co_ordinator)
    assert request.stage == Stage.OPEN
    assert told("to_review") == {cast.dsl.email}
    assert "Review the block" not in page(sign_in(Client(), cast.co_ordinator), request)
    client, url = sign_in(Client(), cast.dsl), reverse("filtering_review_block", args=[request.reference])
    client.post(url, {"version": 1, "keep": "no", "reason": "A news site."})
    request = fresh(request)
    assert (request.stage, request.reviewed_by) == (Stage.CLOSING, cast.dsl)
    assert actions.confirm_closed(asked=request, by=cast.technician).stage == Stage.DONE


def test_an_emergency_block_nobody_reviews_is_chased(cast: Cast) -> None:
    block = asked(Kind.BLOCK, "bad.example")
    request = actions.block_first(school=cast.school, told=block, is_done=False, by=cast.technician)
    assert request.stage == Stage.SENT
    for days in (0, 1):
        with clock.at(request.review_due_at + dt.timedelta(days=days, minutes=1)):
            assert actions.keep_time() >= 1
            actions.keep_time()
    assert Message.objects.filter(notice="filtering.to_review", to_user=cast.co_ordinator).count() == 3


def test_an_incident_asks_for_a_block_once_for_each_address(cast: Cast) -> None:
    told_ = {"school": cast.school, "incident_reference": "26-K7QF", "by": cast.dsl}
    (first,) = actions.block_for_incident(addresses="bad.example\nworse.example", **told_)
    assert actions.block_for_incident(addresses=["bad.example"], **told_) == [first]
    both = actions.block_for_incident(addresses="bad.example\nthird.example", **told_)
    assert [one.addresses.count() for one in both] == [2, 1]
    assert FilteringRequest.objects.count() == 2
    assert "26-K7QF" not in str(list(LogLine.objects.values()))
    assert "26-K7QF" in page(sign_in(Client(), cast.dsl), first)
    assert "26-K7QF" not in page(sign_in(Client(), cast.co_ordinator), first)
    with pytest.raises(NotNow, match="not an address on the internet"):
        actions.block_for_incident(addresses="intranet", **told_)


def test_the_incident_hears_what_became_of_it_and_no_more(cast: Cast) -> None:
    from filtering.queries.requests import what_became

    told_ = {"school": cast.school, "incident_reference": "26-K7QF", "by": cast.dsl}
    (request,) = actions.block_for_incident(addresses="bad.example", **told_)
    assert [one.stage for one in what_became(cast.school, "26-K7QF")] == ["Waiting for a decision"]
    advance(cast, request, Stage.OPEN)
    (became,) = what_became(cast.school, "26-K7QF")
    assert (became.address, became.stage) == ("https://bad.example", "Blocked")
    assert what_became(cast.school, "") == []
    assert what_became(cast.other, "26-K7QF") == []


def test_schools_are_walls(cast: Cast) -> None:
    request = ask(cast)
    for name in ("other_teacher", "other_dsl", "other_head"):
        client = sign_in(Client(), cast.user(name))
        assert client.get(request.get_absolute_url()).status_code == 404
        assert request.reference not in client.get(reverse("filtering")).content.decode()
    with pytest.raises(NotNow):
        agree(cast, request, by="other_head")
    with pytest.raises(PermissionDenied):
        actions.ask(school=cast.school, told=asked(), by=cast.other_teacher)


def test_a_teacher_sees_their_own_and_nobody_elses(cast: Cast) -> None:
    request = ask(cast)
    other = sign_in(Client(), cast.second_teacher)
    assert other.get(request.get_absolute_url()).status_code == 404
    for name in ("filtering_today", "filtering_log", "filtering_checks", "filtering_pull", "filtering_years"):
        assert other.get(reverse(name)).status_code == 403, name


def test_no_mail_names_an_address_a_purpose_or_a_person(cast: Cast) -> None:
    request = ask(cast, purpose="zqpurposeqz", addresses="zqsite.example")
    for stage in (Stage.ASKED, Stage.SENT, Stage.OPEN, Stage.CLOSING, Stage.CLOSED, Stage.DONE):
        advance(cast, request, stage)
        drain()
    assert len(mail.outbox) == 6
    for one in mail.outbox:
        text = str(one.message())
        assert not re.search(r"zq\w+|Rashid|Nair|Vikings", text), text
        assert len(re.findall(r"https?://\S+", one.body)) == 1


def test_the_database_refuses_an_exception_nobody_watches(cast: Cast) -> None:
    request = advance(cast, ask(cast), Stage.OPEN)
    for columns in ({"remind_at": None}, {"ends_at": None}, {"until_on": None}):
        with pytest.raises(IntegrityError), transaction.atomic():
            FilteringRequest.objects.filter(pk=request.pk).update(**columns)

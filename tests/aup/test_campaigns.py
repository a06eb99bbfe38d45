"""Campaigns: who is asked and who is not, the mails, the reminders, what is still missing, on paper, in the hall."""

from __future__ import annotations

import datetime as dt
import io
import re
from typing import Any

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from aup import actions
from aup.models import Campaign, CampaignClass, Invitation, PaperScan, Round, Signature, Wanted
from aup.queries.asking import plan_of
from aup.queries.progress import progress_of, total_of
from aup.sending import work
from aup.told import Chosen
from aup.vocabulary import Audience, Capacity, InvitationRoute, Route, WhyLeftOut
from esafety.access.refusals import NotNow
from esafety.audit.models import AuditEvent
from esafety.outbox.models import Message
from esafety.outbox.relay import drain
from tests.aup.editions import today
from tests.aup.signing import (
    Okafors,
    a_campaign,
    a_child,
    a_parent,
    answers,
    boxes,
    first_page,
    invitation_of,
    signs,
)
from tests.cast import Cast, sign_in
from tests.papers.hostile import pdf

TOLD: dict[str, Any] = {
    "title": "Spring",
    "to_families": True,
    "to_staff": False,
    "to_governors": False,
    "year_groups": [],
    "class_names": [],
    "only_missing": True,
    "sign_by": today() + dt.timedelta(days=21),
    "remind_every": 7,
}


def a_draft(cast: Cast, **chosen: Any) -> Campaign:
    return actions.draft_campaign(school=cast.school, chosen=Chosen(**(TOLD | chosen)), by=cast.co_ordinator)


def office(cast: Cast) -> Client:
    return sign_in(Client(), cast.school_admin)


def pdf_words(client: Client, page: str) -> str:
    drain()
    body = b"".join(client.get(f"{page}download/").streaming_content)
    return " ".join(" ".join(one.extract_text() for one in PdfReader(io.BytesIO(body)).pages).split())


def test_the_preview_says_exactly_who_is_asked_how_and_who_is_not_and_why(signing: Cast) -> None:
    family = Okafors(signing.school)
    barred = a_parent(signing.school, "Craig Barred", [family.esi], "craig@home.example", no_contact=True)
    aunt = a_parent(
        signing.school, "Moira Aunt", [family.esi], "aunt@home.example", parental_responsibility=False
    )
    paper = a_parent(signing.school, "Paul Paper", [family.kofi], "")
    lost = a_child(signing.school, "Nan Nobody", "Year 4", "4R", dt.date(2018, 1, 1))
    odd = a_child(signing.school, "Odd Year", "Phoenix", "PX", dt.date(2018, 1, 1))
    campaign = a_draft(signing)
    plan = plan_of(campaign)
    by_person = {one.person: one for one in plan.adults}
    assert by_person[family.mother].route == InvitationRoute.MAIL
    assert by_person[family.mother].children == [family.kofi, family.esi, family.yaw]
    assert by_person[signing.person_of(signing.parent)].route == InvitationRoute.ACCOUNT
    assert (by_person[paper].route, by_person[paper].why_paper) == (InvitationRoute.PAPER, "no_email")
    assert barred not in by_person
    assert aunt not in by_person
    why = {(one.person, one.why) for one in plan.left_out}
    assert {
        (barred, WhyLeftOut.NO_CONTACT),
        (aunt, WhyLeftOut.NO_RESPONSIBILITY),
        (lost, WhyLeftOut.NOBODY),
        (odd, WhyLeftOut.NO_STAGE),
    } <= why
    page = office(signing).get(reverse("campaign", args=[campaign.reference])).content.decode()
    for words in (
        "Nobody has been asked yet", "Amina Okafor", "A personal link by email", "no email address on the roll",
        "Craig Barred, for Esi Okafor", "A court order forbids contact", "Nan Nobody",
    ):  # fmt: skip
        assert words in page
    assert not Invitation.objects.exists()
    assert not mail.outbox


def test_a_contact_whom_a_court_keeps_away_is_never_invited_nor_can_sign(signing: Cast) -> None:
    family = Okafors(signing.school)
    barred = a_parent(signing.school, "Craig Barred", [family.esi], "craig@home.example", no_contact=True)
    a_campaign(signing)
    assert not Invitation.objects.filter(signer=barred).exists()
    assert not [one for one in mail.outbox if "craig@home.example" in one.to]
    with pytest.raises(NotNow, match="no longer has you"):
        signs(barred, family.esi, Audience.KS2)


def test_from_choosing_to_sending_by_the_pages(signing: Cast) -> None:
    family, client = Okafors(signing.school), office(signing)
    day = today() + dt.timedelta(days=14)
    sent = {
        "title": "Autumn",
        "who": ["families"],
        "years": ["Year 5"],
        "only_missing": "yes",
        "remind_every": "7",
    }
    page = client.post(reverse("campaign_new"), sent | boxes(day, "sign_by"), follow=True)
    campaign = Campaign.objects.get()
    assert campaign.year_groups == ["Year 5"]
    assert "Send the invitations" in page.content.decode()
    client.post(reverse("campaign_start", args=[campaign.reference]))
    drain()
    assert {one.signer for one in campaign.invitations.all()} >= {family.mother}
    assert set(Wanted.objects.filter(capacity="guardian").values_list("year_group", flat=True)) == {"Year 5"}
    again = client.post(reverse("campaign_start", args=[campaign.reference]), follow=True)
    assert "was sent already" in again.content.decode()
    codes = set(AuditEvent.objects.filter(about_label="aup.campaign").values_list("code", flat=True))
    assert codes == {"agreement.campaign_drafted", "agreement.campaign_started", "agreement.round_sent"}


@pytest.mark.parametrize(
    ("sent", "says"),
    [
        ({"title": ""}, "Enter the name of the campaign"),
        ({"who": []}, "Select who is asked"),
        ({"only_missing": ""}, "Select whether they are left out"),
        ({"sign_by_2": "2020"}, "today or in the future"),
        ({"who": ["everybody"]}, "only from the options shown"),
    ],
)
def test_what_is_not_chosen_is_explained(signing: Cast, sent: dict[str, Any], says: str) -> None:
    whole = {"title": "Autumn", "who": ["staff"], "only_missing": "yes", "remind_every": "0"}
    whole |= boxes(today() + dt.timedelta(days=7), "sign_by")
    answer = office(signing).post(reverse("campaign_new"), whole | sent)
    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert not Campaign.objects.exists()


def test_a_round_that_was_killed_goes_on_and_asks_nobody_twice(
    signing: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(7):
        child = a_child(signing.school, f"Child Number{number}", "Year 3", "3K", dt.date(2018, 5, 1))
        a_parent(signing.school, f"Parent Number{number}", [child], f"p{number}@home.example")
    monkeypatch.setattr("aup.sending.BATCH", 2)
    campaign = actions.start_campaign(campaign=a_draft(signing), by=signing.co_ordinator)
    round_ = Round.objects.select_related("campaign__school").get()
    seen: list[int] = []

    class Killed(Exception):
        pass

    def die(*args: Any, **kwargs: Any) -> None:
        seen.append(1)
        if len(seen) == 3:
            raise Killed

    with monkeypatch.context() as patched:
        from aup import sending

        reach = sending._reach
        patched.setattr("aup.sending._reach", lambda *args: (die(), reach(*args)))
        with pytest.raises(Killed):
            work(round_)
    done = Round.objects.get().done
    assert 0 < done < len(plan_of(campaign).adults)
    drain()
    made = Invitation.objects.filter(campaign=campaign)
    assert made.count() == made.values("signer").distinct().count()
    assert Round.objects.get().done == Round.objects.get().total == made.count()
    mails = Message.objects.filter(notice="agreement.invited")
    assert mails.count() == made.exclude(route="paper").count()


def test_reminders_go_to_whoever_has_not_signed_once_each(family: Okafors, signing: Cast) -> None:
    other = a_parent(signing.school, "Joan Smith", [signing.second_pupil], "joan@home.example")
    campaign = Campaign.objects.get()
    extra = a_draft(signing, title="Second")
    actions.start_campaign(campaign=extra, by=signing.co_ordinator)
    drain()
    signs(family.mother, family.mother, Audience.PARENT, Capacity.SELF)
    for child, audience in zip(family.children, (Audience.KS1, Audience.KS2, Audience.KS3_4), strict=True):
        signs(family.mother, child, audience)
    drain()
    mail.outbox.clear()
    assert actions.begin_reminders(today=today() + dt.timedelta(days=6)) == 0
    assert actions.begin_reminders(today=today() + dt.timedelta(days=7)) == 2
    assert actions.begin_reminders(today=today() + dt.timedelta(days=8)) == 0, "each once"
    drain()
    reminded = [one.to[0] for one in mail.outbox if "remember" in one.subject]
    assert reminded.count("joan@home.example") == 1
    assert "amina@home.example" not in reminded
    actions.close_campaign(campaign=campaign, by=signing.co_ordinator)
    actions.close_campaign(campaign=extra, by=signing.co_ordinator)
    assert actions.begin_reminders(today=today() + dt.timedelta(days=30)) == 0
    assert invitation_of(other).campaign == extra


def test_days_without_the_machine_send_one_reminder_and_not_three(family: Okafors) -> None:
    assert actions.begin_reminders(today=today() + dt.timedelta(days=22)) == 1
    assert list(Round.objects.values_list("number", flat=True).order_by("number")) == [0, 3]


def test_progress_is_counted_by_class_and_drawn(family: Okafors, signing: Cast) -> None:
    signs(family.mother, family.esi, Audience.KS2)
    progress = {one.name: one for one in progress_of(Campaign.objects.get())}
    assert (progress["5H"].parents.signed, progress["5H"].parents.wanted) == (1, 2)
    assert (progress["8A"].parents.wanted, progress["8A"].own.wanted) == (1, 1)
    assert total_of(list(progress.values())).signed == 1
    page = office(signing).get(reverse("campaign", args=[Campaign.objects.get().reference])).content.decode()
    assert "<title>50 per cent</title>" in page
    assert 'width="100" height="14" fill="#1a6b62"' in page
    assert "1 of 2" in page


def test_the_pages_of_a_campaign_cost_the_same_for_few_and_for_many(
    signing: Cast, django_assert_max_num_queries: Any
) -> None:
    family = Okafors(signing.school)
    for number in range(12):
        child = a_child(signing.school, f"Child Number{number}", "Year 3", f"3{number}", dt.date(2018, 5, 1))
        a_parent(signing.school, f"Parent Number{number}", [child], f"p{number}@home.example")
    draft = a_draft(signing, title="Another")
    campaign = a_campaign(signing)
    row = CampaignClass.objects.get(class_name=family.esi.class_name)
    client = office(signing)
    for url, most in {
        reverse("campaigns"): 10,
        reverse("campaign", args=[draft.reference]): 19,
        reverse("campaign", args=[campaign.reference]): 12,
        reverse("campaign_outstanding", args=[campaign.reference]): 12,
        reverse("campaign_class", args=[row.pk]): 14,
    }.items():
        with django_assert_max_num_queries(most):
            assert client.get(url).status_code == 200


def test_whose_signature_is_missing_by_pages_of_fifty(
    family: Okafors, signing: Cast, monkeypatch: Any
) -> None:
    monkeypatch.setattr("aup.views.campaigns.A_PAGE", 2)
    campaign, client, seen = Campaign.objects.get(), office(signing), []
    url = reverse("campaign_outstanding", args=[campaign.reference])
    while url:
        page = client.get(url).content.decode()
        seen += re.findall(r">(\w+ Okafor)<br", page)
        after = page.partition('href="?after=')[2].partition('"')[0]
        url = reverse("campaign_outstanding", args=[campaign.reference]) + f"?after={after}" if after else ""
    assert sorted(seen) == ["Amina Okafor", "Esi Okafor", "Kofi Okafor", "Yaw Okafor", "Yaw Okafor"]


def test_letters_packs_and_the_square_are_documents(family: Okafors, signing: Cast) -> None:
    client, campaign = office(signing), Campaign.objects.get()
    row = CampaignClass.objects.get(class_name="5H")
    letters = client.post(reverse("campaign_letters", args=[campaign.reference]), follow=True)
    text = pdf_words(client, letters.request["PATH_INFO"])
    assert "To the parents and carers of Esi Okafor" in text
    pack = client.post(reverse("class_pack", args=[row.pk]), follow=True)
    text = pdf_words(client, pack.request["PATH_INFO"])
    assert "Esi Okafor" in text
    assert "What you allow" in text
    poster = client.post(reverse("class_poster", args=[row.pk]), follow=True)
    assert "Sign tonight" in pdf_words(client, poster.request["PATH_INFO"])


def test_a_paper_is_entered_and_counts(family: Okafors, signing: Cast) -> None:
    wanted = Wanted.objects.get(about=family.esi)
    client, url = office(signing), reverse("paper_signature", args=[wanted.pk])
    page = client.get(url).content.decode()
    assert " checked" not in page
    on = today() - dt.timedelta(days=2)
    sent = answers(page, "no") | boxes(on, "signed_on")
    sent |= {"signer": str(family.mother.pk), "name": "A. Okafor", "relationship": "Mother", "agree": "on"}
    seen = page.partition('name="seen" value="')[2].partition('"')[0]
    answer = client.post(url, sent | {"seen": seen}, follow=True)
    made = Signature.objects.get()
    assert f"Its reference is {made.reference}" in answer.content.decode()
    assert (made.route, made.signed_on, made.signer) == (Route.PAPER, on, family.mother)
    assert made.entered_by == signing.school_admin
    assert Wanted.objects.get(about=family.esi).signed_at is not None
    assert AuditEvent.objects.get(code="agreement.signed").actor_id == signing.school_admin.pk


def test_a_paper_without_a_tick_or_a_signer_is_explained(family: Okafors, signing: Cast) -> None:
    url = reverse("paper_signature", args=[Wanted.objects.get(about=family.esi).pk])
    answer = office(signing).post(url, {"name": "A"})
    assert answer.status_code == 422
    for words in ("Tick the box to say that you have the paper", "Select who signed the paper"):
        assert words in answer.content.decode()


def test_at_a_parents_evening_a_link_goes_to_the_address_on_the_roll_and_nothing_is_told(
    family: Okafors,
) -> None:
    row = CampaignClass.objects.get(class_name="5H")
    mail.outbox.clear()
    said = set()
    for name, born_on in (
        ("esi okafor", family.esi.born_on),
        ("Esi Okafor", dt.date(2001, 1, 1)),
        ("Nobody There", family.esi.born_on),
        ("Kofi Okafor", family.kofi.born_on),
    ):
        answer = Client().post(row.evening_path, {"name": name} | boxes(born_on))
        assert answer.status_code == 200
        said.add(answer.content)
    Client().post(row.evening_path, {"name": "Esi Okafor"} | boxes(family.esi.born_on))
    drain()
    assert len(said) == 1
    assert [one.to for one in mail.outbox] == [["amina@home.example"]], "once in an hour"
    assert first_page(family.mother) in mail.outbox[0].body
    counts = AuditEvent.objects.filter(code="agreement.link_asked_for").values_list("detail", flat=True)
    assert [one["count"] for one in counts] == [1, 0, 0, 0, 1]


def test_a_code_that_is_none_or_over_is_as_a_link_that_is_none(family: Okafors, signing: Cast) -> None:
    row = CampaignClass.objects.get(class_name="5H")
    path = row.evening_path
    first = Client().get("/agreements/evening/nothing/")
    assert first.status_code == 404
    actions.close_campaign(campaign=Campaign.objects.get(), by=signing.co_ordinator)
    assert Client().get(path).content == first.content


def test_a_colleague_who_is_a_parent_too_is_asked_once_for_both(signing: Cast) -> None:
    campaign = a_campaign(signing, to_families=True, to_staff=True)
    deputy = signing.person_of(signing.deputy)
    assert Invitation.objects.get(campaign=campaign, signer=deputy).route == InvitationRoute.ACCOUNT
    wanted = Wanted.objects.filter(campaign=campaign)
    assert wanted.filter(about=deputy, audience=Audience.STAFF).exists()
    assert wanted.filter(about=signing.deputys_child, capacity=Capacity.GUARDIAN).exists()


def test_staff_and_governors_are_asked_to_sign_in_and_sign(signing: Cast) -> None:
    a_campaign(signing, to_families=False, to_staff=True, to_governors=True)
    told = [one for one in mail.outbox if one.to == [signing.teacher.email]]
    assert len(told) == 1
    assert "/agreements/mine/" in told[0].body
    client = sign_in(Client(), signing.teacher)
    person = signing.person_of(signing.teacher)
    url = reverse("my_one", args=[Audience.STAFF, person.pk])
    assert url in client.get(reverse("my_home")).content.decode()
    page = client.get(url).content.decode()
    assert ">For yourself<" in page
    from tests.aup.signing import hidden

    sent = hidden(page) | {"name": "Jamal Rashid", "agree": "on", "step": "confirm"}
    assert client.post(url, sent).status_code == 302
    made = Signature.objects.get()
    assert (made.signer, made.route, made.capacity) == (person, Route.ACCOUNT, Capacity.SELF)
    assert AuditEvent.objects.get(code="agreement.signed").actor_id == signing.teacher.pk
    assert Wanted.objects.get(about=person).signed_at is not None
    assert "Nothing waits for your signature" in client.get(reverse("my_home")).content.decode()


def test_a_member_of_staff_who_is_a_parent_of_the_school_is_asked_once(signing: Cast) -> None:
    deputy = signing.person_of(signing.deputy)
    campaign = a_campaign(signing, to_staff=True)
    invitation = campaign.invitations.get(signer=deputy)
    assert invitation.route == InvitationRoute.ACCOUNT
    assert Message.objects.filter(notice="agreement.invited", to_user=signing.deputy).count() == 1
    wanted = Wanted.objects.filter(campaign=campaign).of_signer(deputy)
    assert {(one.about, one.audience) for one in wanted} >= {
        (deputy, Audience.STAFF),
        (signing.deputys_child, Audience.KS2),
    }
    round_ = campaign.rounds.get()
    assert round_.done == round_.total == campaign.invitations.count()


def test_a_parent_with_an_account_signs_and_changes_what_they_allow(signing: Cast) -> None:
    a_campaign(signing)
    client = sign_in(Client(), signing.parent)
    page = client.get(reverse("my_home")).content.decode()
    assert "Zoë Haddad" in page
    signs(signing.person_of(signing.parent), signing.pupil, Audience.KS2, route=Route.ACCOUNT)
    url = reverse("my_consents", args=[signing.pupil.pk])
    sent = answers(client.get(url).content.decode(), "no")
    assert "It counts from now on" in client.post(url, sent, follow=True).content.decode()
    assert client.get(reverse("my_consents", args=[signing.second_pupil.pk])).status_code == 404


def test_schools_are_walls(family: Okafors, signing: Cast) -> None:
    campaign = Campaign.objects.get()
    row = CampaignClass.objects.get(class_name="5H")
    wanted = Wanted.objects.get(about=family.esi)
    stranger = sign_in(Client(), signing.other_head)
    for url in (
        reverse("campaign", args=[campaign.reference]),
        reverse("campaign_outstanding", args=[campaign.reference]),
        reverse("campaign_class", args=[row.pk]),
        reverse("paper_signature", args=[wanted.pk]),
    ):
        assert stranger.get(url).status_code == 404
    for url in (
        reverse("campaign_close", args=[campaign.reference]),
        reverse("class_pack", args=[row.pk]),
        reverse("class_open", args=[row.pk]),
        reverse("invitation_again", args=[invitation_of(family.mother).pk]),
    ):
        assert stranger.post(url).status_code == 404
    assert campaign.title not in stranger.get(reverse("campaigns")).content.decode()
    assert not Wanted.objects.filter(school=signing.other).exists()


def test_a_day_that_has_passed_is_no_day_to_sign_by(signing: Cast) -> None:
    with pytest.raises(NotNow, match="has passed"):
        a_draft(signing, sign_by=timezone.localdate() - dt.timedelta(days=1))


def a_paper_signature(family: Okafors, signing: Cast) -> Signature:
    """The mother signed on paper; the office entered it."""
    return signs(family.mother, family.esi, Audience.KS2, route=Route.PAPER, entered_by=signing.school_admin)


def send_scan(client: Client, made: Signature, content: bytes, name: str = "scan.pdf") -> Any:
    """As the page's form sends it, with the permit in its address."""
    url = reverse("signature_scan_add", args=[made.reference])
    page = client.get(url).content.decode()
    action = re.findall(r'action="([^"]+permit=[^"]+)"', page)[0].replace("&amp;", "&")
    return client.post(action, {"file": SimpleUploadedFile(name, content), "promise": "on"})


def test_a_scan_of_the_paper_goes_through_the_gate_and_is_kept(family: Okafors, signing: Cast) -> None:
    made, client = a_paper_signature(family, signing), office(signing)
    assert send_scan(client, made, pdf()).status_code == 302
    kept = PaperScan.objects.get()
    assert kept.signature == made
    url = reverse("signature_scan", args=[made.reference, kept.pk])
    assert "not checked for viruses" in client.get(url).content.decode()
    assert client.post(url, {}).status_code == 422
    answer = client.post(url, {"known": "on"})
    assert b"".join(answer.streaming_content) == pdf()
    codes = set(AuditEvent.objects.filter(about_id=made.pk).values_list("code", flat=True))
    assert {"agreement.scan_added", "agreement.scan_opened"} <= codes


def test_what_is_no_scan_is_refused_and_there_is_none_for_what_was_signed_online(
    family: Okafors, signing: Cast
) -> None:
    made, client = a_paper_signature(family, signing), office(signing)
    answer = send_scan(client, made, b"MZ\x90\x00 not a scan", "scan.exe")
    assert answer.status_code == 422
    assert not PaperScan.objects.exists()
    online = signs(family.mother, family.kofi, Audience.KS1)
    assert client.get(reverse("signature_scan_add", args=[online.reference])).status_code == 404

"""Pages of campaigns: prepared, looked at once more, sent, watched."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from aup import actions
from aup.access.signing import CAMPAIGNS, INVITATIONS
from aup.campaign_papers import LETTERS, MOST_LETTERS
from aup.forms.campaigns import CampaignForm, chosen_before
from aup.models import Campaign, Invitation
from aup.queries.asking import plan_of
from aup.queries.progress import A_PAGE, missing_in, progress_of, round_under_way, total_of
from aup.vocabulary import CampaignState, InvitationRoute
from esafety.access.asking import ask, do, sent
from esafety.access.capabilities import Capability as C
from esafety.access.doors import open_to, record_door
from esafety.access.requests import SignedIn
from esafety.papers.actions import want

FORM = require_http_methods(["GET", "HEAD", "POST"])
KEEP = C.MANAGE_AGREEMENTS
A_PREVIEW = 100


def _page(campaign: Campaign) -> str:
    return reverse("campaign", args=[campaign.reference])


@require_safe
@open_to(KEEP)
def campaigns(request: SignedIn) -> HttpResponse:
    """Every campaign of the school, newest first."""
    found = Paginator(Campaign.objects.filter(school=request.school), A_PAGE).get_page(
        request.GET.get("page")
    )
    context = {
        "title": "Campaigns",
        "back_url": reverse("agreements"),
        "back_label": "Agreements",
        "campaigns": found,
        "previous_url": f"?page={found.previous_page_number()}" if found.has_previous() else "",
        "next_url": f"?page={found.next_page_number()}" if found.has_next() else "",
    }
    return render(request, "aup/campaigns.html", context)


@FORM
@open_to(KEEP)
def campaign_new(request: SignedIn) -> HttpResponse:
    """Choose whom to ask; the next page shows exactly who that is."""
    form = CampaignForm(sent(request), school=request.school)
    if form.is_bound and form.is_valid():
        made = actions.draft_campaign(school=request.school, chosen=form.chosen, by=request.user)
        return redirect("campaign", made.reference)
    context = {
        "title": "Ask for signatures",
        "form": form,
        "submit_label": "See who is asked",
        "back_url": reverse("campaigns"),
        "cancel_url": reverse("campaigns"),
    }
    return render(request, "form_page.html", context, status=422 if form.is_bound else 200)


@FORM
@record_door(CAMPAIGNS, KEEP, joined=("school",))
def campaign_change(request: SignedIn, campaign: Campaign) -> HttpResponse:
    """Choose anew, before anybody is asked."""

    def act(told: dict[str, Any]) -> str:
        actions.change_campaign(campaign=campaign, chosen=form.chosen, by=request.user)
        return "The campaign was changed. Nobody has been asked yet."

    form = CampaignForm(sent(request), school=campaign.school, initial=chosen_before(campaign))
    return ask(request, form, act, title="Whom to ask", submit="See who is asked", back_url=_page(campaign))


@require_safe
@record_door(CAMPAIGNS, KEEP, joined=("school", "made_by"))
def campaign(request: SignedIn, campaign: Campaign) -> HttpResponse:
    """Before it is sent, who is asked and who is not and why; then how far it has come."""
    if campaign.state == CampaignState.DRAFT:
        return _preview(request, campaign)
    progress, under_way = progress_of(campaign), round_under_way(campaign)
    if request.htmx and under_way:
        return render(request, "components/progress.html", _bar(campaign, under_way))
    context = _frame(campaign) | {
        "classes": progress,
        "total": total_of(progress),
        "under_way": _bar(campaign, under_way) if under_way else None,
        "rounds": campaign.rounds.order_by("number"),
        "too_many_letters": total_of(progress).wanted - total_of(progress).signed > MOST_LETTERS,
    }
    return render(request, "aup/campaign.html", context)


@require_POST
@record_door(CAMPAIGNS, KEEP, joined=("school",))
def campaign_start(request: SignedIn, campaign: Campaign) -> HttpResponse:
    """Ask them."""

    def act() -> str:
        actions.start_campaign(campaign=campaign, by=request.user)
        return "The invitations are on their way."

    return do(request, act, back_url=_page(campaign))


@require_POST
@record_door(CAMPAIGNS, KEEP, joined=("school",))
def campaign_close(request: SignedIn, campaign: Campaign) -> HttpResponse:
    """Stop asking."""

    def act() -> str:
        actions.close_campaign(campaign=campaign, by=request.user)
        return "The campaign is closed. Nobody is reminded any more."

    return do(request, act, back_url=_page(campaign))


@require_safe
@record_door(CAMPAIGNS, KEEP, joined=("school",))
def campaign_outstanding(request: SignedIn, campaign: Campaign) -> HttpResponse:
    """Whose signature is missing, and what can be done about it."""
    typed = request.GET.get("after", "0")
    after = int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 19 else 0
    class_name = request.GET.get("class", "").replace("\x00", "")[:20]
    rows = missing_in(campaign, class_name, after, A_PAGE + 1)
    adults = {one.pk for row in rows for one in row.adults}
    invitations = campaign.invitations.filter(signer__in=adults)
    context = _frame(campaign) | {
        "title": "Who has not signed",
        "caption": campaign.title,
        "back_url": _page(campaign),
        "back_label": campaign.title,
        "rows": rows[:A_PAGE],
        "asked": {one.signer_id: one for one in invitations},
        "class_name": class_name,
        "next_after": rows[A_PAGE - 1].wanted.pk if len(rows) > A_PAGE else 0,
    }
    context["shown"] = [
        (row, [(one, context["asked"].get(one.pk)) for one in row.adults]) for row in context["rows"]
    ]
    return render(request, "aup/outstanding.html", context)


@require_POST
@record_door(CAMPAIGNS, KEEP, joined=("school",))
def campaign_letters(request: SignedIn, campaign: Campaign) -> HttpResponse:
    """A letter for every family that has not signed."""
    return redirect("papers:paper", want(LETTERS, about=campaign, by=request.user).reference)


@require_POST
@record_door(INVITATIONS, KEEP, lookup="pk", joined=("campaign", "school"))
def invitation_again(request: SignedIn, invitation: Invitation) -> HttpResponse:
    """Send somebody their link again, or a new one where theirs is locked or over."""

    def act() -> str:
        actions.send_link_again(invitation=invitation, by=request.user)
        return "The link is on its way to the address on the roll."

    return do(request, act, back_url=reverse("campaign_outstanding", args=[invitation.campaign.reference]))


def _preview(request: SignedIn, campaign: Campaign) -> HttpResponse:
    plan = plan_of(campaign)
    shown = Paginator(plan.adults, A_PREVIEW).get_page(request.GET.get("page"))
    context = _frame(campaign) | {
        "plan": plan,
        "adults": shown,
        "left_out": plan.left_out[:500],
        "more_left_out": max(len(plan.left_out) - 500, 0),
        "counts": [(route.label, len(plan.by_route(route))) for route in InvitationRoute]
        + [("Pupils, in class", len(plan.in_class))],
        "previous_url": f"?page={shown.previous_page_number()}" if shown.has_previous() else "",
        "next_url": f"?page={shown.next_page_number()}" if shown.has_next() else "",
    }
    return render(request, "aup/campaign_preview.html", context)


def _frame(campaign: Campaign) -> dict[str, Any]:
    return {
        "title": campaign.title,
        "campaign": campaign,
        "back_url": reverse("campaigns"),
        "back_label": "Campaigns",
    }


def _bar(campaign: Campaign, round_: Any) -> dict[str, Any]:
    return {
        "label": "Invitations are going out" if round_.number == 0 else "Reminders are going out",
        "done": round_.done,
        "total": round_.total,
        "poll_url": _page(campaign),
        "refresh_url": _page(campaign),
    }

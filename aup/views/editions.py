"""Pages of agreements and their editions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from aup import actions
from aup.access.editions import EDITIONS, approvers
from aup.forms.editions import ApprovalForm, DraftForm, ForceForm, SeenForm, WordsForm
from aup.lifecycle import MOVE, NO_APPROVER, OWN_WORDS, moves_open_to, why_not
from aup.models import Edition
from aup.policy.audiences import rule_for
from aup.policy.comparing import compare
from aup.policy.points import POINTS
from aup.policy.reading_age import reading_of
from aup.queries.editions import history, standings
from aup.vocabulary import Audience
from esafety.access.asking import ask, sent
from esafety.access.capabilities import Capability as C
from esafety.access.doors import open_to, record_door
from esafety.access.refusals import NotNow, Stale
from esafety.access.requests import SignedIn
from esafety.access.roles import may
from esafety.ui.forms import Form

FORM = require_http_methods(["GET", "HEAD", "POST"])
JOINED = ("school", "drafted_by", "changed_by", "approved_by")


def _page(edition: Edition) -> str:
    return reverse("edition", args=[edition.pk])


def _audience(code: str) -> Audience:
    if code not in Audience.values:
        raise Http404
    return Audience(code)


@require_safe
@open_to(C.READ_AGREEMENTS)
def agreements(request: SignedIn) -> HttpResponse:
    """Every agreement of the school and how it stands."""
    context = {
        "title": "Agreements",
        "standings": standings(request.school, request.user),
        "may_write": may(request.user, C.MANAGE_AGREEMENTS, request.school),
        "may_see_register": may(request.user, C.SEE_AGREEMENT_REGISTER, request.school),
        "may_see_photographs": may(request.user, C.SEE_PHOTOGRAPH_LIST, request.school),
        "may_open_classes": may(request.user, C.OPEN_CLASS_SIGNING, request.school),
        "may_keep_visitors": may(request.user, C.KEEP_VISITORS, request.school),
    }
    return render(request, "aup/agreements.html", context)


@require_safe
@open_to(C.READ_AGREEMENTS)
def agreement(request: SignedIn, audience: str) -> HttpResponse:
    """One agreement: its editions, the newest first."""
    which = _audience(audience)
    editions = history(request.school, which, request.user)
    context = {
        "title": which.label,
        "caption": "Agreement",
        "back_url": reverse("agreements"),
        "back_label": "Agreements",
        "audience": which,
        "rule": rule_for(which),
        "editions": editions,
        "today": timezone.localdate(),
        "draft": next((one for one in editions if one.is_draft), None),
        "may_write": may(request.user, C.MANAGE_AGREEMENTS, request.school),
    }
    return render(request, "aup/agreement.html", context)


@FORM
@open_to(C.MANAGE_AGREEMENTS)
def edition_draft(request: SignedIn, audience: str) -> HttpResponse:
    """Begin the next edition."""
    which = _audience(audience)
    earlier = [one for one in history(request.school, which, request.user) if not one.is_draft]
    form = DraftForm(sent(request), earlier=earlier)
    back = reverse("agreement", args=[which])

    def act(told: dict[str, Any]) -> str:
        after = next((one for one in earlier if str(one.pk) == told["start"]), None)
        begun = actions.draft_edition(school=request.school, audience=which, after=after, by=request.user)
        return f"Edition {begun.number} is begun. Open it to change its words."

    return ask(request, form, act, title=f"Draft: {which.label}", submit="Begin the draft", back_url=back)


@require_safe
@record_door(EDITIONS, C.READ_AGREEMENTS, lookup="pk", joined=JOINED)
def edition(request: SignedIn, edition: Edition) -> HttpResponse:
    """One edition: how far it has come, how hard it is to read, what it says."""
    moves = moves_open_to(request.user, edition)
    own = why_not(MOVE["approve"], edition, request.user) == OWN_WORDS
    context = {
        "title": edition.title,
        "caption": f"{edition.get_audience_display()}, edition {edition.number}",
        "back_url": reverse("agreement", args=[edition.audience]),
        "back_label": edition.get_audience_display(),
        "edition": edition,
        "rule": rule_for(edition.audience),
        "reading": reading_of(edition.body),
        "links": [
            {"label": move.label, "url": reverse(f"edition_{move.name}", args=[edition.pk])} for move in moves
        ],
        "waits_for_another": own and may(request.user, C.MANAGE_AGREEMENTS, edition.school),
        "others": _others(edition, request),
        "holds": edition.holds_on(timezone.localdate()),
    }
    return render(request, "aup/edition.html", context)


def _others(edition: Edition, request: SignedIn) -> list[Edition]:
    editions = history(edition.school, edition.audience, request.user)
    return [one for one in editions if one.pk != edition.pk]


@require_safe
@record_door(EDITIONS, C.READ_AGREEMENTS, lookup="pk")
def edition_preview(request: SignedIn, edition: Edition) -> HttpResponse:
    """The edition as whoever signs it will see it."""
    context = {
        "title": f"Preview: {edition.title}",
        "caption": "Nothing can be signed here",
        "back_url": _page(edition),
        "back_label": f"Edition {edition.number}",
        "edition": edition,
        "rule": rule_for(edition.audience),
    }
    return render(request, "aup/edition_preview.html", context)


@require_safe
@record_door(EDITIONS, C.READ_AGREEMENTS, lookup="pk")
def edition_compare(request: SignedIn, edition: Edition, other: int) -> HttpResponse:
    """Another edition of the same agreement beside this one."""
    rows = EDITIONS.visible_to(request.user, Edition.objects.filter(school=edition.school, pk=other))
    beside = rows.filter(audience=edition.audience).first()
    if beside is None:
        raise Http404
    old, new = sorted((beside, edition), key=lambda one: one.number)
    blocks = compare(old, new)
    context = {
        "title": f"Edition {old.number} beside edition {new.number}",
        "caption": edition.get_audience_display(),
        "back_url": _page(edition),
        "back_label": f"Edition {edition.number}",
        "old": old,
        "new": new,
        "blocks": blocks,
        "differs": any(block.differs for block in blocks),
    }
    return render(request, "aup/edition_compare.html", context)


@FORM
@record_door(EDITIONS, C.MANAGE_AGREEMENTS, lookup="pk", joined=JOINED)
def edition_change(request: SignedIn, edition: Edition) -> HttpResponse:
    """Change the words of a draft; the reading age of what stands is beside them."""
    form = WordsForm(sent(request), edition=edition)

    def act() -> str:
        changed = actions.change_draft(edition=edition, by=request.user, **form.told)
        return f"Saved. The text now reads at the age of {reading_of(changed.body).age}."

    return _move(
        request,
        edition,
        form,
        act,
        title="Change the words",
        submit="Save",
        template="aup/edition_change.html",
        points=POINTS[Audience(edition.audience)],
        reading=reading_of(form["body"].value() or ""),
        rule=rule_for(edition.audience),
    )


@FORM
@record_door(EDITIONS, C.MANAGE_AGREEMENTS, lookup="pk", joined=JOINED)
def edition_send(request: SignedIn, edition: Edition) -> HttpResponse:
    """Send it for approval."""
    form = SeenForm(sent(request), initial={"version": edition.version})
    names = ", ".join(user.get_full_name() for user in approvers(edition))

    def act() -> str:
        actions.send_for_approval(edition=edition, by=request.user, **form.cleaned_data)
        return f"Sent for approval. A message goes to {names}."

    intro = f"These may approve it and get a message: {names}." if names else NO_APPROVER
    return _move(
        request, edition, form, act, title="Send for approval", submit="Send for approval", intro=intro
    )


@FORM
@record_door(EDITIONS, C.APPROVE_AGREEMENTS, lookup="pk", joined=JOINED)
def edition_approve(request: SignedIn, edition: Edition) -> HttpResponse:
    """Enter the approval."""
    form = ApprovalForm(sent(request), initial={"version": edition.version})

    def act() -> str:
        actions.approve_edition(edition=edition, by=request.user, **form.cleaned_data)
        return "The approval is entered. These words no longer change."

    intro = "From now on the words of this edition never change. Read the preview first."
    return _move(
        request, edition, form, act, title="Enter the approval", submit="Enter the approval", intro=intro
    )


@FORM
@record_door(EDITIONS, C.MANAGE_AGREEMENTS, lookup="pk", joined=JOINED)
def edition_force(request: SignedIn, edition: Edition) -> HttpResponse:
    """Bring it into force."""
    form = ForceForm(sent(request))

    def act() -> str:
        actions.bring_into_force(edition=edition, by=request.user, **form.cleaned_data)
        return "It is in force from the day you gave."

    return _move(request, edition, form, act, title="Bring into force", submit="Bring into force")


@FORM
@record_door(EDITIONS, C.MANAGE_AGREEMENTS, lookup="pk", joined=JOINED)
def edition_withdraw(request: SignedIn, edition: Edition) -> HttpResponse:
    """Take it back before its first day."""
    form = SeenForm(sent(request), initial={"version": edition.version})

    def act() -> str:
        actions.withdraw_edition(edition=edition, by=request.user, **form.cleaned_data)
        return f"Edition {edition.number} is withdrawn."

    intro = "Nobody can sign it any more. It stays in the history."
    return _move(
        request,
        edition,
        form,
        act,
        title="Withdraw this edition",
        submit="Withdraw",
        intro=intro,
        danger=True,
    )


def _move(
    request: SignedIn,
    edition: Edition,
    form: Form,
    act: Callable[[], str],
    *,
    template: str = "form_page.html",
    **context: Any,
) -> HttpResponse:
    """Ask, act, say so; refused or overtaken, keep every word typed."""
    status = 422 if form.is_bound else 200
    if form.is_bound and form.is_valid():
        try:
            messages.success(request, act())
            return redirect(_page(edition))
        except NotNow as refused:
            form.add_error(None, str(refused))
            status = 409
        except Stale as stale:
            form.add_error(None, str(stale))
            typed = request.POST.copy()
            typed["version"] = str(stale.record.version)
            form.data = typed
            status = 409
    shown = {"form": form, "edition": edition, "back_url": _page(edition), "cancel_url": _page(edition)}
    shown |= {"caption": str(edition), "back_label": f"Edition {edition.number}"}
    shown |= {"submit_label": context.pop("submit")}
    return render(request, template, shown | context, status=status)

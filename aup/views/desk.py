"""What is done at the desk, whoever stands before it: by a personal link, or signed in."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from aup import actions
from aup.actions.signing import OtherWords
from aup.downloads import copy_response
from aup.forms.signing import CONSENT, ConsentsForm, SignForm
from aup.models import Edition, Signature
from aup.opening import children_of
from aup.queries.family import Item, ToSign, family_of, history_of, to_sign, typed_before
from aup.rules import audience_for
from aup.told import Origin, Place
from aup.vocabulary import Capacity, Route
from esafety.access.refusals import NotNow
from esafety.audit.origin import here
from esafety.people.models import Person, User
from esafety.ui.fields.wording import upper_first

CHANGED = (
    "The school changed this agreement while you were reading it. Nothing was signed. What you typed is still here: "
    "please read the new words and tick the box again."
)


class Desk(NamedTuple):
    """Who signs, by which way, and how the addresses of their pages begin."""

    signer: Person
    route: Route
    pages: str
    args: tuple[str, ...] = ()
    by: User | None = None
    template: str = "aup/public_page.html"

    @property
    def home(self) -> str:
        """The page with everything on it."""
        return self.url("home")

    def url(self, page: str, *more: Any) -> str:
        """The address of one of their pages."""
        return reverse(f"{self.pages}_{page}", args=[*self.args, *more])

    def origin(self, request: HttpRequest) -> Origin:
        """From where they sign."""
        return Origin(self.route, here().address, request.headers.get("User-Agent", ""))

    def frame(self) -> dict[str, Any]:
        """What every page of theirs needs."""
        return {"school": self.signer.school, "frame": self.template, "signer": self.signer}


def home(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Everything: what waits, the children, what they allow, the signed copies."""
    family = family_of(desk.signer)
    context = desk.frame() | {
        "title": "Agreements and what you allow" if family.children else "Your agreements",
        "due": _links(desk, [item for item in family.items if item.is_due]),
        "done": _links(desk, [item for item in family.items if not item.is_due]),
        "children": [(child, desk.url("consents", child.person.pk)) for child in family.children],
        "copies": [(one, desk.url("copy", one.reference)) for one in family.signatures],
        "finish_url": desk.url("finish") if desk.route == Route.ONLINE else "",
    }
    return render(request, "aup/family.html", context)


def sign(request: HttpRequest, desk: Desk, audience: str, about: int) -> HttpResponse:
    """Read it, fill it in, check it, sign it. Only the last step writes, and only by POST."""
    item = to_sign(desk.signer, audience, about)
    if item is None:
        return _nothing_to_sign(request, desk)
    step = request.POST.get("step", "")
    if request.method != "POST":
        known = SignForm(place=item.place, edition=item.edition, initial=_known(desk, item))
        return _ask(request, desk, item, known)
    form = SignForm(request.POST, place=item.place, edition=item.edition)
    if step == "change":
        kept = {name: request.POST.get(name) for name in form.fields}
        return _ask(request, desk, item, SignForm(place=item.place, edition=item.edition, initial=kept))
    if not form.is_valid():
        return _ask(request, desk, item, form)
    if form.told.seen != item.edition.fingerprint:
        return _read_again(request, desk, item)
    if step != "confirm":
        return _check(request, desk, item, form)
    return _sign(request, desk, item, form)


def consents(request: HttpRequest, desk: Desk, child: int) -> HttpResponse:
    """Change what one allows, in one step."""
    found = children_of(desk.signer).filter(pk=child).first()
    audience = audience_for(found) if found else None
    edition = Edition.objects.in_force(found.school, audience) if found and audience else None
    if found is None or edition is None or not edition.consents_asked:
        raise Http404
    allowed = next(one.allowed for one in family_of(desk.signer).children if one.person == found)
    now = {CONSENT + one.consent.code: one.answer for one in allowed if one.answer is not None}
    form = ConsentsForm(request.POST if request.method == "POST" else None, edition=edition, initial=now)
    if form.is_valid():
        return _change(request, desk, found, form)
    context = desk.frame() | {
        "title": f"What you allow for {found.full_name}",
        "form": form,
        "submit_label": "Save",
        "back_url": desk.home,
        "cancel_url": desk.home,
        "history": history_of(found),
    }
    return render(request, "aup/consents.html", context, status=422 if form.is_bound else 200)


def copy(request: HttpRequest, desk: Desk, reference: str) -> HttpResponseBase:
    """One of their own signed copies."""
    mine = Signature.objects.filter(signer=desk.signer, reference=reference)
    found = mine.select_related("school", "copy__file").first()
    if found is None:
        raise Http404
    if not found.copy.is_ready:
        messages.info(request, "The signed copy is being made. Try again in a minute.")
        return redirect(desk.home)
    return copy_response(request, found, by=desk.by)


def _links(desk: Desk, items: list[Item]) -> list[tuple[Item, str]]:
    return [(item, desk.url("one", item.place.audience, item.place.about.pk)) for item in items]


def _nothing_to_sign(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Withdrawn while they read it, or no longer theirs: what they typed is shown once more."""
    words = {
        "name": "Your full name",
        "relationship": "What you are to the child",
        "suggestion": "Your suggestion",
    }
    typed = [
        {"label": label, "text": request.POST[name][:2000]}
        for name, label in words.items()
        if request.POST.get(name)
    ]
    context = desk.frame() | {
        "title": "There is nothing to sign here",
        "typed": typed,
        "back_url": desk.home,
        "back_label": "All agreements",
    }
    return render(request, "aup/nothing_to_sign.html", context, status=404)


def _known(desk: Desk, item: ToSign) -> dict[str, Any]:
    """The words shown, the signature before; name and relationship as typed a moment ago for another child."""
    shown = {"seen": item.edition.fingerprint, "previous": item.mine.pk if item.mine else 0}
    return shown | typed_before(desk.signer)


def _ask(
    request: HttpRequest, desk: Desk, item: ToSign, form: SignForm, *, changed: str = ""
) -> HttpResponse:
    context = desk.frame() | {
        "title": item.edition.title,
        "caption": upper_first(_for_whom(item.place)),
        "form": form,
        "item": item,
        "edition": item.edition,
        "changed": changed,
        "submit_label": "Check your answers",
        "back_url": desk.home,
        "cancel_url": desk.home,
    }
    return render(request, "aup/sign.html", context, status=422 if form.is_bound or changed else 200)


def _read_again(request: HttpRequest, desk: Desk, item: ToSign) -> HttpResponse:
    """Other words hold now: everything typed but the tick is kept."""
    kept: dict[str, Any] = {
        name: value for name, value in request.POST.items() if name not in ("agree", "seen", "previous")
    }
    kept |= {"seen": item.edition.fingerprint, "previous": item.mine.pk if item.mine else 0}
    form = SignForm(place=item.place, edition=item.edition, initial=kept)
    return _ask(request, desk, item, form, changed=CHANGED)


def _check(request: HttpRequest, desk: Desk, item: ToSign, form: SignForm) -> HttpResponse:
    context = desk.frame() | {
        "title": "Check your answers and sign",
        "caption": upper_first(_for_whom(item.place)),
        "item": item,
        "rows": form.rows(),
        "carried": form.carried(),
        "declaration": item.edition.declaration_as(item.place.capacity),
        "cancel_url": desk.home,
    }
    return render(request, "aup/check.html", context)


def _sign(request: HttpRequest, desk: Desk, item: ToSign, form: SignForm) -> HttpResponse:
    try:
        actions.sign(
            place=item.place, signer=desk.signer, told=form.told, origin=desk.origin(request), by=desk.by
        )
    except OtherWords:
        now = to_sign(desk.signer, item.place.audience, item.place.about.pk)
        return _read_again(request, desk, now) if now else _nothing_to_sign(request, desk)
    except NotNow as reason:
        form.add_error(None, str(reason))
        return _ask(request, desk, item, form)
    messages.success(request, f"Signed: {item.edition.title}, {_for_whom(item.place)}.")
    left = family_of(desk.signer).due
    return redirect(_links(desk, left)[0][1] if left else desk.home)


def _change(request: HttpRequest, desk: Desk, child: Person, form: ConsentsForm) -> HttpResponse:
    try:
        changed = actions.change_consents(
            child=child, answers=form.answers, signer=desk.signer, origin=desk.origin(request), by=desk.by
        )
    except NotNow as reason:
        messages.error(request, str(reason))
    else:
        text = "Nothing was changed." if not changed else "Saved. It counts from now on."
        messages.success(request, text)
    return redirect(desk.home)


def _for_whom(place: Place) -> str:
    return "for yourself" if place.capacity == Capacity.SELF else f"for {place.about.full_name}"

"""Pages on the way to a provider and back."""

from __future__ import annotations

from allauth.core.ratelimit import consume_or_429
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from esafety.signin.forms import SchoolAddressForm
from esafety.signin.models import SignInProvider
from esafety.signin.single_sign_on.openid import Provider, come_back
from esafety.signin.single_sign_on.refusals import Refused
from esafety.signin.single_sign_on.turned_away import turn_away
from esafety.signin.single_sign_on.ways_in import providers_for
from esafety.walls import by_secret


@require_POST
def sign_in_with(request: HttpRequest, reference: str) -> HttpResponse:
    """Send the person to their school's provider.

    By a page that goes on by itself: a redirect after a form would need the provider's own redirects, which
    nobody knows, in our content security policy.
    """
    if too_many := consume_or_429(request, action="sign_in_with"):
        return too_many
    row = _provider(reference)
    if row is None:
        raise Http404
    try:
        url = Provider(request, row).begin()
    except Refused as refused:
        return turn_away(request, row, refused.why)
    return render(
        request, "account/going_on.html", {"title": f"Going on to {row.label}", "url": url, "provider": row}
    )


@require_GET
def openid_back(request: HttpRequest, provider_id: str) -> HttpResponse:
    """The person comes back from the provider."""
    row = _provider(provider_id)
    if row is None:
        raise Http404
    return come_back(request, row)


@by_secret
def _provider(reference: str) -> SignInProvider | None:
    return SignInProvider.objects.on().filter(reference=reference).first()


@require_http_methods(["GET", "POST"])
def sign_in_school(request: HttpRequest) -> HttpResponse:
    """Find the provider by the domain of an address: whether there is such an account is not looked at."""
    form = SchoolAddressForm(request.POST or None)
    found = providers_for(form.cleaned_data["email"]) if form.is_bound and form.is_valid() else []
    context = {
        "title": "Sign in with your school account",
        "form": form,
        "found": found,
        "nobody": form.is_bound and form.is_valid() and not found,
        "submit_label": "Continue",
        "next": request.GET.get("next", ""),
        "back_url": reverse("account_login"),
        "back_label": "Sign in another way",
    }
    return render(
        request, "account/school_account.html", context, status=422 if form.is_bound and form.errors else 200
    )

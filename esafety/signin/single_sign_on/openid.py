"""What allauth asks about OpenID Connect: it keeps state, PKCE and the exchange of codes; what is believed is ours.

Nothing is taken from the request that starts a sign-in but where to go afterwards, and nothing of a
provider's answer but the identity token, once `tokens` found it true.
"""

from __future__ import annotations

import hmac
import secrets
from typing import Any, Final, NoReturn

import requests
from allauth.account.adapter import get_adapter as account_adapter
from allauth.account.utils import get_next_redirect_url
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialApp, SocialLogin, SocialToken
from allauth.socialaccount.providers.base import AuthError, AuthProcess
from allauth.socialaccount.providers.oauth2.utils import generate_code_challenge
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.http import HttpRequest, HttpResponse
from django.utils.functional import cached_property

from esafety.people.models import User
from esafety.signin import second_factor
from esafety.signin.letting_in import let_in
from esafety.signin.models import SignInProvider
from esafety.signin.single_sign_on import discovery, tokens
from esafety.signin.single_sign_on.addresses import way_back
from esafety.signin.single_sign_on.matching import match
from esafety.signin.single_sign_on.outside import Outside
from esafety.signin.single_sign_on.proofs import second_step_proved
from esafety.signin.single_sign_on.refusals import Refused
from esafety.signin.single_sign_on.turned_away import turn_away
from esafety.signin.vocabulary import ProviderKind, Refusal

_SCOPES: Final = {ProviderKind.ENTRA: ["openid", "profile", "email"]}
"""What is asked for, where it is more than somebody's address: Microsoft's sign-in name is in the profile."""


class Provider(OpenIDConnectProvider):
    """A school's provider, as allauth wants to see one."""

    def __init__(self, request: HttpRequest, row: SignInProvider) -> None:
        self.row = row
        app = SocialApp(
            provider=OpenIDConnectProvider.id,
            provider_id=row.reference,
            name=row.label,
            client_id=row.client_id,
            secret=row.secret,
            settings={"server_url": row.issuer},
        )
        super().__init__(request, app=app)

    @cached_property
    def said(self) -> dict[str, Any]:
        """What the provider says of itself. Raises Refused."""
        return discovery.of(self.row.issuer)

    def begin(self) -> str:
        """The provider's address to send the person to. Raises Refused when the provider does not answer."""
        assert self.said
        nonce = secrets.token_urlsafe(24)
        asked = {"nonce": nonce, "prompt": "select_account"}  # a shared computer: never in as the last user
        redirect = self.redirect(
            self.request,
            AuthProcess.LOGIN,
            next_url=get_next_redirect_url(self.request),
            auth_params=asked,
            nonce=nonce,
        )
        return str(redirect["Location"])

    def get_pkce_params(self) -> dict[str, Any]:
        """Always."""
        return generate_code_challenge()

    def get_scope(self) -> list[str]:
        """As little as will do."""
        return _SCOPES.get(ProviderKind(self.row.kind), ["openid", "email"])

    def get_oauth2_adapter(self, request: HttpRequest) -> Exchange:
        """The same provider all the way."""
        return Exchange(request, self)

    def extract_common_fields(self, data: dict[str, Any]) -> dict[str, Any]:
        """Nothing: no account is ever made or filled from a provider."""
        return {}

    def extract_email_addresses(self, data: dict[str, Any]) -> list[Any]:
        """None: whose address is whose is for `proofs` to say."""
        return []


class Exchange(OpenIDConnectOAuth2Adapter):
    """Exchanges a code for an identity token, and reads it."""

    def __init__(self, request: HttpRequest, provider: Provider) -> None:
        super().__init__(request, provider.row.reference)
        self.provider = provider

    def get_provider(self) -> Provider:
        """The school's."""
        return self.provider

    @property
    def openid_config(self) -> dict[str, Any]:
        """What the provider says of itself, checked."""
        return self.provider.said

    def get_callback_url(self, request: HttpRequest, app: SocialApp) -> str:
        """The address people type, never the one the request claims."""
        return way_back(self.provider.row.reference)

    def complete_login(
        self, request: HttpRequest, app: SocialApp, token: SocialToken, **kwargs: Any
    ) -> SocialLogin:
        """What the identity token says, once it is found true. Raises Refused."""
        row = self.provider.row
        claims = tokens.read(
            kwargs["response"].get("id_token"),
            issuer=row.issuer,
            client_id=row.client_id,
            published=discovery.read(self.openid_config["jwks_uri"]),
        )
        return self.provider.sociallogin_from_response(request, {"id_token": claims})


class SocialAccountAdapter(DefaultSocialAccountAdapter):
    """Lets in whom `matching` finds, and sends everybody else to one page."""

    def get_requests_session(self) -> Outside:
        """Through the one narrow door."""
        return Outside()

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        """Never."""
        return False

    def authenticate_by_email(self, sociallogin: SocialLogin) -> None:
        """Find nobody: allauth's own way of believing an address is not ours."""

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> NoReturn:
        """Let the person in, by way of their second step. Raises Refused."""
        claims: dict[str, Any] = sociallogin.account.extra_data["id_token"]
        if not hmac.compare_digest(str(claims["nonce"]), sociallogin.state["nonce"]):
            raise Refused(Refusal.BAD_TOKEN)
        raise ImmediateHttpResponse(
            enter(request, sociallogin.provider.row, claims, next_url=sociallogin.get_redirect_url(request))
        )

    def on_authentication_error(
        self,
        request: HttpRequest,
        provider: Provider,
        error: str | None = None,
        exception: Exception | None = None,
        extra_context: dict[str, Any] | None = None,
    ) -> NoReturn:
        """Send the person to the one page."""
        raise ImmediateHttpResponse(turn_away(request, provider.row, _why(error, exception, extra_context)))


def come_back(request: HttpRequest, row: SignInProvider) -> HttpResponse:
    """Answer somebody who comes back from the provider."""
    provider = Provider(request, row)
    try:
        response: HttpResponse = OAuth2CallbackView.adapter_view(Exchange(request, provider))(request)
    except (Refused, LookupError, TypeError, ValueError, AttributeError, requests.RequestException) as error:
        # allauth reads a provider's answers as if they were always well formed
        response = turn_away(request, row, _why(None, error, None))
    return response


def enter(
    request: HttpRequest, row: SignInProvider, claims: dict[str, Any], *, next_url: str | None
) -> HttpResponse:
    """Sign in whom the claims prove. Raises Refused."""
    user, is_first, is_elsewhere = match(provider=row, claims=claims)
    proved = not is_elsewhere and second_step_proved(row, claims)
    request.second_step_proved = proved  # type: ignore[attr-defined]
    response = let_in(request, user, "socialaccount", next_url=next_url, type=row.kind)
    if proved and request.user.is_authenticated:
        assert isinstance(request.user, User)
        second_factor.take(request.session, request.user)
    if is_first:
        account_adapter(request).send_notification_mail(
            "account/email/identity_tied", user, {"provider": row}
        )
    return response


def _why(error: str | None, exception: Exception | None, context: dict[str, Any] | None) -> Refusal:
    if isinstance(exception, Refused):
        return exception.why
    if error == AuthError.CANCELLED:
        return Refusal.CANCELLED
    if exception is None:
        return Refusal.NOT_STARTED if "state_id" in (context or {}) else Refusal.PROVIDER_REFUSED
    return Refusal.SILENT

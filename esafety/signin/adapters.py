"""What allauth asks the product: words, addresses, letters, and which steps it may leave out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ReauthenticationRequired
from allauth.core.internal import ratelimit
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import authenticate
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.http import urlencode

from esafety.audit import note
from esafety.people.models import User
from esafety.signin.letters import Letter, write
from esafety.signin.marks import mark_of
from esafety.signin.origin import address_of
from esafety.signin.sealing import seal, unseal
from esafety.signin.second_factor import NEEDS_ONE, may_remove
from esafety.signin.step_up import may_set_up_first_factor
from esafety.signin.vocabulary import SIGN_IN_FAILED, Ended
from esafety.signin.without_password import password_is_off

_WRONG = (
    "The email address or the password is not right. Check both and try again. "
    "If you have forgotten your password, choose a new one below."
)
_TOO_MANY = (
    "There have been too many tries. Wait five minutes and try again. "
    "You can still sign in with a passkey, or choose a new password."
)
_WAYS = {
    "reauthenticate": "Use your password",
    "mfa_reauthenticate": "Use a code from your app, or a recovery code",
    "mfa_reauthenticate:webauthn": "Use a passkey",
}
_OUR_SECOND_STEP = "allauth.mfa.stages.AuthenticateStage"


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are made by the school office: nobody signs up, and an address is the account's own."""

    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _WRONG,
        "too_many_login_attempts": _TOO_MANY,
        "rate_limited": "There have been too many tries. Wait five minutes and try again.",
        "enter_current_password": "That is not your present password. Type it again.",
        "incorrect_password": "That is not your password. Type it again.",
        "incorrect_code": "That code is not right. Type the code that is showing now.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never."""
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """The address behind the trusted proxies."""
        return address_of(request)

    def get_logout_redirect_url(self, request: HttpRequest) -> str:
        """The sign-in page, which says that the person has signed out."""
        return f"{reverse('account_login')}?{urlencode({'ended': Ended.LEFT.value})}"

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """The page about the account's security."""
        return reverse("mfa_index")

    def is_ajax(self, request: HttpRequest) -> bool:
        """Only the question for a passkey is answered in JSON: the others would give back what was typed."""
        match = request.resolver_match
        return match is not None and match.view_name == "mfa_login_webauthn" and super().is_ajax(request)

    # -- who is let in ---------------------------------------------------------------------------

    def authenticate(self, request: HttpRequest, **credentials: Any) -> User | None:
        """The account these credentials belong to.

        A closed account, and one whose school has turned passwords off, get the answer of a wrong password.
        """
        self._refuse_many_tries(request, credentials)
        user = authenticate(request, **credentials)
        if not isinstance(user, User) or password_is_off(user):
            note_failed(credentials, why="password_off" if user else "password")
            return None
        self._rollback_login_failed_rl_usage()
        return user

    def _refuse_many_tries(self, request: HttpRequest, credentials: Mapping[str, Any]) -> None:
        try:
            self.pre_authenticate(request, **credentials)
        except ValidationError:
            note_failed(credentials, why="too_many_tries")
            raise

    def reauthenticate(self, user: User, password: str) -> bool:
        """Whether this is the account's password. Its address is its own: allauth's table is unused."""
        return self.authenticate(self.request, email=user.email, password=password) == user

    def respond_user_inactive(self, request: HttpRequest, user: User) -> HttpResponse:
        """Answer the holder of a passkey whose account was closed."""
        messages.error(request, "You cannot sign in with this account. Ask the school office.")
        return redirect("account_login")

    def forget_failures(self, request: HttpRequest, user: User) -> None:
        """Let an account try again at once: its holder has just proved who they are by email."""
        key = self._get_login_attempts_cache_key(request, email=user.email)
        ratelimit.clear(request, app="allauth.account", action="login_failed", key=key)

    def get_login_stages(self) -> list[str]:
        """The steps of signing in. Ours is left out where the school's provider has just proved its own."""
        stages: list[str] = super().get_login_stages()
        proved = getattr(self.request, "second_step_proved", False)
        return [stage for stage in stages if not (proved and stage == _OUR_SECOND_STEP)]

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Whether to ask again who it is. Not for the first second step right after signing in.

        Raises ReauthenticationRequired for somebody who has no way to answer: allauth would let them pass.
        """
        if may_set_up_first_factor(self.request):
            return False
        if not self.get_reauthentication_methods(self.request.user):
            raise ReauthenticationRequired
        return bool(super().is_reauthentication_required(app=app, **kwargs))

    def get_reauthentication_methods(self, user: User) -> list[dict[str, Any]]:
        """The ways to prove again who it is, in our words."""
        ways = super().get_reauthentication_methods(user)
        barred = {"reauthenticate"} if password_is_off(user) else set()
        return [{**way, "description": _WAYS[way["id"]]} for way in ways if way["id"] not in barred]

    # -- letters ---------------------------------------------------------------------------------

    def get_reset_password_from_key_url(self, key: str) -> str:
        """The secret link, at the address people type: never at the one the request claims."""
        path = reverse("account_reset_password_from_key", kwargs={"uidb36": "UID", "key": "KEY"})
        return settings.BASE_URL + path.replace("UID-KEY", key)

    def send_password_reset_mail(self, user: User, email: str, context: dict[str, Any]) -> None:
        """A link to choose a new password; where there is none to choose, how to sign in instead."""
        letter = "password_off" if password_is_off(user) else "password_reset_key"
        self.send_mail(f"account/email/{letter}", email, context)

    def send_notification_mail(
        self,
        template_prefix: str,
        user: User,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """Tell the account's holder that something about their sign-in changed."""
        self.send_mail(template_prefix, user.email, context or {})

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Write a plain letter to one address. It leaves after the answer: see `esafety.signin.letters`."""
        known = {**context, "base_url": settings.BASE_URL}
        subject = render_to_string(f"{template_prefix}_subject.txt", known).strip()
        body = render_to_string(f"{template_prefix}_message.txt", known).strip() + "\n"
        write(
            self.request, Letter(template_prefix.rsplit("/", 1)[-1], EmailMessage(subject, body, to=[email]))
        )


class MFAAdapter(DefaultMFAAdapter):
    """Second steps are sealed at rest, and an account that sees cases always keeps one."""

    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": "That code is not right. Type the code that is showing now.",
        "cannot_delete_authenticator": NEEDS_ONE,
        "cannot_generate_recovery_codes": "Set up an authenticator app or a passkey first.",
    }

    def encrypt(self, text: str) -> str:
        """Seal an authenticator's secret or the seed of recovery codes."""
        return seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        """Open what `encrypt` sealed. Raises BrokenSealError."""
        return unseal(encrypted_text)

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Whether the account may do without it."""
        return may_remove(authenticator)

    def generate_authenticator_name(self, user: User, type: Authenticator.Type) -> str:
        """A name for a new passkey, until its holder gives a better one."""
        return f"Passkey {Authenticator.objects.filter(user=user, type=type).count() + 1}"

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """What a browser shows when it asks for a passkey."""
        return {**super().get_public_key_credential_rp_entity(), "name": settings.MFA_TOTP_ISSUER}


def note_failed(credentials: Mapping[str, Any], *, why: str) -> None:
    """Put a refused sign-in on the trail: a mark of the address typed, never the address."""
    detail = {"why": why, "account": mark_of(str(credentials.get("email", "")))}
    note(SIGN_IN_FAILED, by=None, school=None, detail=detail)

"""The questions asked when signing in: allauth's forms in our words and our look."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from allauth.account import forms as account
from allauth.account.adapter import get_adapter as account_adapter
from allauth.mfa.base import forms as second
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes import forms as recovery
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from cryptography.exceptions import InvalidSignature
from django import forms

from esafety.people.models import User
from esafety.signin.once import spend
from esafety.signin.passwords import ADVICE
from esafety.signin.without_password import password_is_off
from esafety.ui.fields import Email, Password, Text, Tick
from esafety.ui.forms import Form, Worn

_FOURS = 4
_NONE_TO_CHOOSE = "Your school has turned passwords off. Sign in with your school account instead."


def in_fours(text: str) -> str:
    """Characters in groups of four, as people read them out: "ABCD EFGH"."""
    return " ".join(text[start : start + _FOURS] for start in range(0, len(text), _FOURS))


class Code(Text):
    """Digits from an app or from the list of recovery codes. Spaces do not matter."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=20, strip=True, width="10", **kwargs)
        self.widget.attrs |= {"inputmode": "numeric", "autocomplete": "one-time-code", "spellcheck": "false"}


class NewPassword(Password):
    """A password somebody is choosing: held to the rules, which know the account's holder."""

    user: User | None = None

    def __init__(self) -> None:
        super().__init__(
            label="New password",
            help_text=f"12 characters or more. {ADVICE}",
            autocomplete="new-password",
            missing="Enter a new password",
        )

    def clean(self, value: str) -> str:
        """The password. Raises ValidationError when it would be easy to guess, or could not be used."""
        if self.user is not None and password_is_off(self.user):
            raise forms.ValidationError(_NONE_TO_CHOOSE, code="password_off")
        return account_adapter().clean_password(super().clean(value), user=self.user)


# -- with a password -------------------------------------------------------------------------------


class LoginForm(Worn, account.LoginForm):
    """Who are you?"""

    password = Password(label="Password", missing="Enter your password")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"] = Email(label="Email address", missing="Enter your email address")
        self.fields["login"].widget.attrs["autocomplete"] = "username"
        self.order_fields(["login", "password"])


class SchoolAddressForm(Form):
    """Which school's account?"""

    email = Email(
        label="School email address",
        help_text="The one you use for your Microsoft or Google account at school",
        missing="Enter your school email address",
    )


class ReauthenticateForm(Worn, account.ReauthenticateForm):
    """Is it still you?"""

    password = Password(label="Password", missing="Enter your password")


class ChangePasswordForm(Worn, account.ChangePasswordForm):
    """A new password for somebody who knows the old one."""

    oldpassword = Password(label="Present password", missing="Enter your present password")
    password1 = NewPassword()
    password2 = None  # the page can show what was typed, so it is asked once


class ResetPasswordForm(Worn, account.ResetPasswordForm):
    """Where to send a link."""

    email = Email(
        label="Email address", help_text="The one you sign in with", missing="Enter your email address"
    )


class ResetPasswordKeyForm(Worn, account.ResetPasswordKeyForm):
    """A new password for somebody who followed the link."""

    password1 = NewPassword()
    password2 = None


# -- with a second step ----------------------------------------------------------------------------


_CODE_USED = "That code has been used. Wait for the next one to show."


class OneUse(second.BaseAuthenticateForm):
    """A code that is refused the second time."""

    def clean_code(self) -> str:
        """The code. Raises ValidationError when it is wrong or was used."""
        code: str = super().clean_code()
        if self.authenticator.type == Authenticator.Type.TOTP and not spend(self.authenticator, code):
            raise forms.ValidationError(_CODE_USED, code="used")
        return code


class AuthenticateForm(Worn, OneUse, second.AuthenticateForm):
    """The second step when signing in."""

    code = Code(
        label="Code",
        help_text="6 numbers from your authenticator app, or one of your recovery codes",
        missing="Enter the code",
    )


class ReauthenticateCodeForm(Worn, OneUse, second.ReauthenticateForm):
    """Is it still you? By code."""

    code = Code(
        label="Code",
        help_text="6 numbers from your authenticator app, or one of your recovery codes",
        missing="Enter the code",
    )


class ActivateTOTPForm(Worn, totp.ActivateTOTPForm):
    """The first code of a new authenticator app."""

    code = Code(
        label="Code showing in the app", help_text="6 numbers", missing="Enter the code showing in the app"
    )

    @property
    def secret_in_fours(self) -> str:
        """What to type into an app that cannot see the picture."""
        return in_fours(self.secret)


class DeactivateTOTPForm(Worn, totp.DeactivateTOTPForm):
    """Nothing to fill in: only to confirm."""


class GenerateRecoveryCodesForm(Worn, recovery.GenerateRecoveryCodesForm):
    """Nothing to fill in: only to confirm."""


_CREDENTIAL_MISSING = "Your passkey was not used. Try again, or choose another way to sign in."


class Credential(forms.JSONField):
    """What the browser answers for a passkey; a script fills it in, each time anew: it is never given back."""

    def __init__(self) -> None:
        super().__init__(widget=forms.HiddenInput)
        self.error_messages |= {"required": _CREDENTIAL_MISSING, "invalid": _CREDENTIAL_MISSING}

    def to_python(self, value: Any) -> Any:
        """The credential. Brackets inside each other without end are none."""
        try:
            return super().to_python(value)
        except RecursionError:
            raise forms.ValidationError(_CREDENTIAL_MISSING, code="invalid") from None

    def bound_data(self, data: Any, initial: Any) -> Any:
        """What a form that came back holds: nothing of what was sent."""
        return initial


class Unforged(forms.Form):
    """Answers a forged or broken credential in words; allauth lets some of the library's errors through."""

    def clean_credential(self) -> Any:
        """What allauth makes of the credential when signing in or confirming."""
        with refused_in_words():
            checked = getattr(super(), "clean_credential", None)
            return checked() if checked else self.cleaned_data["credential"]

    def clean(self) -> dict[str, Any]:
        """What allauth makes of the form when adding a passkey."""
        with refused_in_words():
            return super().clean() or self.cleaned_data


@contextmanager
def refused_in_words() -> Iterator[None]:
    """Within the block, an error of reading or verifying a credential is a refusal."""
    try:
        yield
    except (LookupError, TypeError, ValueError, AttributeError, struct.error, InvalidSignature) as error:
        raise forms.ValidationError(_CREDENTIAL_MISSING, code="credential") from error


class AddWebAuthnForm(Worn, Unforged, webauthn.AddWebAuthnForm):
    """A new passkey."""

    name = Text(
        label="Name of the passkey",
        help_text="So that you can tell it from others, for example “Office laptop”",
        max_length=60,
        required=False,
    )
    passwordless = Tick(
        label="Let me sign in with this passkey alone, without a password", required=False, initial=True
    )
    credential = Credential()
    field_order = ("name", "passwordless", "credential")


class EditWebAuthnForm(Worn, webauthn.EditWebAuthnForm):
    """Another name for a passkey."""

    name = Text(label="Name of the passkey", max_length=60, missing="Enter a name")


class AuthenticateWebAuthnForm(Worn, Unforged, webauthn.AuthenticateWebAuthnForm):
    """The second step by passkey."""

    credential = Credential()


class LoginWebAuthnForm(Worn, Unforged, webauthn.LoginWebAuthnForm):
    """Signing in by passkey alone."""

    credential = Credential()


class ReauthenticateWebAuthnForm(Worn, Unforged, webauthn.ReauthenticateWebAuthnForm):
    """Is it still you? By passkey."""

    credential = Credential()

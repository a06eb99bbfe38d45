"""Addresses for signing in. Of allauth exactly these pages are there, under allauth's own names.

There is no page to sign up, nor to change one's address: accounts belong to the school office.
"""

from typing import Any, Final

from allauth.account import views as account
from allauth.mfa.base import views as second
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from django.urls import path, re_path, reverse_lazy

from esafety.access.doors import public, signed_in
from esafety.signin import views
from esafety.signin.single_sign_on import views as single
from esafety.signin.views import in_our_words as words

_stranger = public("Nobody is signed in before they sign in")
_forgot = public("Somebody who forgot their password cannot sign in")
_leaving = public("Signing out is always allowed")
_script = public("Tells nothing but whether the asker is signed in")

_SIGN_IN: Final = {"title": "Sign in", "submit_label": "Sign in"}
_STEP: Final = {"title": "Your second step", "submit_label": "Sign in"}
_OUT: Final = {"title": "Sign out?", "submit_label": "Sign out"}
_AGAIN: Final = {"title": "Confirm that it is you", "submit_label": "Confirm"}
_LINK: Final = {"title": "Choose a new password", "submit_label": "Send me a link"}
_SENT: Final = {"title": "Look in your mail"}
_NEW: Final = {"title": "Choose a new password", "submit_label": "Save the password"}
_DONE: Final = {"title": "Your password has been changed"}

_BACK: Final[dict[str, Any]] = {"back_url": reverse_lazy("mfa_index"), "back_label": "Your sign-in"}
_CHANGE: Final = {"title": "Change your password", "submit_label": "Change the password", **_BACK}
_APP: Final = {"title": "Set up an authenticator app", "submit_label": "Check the code", **_BACK}
_NO_APP: Final = {
    "title": "Remove the authenticator app?",
    "submit_label": "Remove the app",
    "danger": True,
    **_BACK,
}
_KEY: Final = {"title": "Add a passkey", **_BACK}
_NAME: Final = {"title": "Name the passkey", "submit_label": "Save the name", **_BACK}
_NO_KEY: Final = {
    "title": "Remove this passkey?",
    "submit_label": "Remove the passkey",
    "danger": True,
    **_BACK,
}
_CODES: Final = {"title": "Your recovery codes", **_BACK}
_NEW_CODES: Final = {"title": "Make new recovery codes?", "submit_label": "Make new codes", **_BACK}

_KEY_PATH: Final = r"^password/new/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$"
_new_password = _forgot(words(account.password_reset_from_key, **_NEW))
_new_password_done = _forgot(words(account.password_reset_from_key_done, **_DONE))
_add_passkey = signed_in(words(webauthn.add_webauthn, **_KEY))
_name_passkey = signed_in(words(webauthn.edit_webauthn, **_NAME))
_remove_passkey = signed_in(words(views.remove_passkey, **_NO_KEY))
_codes = signed_in(words(views.recovery_codes, **_CODES))
_new_codes = signed_in(words(recovery.generate_recovery_codes, **_NEW_CODES))
_by_passkey = signed_in(words(views.confirm_by_passkey, **_AGAIN))
_app = signed_in(words(totp.activate_totp, **_APP))
_no_app = signed_in(words(totp.deactivate_totp, **_NO_APP))

urlpatterns = [
    path("sign-in/", _stranger(words(views.sign_in, **_SIGN_IN)), name="account_login"),
    path("sign-in/passkey/", _stranger(views.sign_in_by_passkey), name="mfa_login_webauthn"),
    path("sign-in/second-step/", _stranger(words(second.authenticate, **_STEP)), name="mfa_authenticate"),
    path("sign-in/school/", _stranger(single.sign_in_school), name="sign_in_school"),
    path("sign-in/with/<str:reference>/", _stranger(single.sign_in_with), name="sign_in_with"),
    path(
        "sign-in/with/<str:provider_id>/back/", _stranger(single.openid_back), name="openid_connect_callback"
    ),
    path("sign-in/stay/", signed_in(views.stay_signed_in), name="stay_signed_in"),
    path("sign-in/state/", _script(views.session_state), name="session_state"),
    path("sign-out/", _leaving(words(views.sign_out, **_OUT)), name="account_logout"),
    path("confirm/", signed_in(words(views.confirm, **_AGAIN)), name="account_reauthenticate"),
    path("confirm/code/", signed_in(words(second.reauthenticate, **_AGAIN)), name="mfa_reauthenticate"),
    path("confirm/passkey/", _by_passkey, name="mfa_reauthenticate_webauthn"),
    path(
        "password/forgotten/", _forgot(words(account.password_reset, **_LINK)), name="account_reset_password"
    ),
    path(
        "password/forgotten/sent/",
        _forgot(words(account.password_reset_done, **_SENT)),
        name="account_reset_password_done",
    ),
    re_path(_KEY_PATH, _new_password, name="account_reset_password_from_key"),
    path("password/new/done/", _new_password_done, name="account_reset_password_from_key_done"),
    path(
        "password/change/",
        signed_in(words(account.password_change, **_CHANGE)),
        name="account_change_password",
    ),
    path("password/set/", signed_in(views.to_reset), name="account_set_password"),
    path("security/", signed_in(views.security), name="mfa_index"),
    path("security/needed/", signed_in(views.second_factor_needed), name="second_factor_needed"),
    path("security/app/", _app, name="mfa_activate_totp"),
    path("security/app/remove/", _no_app, name="mfa_deactivate_totp"),
    path("security/passkeys/", signed_in(views.to_security), name="mfa_list_webauthn"),
    path("security/passkeys/add/", _add_passkey, name="mfa_add_webauthn"),
    path("security/passkeys/<int:pk>/name/", _name_passkey, name="mfa_edit_webauthn"),
    path("security/passkeys/<int:pk>/remove/", _remove_passkey, name="mfa_remove_webauthn"),
    path("security/recovery-codes/", _codes, name="mfa_view_recovery_codes"),
    path("security/recovery-codes/new/", _new_codes, name="mfa_generate_recovery_codes"),
    path("security/places/", signed_in(views.where_signed_in), name="usersessions_list"),
]

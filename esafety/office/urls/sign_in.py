"""Addresses: how a school's people sign in."""

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from esafety.office.views import sign_in


class Change(StringConverter):
    """One of the buttons of the page."""

    regex = "|".join(sign_in.CHANGES)


class Confirmation(StringConverter):
    """One of the buttons for a second person."""

    regex = "|".join(sign_in.CONFIRMATIONS)


register_converter(Change, "sign_in_change")
register_converter(Confirmation, "sign_in_confirmation")

urlpatterns = [
    path("sign-in/", sign_in.sign_in_settings, name="sign_in_settings"),
    path("sign-in/provider/", sign_in.sign_in_provider, name="sign_in_provider"),
    path("sign-in/test/", sign_in.sign_in_test, name="sign_in_test"),
    path("sign-in/ties/<int:pk>/untie/", sign_in.sign_in_untie, name="sign_in_untie"),
    path(
        "sign-in/confirm/<sign_in_confirmation:confirmation>/",
        sign_in.sign_in_confirm,
        name="sign_in_confirm",
    ),
    path("sign-in/<sign_in_change:change>/", sign_in.sign_in_change, name="sign_in_change"),
]

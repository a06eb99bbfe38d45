"""Addresses: agreements and their editions."""

from django.urls import path

from aup.views import editions

_ONE = "editions/<int:pk>/"

urlpatterns = [
    path("", editions.agreements, name="agreements"),
    path("for/<slug:audience>/", editions.agreement, name="agreement"),
    path("for/<slug:audience>/draft/", editions.edition_draft, name="edition_draft"),
    path(_ONE, editions.edition, name="edition"),
    path(f"{_ONE}preview/", editions.edition_preview, name="edition_preview"),
    path(f"{_ONE}beside/<int:other>/", editions.edition_compare, name="edition_compare"),
    path(f"{_ONE}change/", editions.edition_change, name="edition_change"),
    path(f"{_ONE}send/", editions.edition_send, name="edition_send"),
    path(f"{_ONE}approve/", editions.edition_approve, name="edition_approve"),
    path(f"{_ONE}force/", editions.edition_force, name="edition_force"),
    path(f"{_ONE}withdraw/", editions.edition_withdraw, name="edition_withdraw"),
]

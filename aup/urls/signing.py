"""Addresses: signing by a personal link, and signed in."""

from django.urls import path

from aup.views import link, mine, verify

_LINK = "sign/<str:token>/"

urlpatterns = [
    path(_LINK, link.sign, name="sign"),
    path(f"{_LINK}all/", link.sign_home, name="sign_home"),
    path(f"{_LINK}consents/<int:child>/", link.sign_consents, name="sign_consents"),
    path(f"{_LINK}copy/<str:reference>/", link.sign_copy, name="sign_copy"),
    path(f"{_LINK}finish/", link.sign_finish, name="sign_finish"),
    path(f"{_LINK}<slug:audience>/<int:about>/", link.sign_one, name="sign_one"),
    path("verify/", verify.verify, name="verify"),
    path("mine/", mine.my_home, name="my_home"),
    path("mine/consents/<int:child>/", mine.my_consents, name="my_consents"),
    path("mine/copy/<str:reference>/", mine.my_copy, name="my_copy"),
    path("mine/<slug:audience>/<int:about>/", mine.my_one, name="my_one"),
]

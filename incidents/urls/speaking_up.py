"""Addresses: telling something in confidence, and the school's side of it."""

from django.urls import path

from incidents.views import speak_up_page, speaking_up

urlpatterns = [
    path("speak-up/<slug:token>/", speaking_up.speak_up, name="speak_up"),
    path("speak-up/<slug:token>/answers/", speaking_up.speak_up_back, name="speak_up_back"),
    path("speaking-up/", speak_up_page.speak_up_page, name="speak_up_page"),
    path("speaking-up/change/", speak_up_page.speak_up_change, name="speak_up_change"),
    path("speaking-up/renew/", speak_up_page.speak_up_renew, name="speak_up_renew"),
    path("speaking-up/poster/", speak_up_page.speak_up_poster, name="speak_up_poster"),
]

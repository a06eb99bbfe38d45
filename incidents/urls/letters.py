"""Addresses: letters, and the school's texts of them."""

from django.urls import path

from incidents.views import letter_texts, letters

_ALL = "incidents/<str:reference>/letters/"
_ONE = f"{_ALL}<str:letter>/"

urlpatterns = [
    path("letters/texts/", letter_texts.letter_texts, name="letter_texts"),
    path("letters/texts/<slug:kind>/", letter_texts.letter_text, name="letter_text"),
    path(_ALL, letters.letters, name="incident_letters"),
    path(f"{_ALL}write/<slug:kind>/", letters.letter_write, name="incident_letter_write"),
    path(_ONE, letters.letter, name="incident_letter"),
    path(f"{_ONE}change/", letters.letter_change, name="incident_letter_change"),
    path(f"{_ONE}finish/", letters.letter_finish, name="incident_letter_finish"),
    path(f"{_ONE}approve/", letters.letter_approve, name="incident_letter_approve"),
    path(f"{_ONE}back/", letters.letter_back, name="incident_letter_back"),
    path(f"{_ONE}sent/", letters.letter_sent, name="incident_letter_sent"),
    path(f"{_ONE}link/", letters.letter_link, name="incident_letter_link"),
    path(f"{_ONE}pdf/", letters.letter_pdf, name="incident_letter_pdf"),
]

"""Addresses of the room, below `moving/`."""

from django.urls import path

from esafety.moving import views, views_arrivals

_ONE = "<str:reference>/"
_CAME = "received/<str:reference>/"

urlpatterns = [
    path("", views.transfers_list, name="transfers"),
    path("children/<int:pk>/", views.transfer_begin, name="transfer_begin"),
    path("received/", views_arrivals.arrivals_list, name="arrivals"),
    path("received/new/", views_arrivals.arrival_add, name="arrival_add"),
    path(_CAME, views_arrivals.arrival, name="arrival"),
    path(f"{_CAME}open/", views_arrivals.arrival_open, name="arrival_open"),
    path(f"{_CAME}sender/", views_arrivals.arrival_describe, name="arrival_describe"),
    path(f"{_CAME}pupil/", views_arrivals.arrival_pupil, name="arrival_pupil"),
    path(f"{_CAME}out/", views_arrivals.arrival_out, name="arrival_out"),
    path(f"{_CAME}discard/", views_arrivals.arrival_discard, name="arrival_discard"),
    path(f"{_CAME}files/<int:number>/", views_arrivals.arrival_file, name="arrival_file"),
    path(f"{_CAME}files/<int:number>/illegal/", views_arrivals.arrival_doubt, name="arrival_doubt"),
    path(_ONE, views.transfer, name="transfer"),
    path(f"{_ONE}contents/", views.transfer_contents, name="transfer_contents"),
    path(f"{_ONE}send/", views.transfer_send, name="transfer_send"),
    path(f"{_ONE}receipt/", views.transfer_receipt, name="transfer_receipt"),
    path(f"{_ONE}stop/", views.transfer_stop, name="transfer_stop"),
]

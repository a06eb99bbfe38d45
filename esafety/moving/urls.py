"""Addresses of the room, below `moving/`."""

from django.urls import path

from esafety.moving import views

_ONE = "<str:reference>/"

urlpatterns = [
    path("", views.transfers_list, name="transfers"),
    path("children/<int:pk>/", views.transfer_begin, name="transfer_begin"),
    path(_ONE, views.transfer, name="transfer"),
    path(f"{_ONE}contents/", views.transfer_contents, name="transfer_contents"),
    path(f"{_ONE}send/", views.transfer_send, name="transfer_send"),
    path(f"{_ONE}receipt/", views.transfer_receipt, name="transfer_receipt"),
    path(f"{_ONE}stop/", views.transfer_stop, name="transfer_stop"),
]

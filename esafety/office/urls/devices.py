"""Addresses: school equipment."""

from django.urls import path

from esafety.office.views import devices
from esafety.office.vocabulary import DeviceState

_ONE = "devices/<int:pk>/"

urlpatterns = [
    path("devices/", devices.devices, name="devices"),
    path("devices/export.csv", devices.devices_export, name="devices_export"),
    path("devices/add/", devices.device_add, name="device_add"),
    path("devices/people/<int:pk>/", devices.borrower, name="borrower"),
    path(_ONE, devices.device, name="device"),
    path(f"{_ONE}change/", devices.device_change, name="device_change"),
    path(f"{_ONE}out/", devices.device_lend, name="device_lend"),
    path(f"{_ONE}out/<int:person>/", devices.device_sign_out, name="device_sign_out"),
    path(f"{_ONE}in/", devices.device_sign_in, name="device_sign_in"),
    path(f"{_ONE}slip/", devices.device_slip, name="device_slip"),
    path(f"{_ONE}missing/", devices.device_missing, name="device_missing"),
    path(f"{_ONE}found/", devices.device_state, {"state": DeviceState.IN_SERVICE}, name="device_found"),
    path(f"{_ONE}withdraw/", devices.device_state, {"state": DeviceState.WITHDRAWN}, name="device_withdraw"),
]

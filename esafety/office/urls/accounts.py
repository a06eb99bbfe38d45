"""Addresses about accounts."""

from django.urls import path

from esafety.office.views import account_changes as changes
from esafety.office.views import accounts as views

urlpatterns = [
    path("accounts/", views.accounts, name="accounts"),
    path("accounts/invite/", views.account_invite, name="account_invite"),
    path("accounts/invite/staff/", views.account_invite_staff, name="account_invite_staff"),
    path("accounts/<int:pk>/", views.account, name="account_page"),
    path("accounts/<int:pk>/invitation/again/", views.account_invite_again, name="account_invite_again"),
    path("accounts/<int:pk>/invitation/take-back/", views.account_revoke, name="account_revoke"),
    path("accounts/<int:pk>/roles/give/", views.account_role_give, name="account_role_give"),
    path("accounts/<int:pk>/roles/<int:post>/", views.account_role_change, name="account_role_change"),
    path("accounts/<int:pk>/roles/<int:post>/end/", views.account_role_end, name="account_role_end"),
    path("accounts/<int:pk>/second-step/", views.account_reset, name="account_reset"),
    path("accounts/<int:pk>/address/", views.account_address, name="account_address"),
    path("accounts/<int:pk>/leaving/", views.account_leaving, name="account_leaving"),
    path("changes/", changes.account_changes, name="account_changes"),
    path("changes/<str:reference>/", changes.account_change, name="account_change"),
    path("changes/<str:reference>/confirm/", changes.account_change_confirm, name="account_change_confirm"),
    path("changes/<str:reference>/decline/", changes.account_change_decline, name="account_change_decline"),
    path("changes/<str:reference>/stop/", changes.account_change_stop, name="account_change_stop"),
    path("stop/<str:token>/", changes.stop_change, name="stop_change"),
]

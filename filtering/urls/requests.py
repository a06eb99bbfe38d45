"""Addresses: the way in, asking, one request."""

from django.urls import path

from filtering.views import asking, home, requests

_ONE = "requests/<str:reference>/"

urlpatterns = [
    path("", home.filtering, name="filtering"),
    path("today/", home.today, name="filtering_today"),
    path("ask/<slug:kind>/", asking.ask, name="filtering_ask"),
    path("block-now/", asking.block_now, name="filtering_block_now"),
    path(_ONE, requests.request_page, name="filtering_request"),
    path(f"{_ONE}agree/", requests.agree, name="filtering_agree"),
    path(f"{_ONE}decline/", requests.decline, name="filtering_decline"),
    path(f"{_ONE}review/", requests.review_block, name="filtering_review_block"),
    path(f"{_ONE}checked/", requests.checked, name="filtering_checked"),
    path(f"{_ONE}more-time/", asking.renew, name="filtering_renew"),
    path(f"{_ONE}withdraw/", requests.move, {"name": "withdraw"}, name="filtering_withdraw"),
    path(f"{_ONE}opened/", requests.move, {"name": "opened"}, name="filtering_opened"),
    path(f"{_ONE}not-needed/", requests.move, {"name": "not-needed"}, name="filtering_not_needed"),
    path(f"{_ONE}closed/", requests.move, {"name": "closed"}, name="filtering_closed"),
]

"""Addresses: what signers suggest."""

from django.urls import path

from aup.views import suggestions

urlpatterns = [
    path("suggestions/", suggestions.suggestions, name="suggestions"),
    path("suggestions/<int:pk>/keep/", suggestions.suggestion_keep, name="suggestion_keep"),
    path("suggestions/<int:pk>/answer/", suggestions.suggestion_answer, name="suggestion_answer"),
]

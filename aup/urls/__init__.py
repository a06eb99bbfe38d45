"""Addresses of this room, below /agreements/, one file for each theme."""

from aup.urls import editions, suggestions

urlpatterns = [
    *suggestions.urlpatterns,
    *editions.urlpatterns,
]

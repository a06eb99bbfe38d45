"""Addresses of this room, below /agreements/, one file for each theme."""

from aup.urls import editions, signing, suggestions

urlpatterns = [
    *signing.urlpatterns,
    *suggestions.urlpatterns,
    *editions.urlpatterns,
]

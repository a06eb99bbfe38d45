"""Addresses of this room, below /agreements/, one file for each theme."""

from aup.urls import campaigns, editions, signing, suggestions

urlpatterns = [
    *signing.urlpatterns,
    *campaigns.urlpatterns,
    *suggestions.urlpatterns,
    *editions.urlpatterns,
]

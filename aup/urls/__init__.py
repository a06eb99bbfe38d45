"""Addresses of this room, below /agreements/, one file for each theme."""

from aup.urls import campaigns, editions, register, signing, suggestions, visitors

urlpatterns = [
    *signing.urlpatterns,
    *campaigns.urlpatterns,
    *suggestions.urlpatterns,
    *register.urlpatterns,
    *visitors.urlpatterns,
    *editions.urlpatterns,
]

"""Addresses of this room, below /agreements/, one file for each theme."""

from aup.urls import editions, register, signing, suggestions, visitors

urlpatterns = [
    *signing.urlpatterns,
    *suggestions.urlpatterns,
    *register.urlpatterns,
    *visitors.urlpatterns,
    *editions.urlpatterns,
]

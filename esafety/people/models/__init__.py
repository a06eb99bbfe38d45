"""Schools, persons, accounts, posts: facts only."""

from esafety.people.models.account import Absence, Membership, User
from esafety.people.models.contact import ExternalContact
from esafety.people.models.person import Connection, Guardianship, Person
from esafety.people.models.school import School

__all__ = [
    "Absence",
    "Connection",
    "ExternalContact",
    "Guardianship",
    "Membership",
    "Person",
    "School",
    "User",
]

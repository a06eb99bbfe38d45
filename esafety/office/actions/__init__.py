"""What the school office does: people, accounts, posts, calendar, contacts."""

from esafety.office.actions.accounts import add_account, give_post
from esafety.office.actions.calendar import add_closure, add_term
from esafety.office.actions.contacts import add_contact
from esafety.office.actions.duty import add_absence, end_absence, order_duty
from esafety.office.actions.people import add_guardian, add_person, declare_connection
from esafety.office.actions.school import add_school

__all__ = [
    "add_absence",
    "add_account",
    "add_closure",
    "add_contact",
    "add_guardian",
    "add_person",
    "add_school",
    "add_term",
    "declare_connection",
    "end_absence",
    "give_post",
    "order_duty",
]

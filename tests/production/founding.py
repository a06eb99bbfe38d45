"""A school in the production database, made through the actions of the office, in a process of its own.

python -m tests.production.founding     (with the environment of the installation)
"""

from __future__ import annotations

import datetime as dt

import django

django.setup()

from esafety.office.actions import add_school  # noqa: E402
from esafety.people.vocabulary import PersonKind, Role  # noqa: E402
from esafety.walls import every_school  # noqa: E402
from tests.cast import Account, _add_account, _set_calendar  # noqa: E402

SCHOOL = "Harbour View Primary"
STAFF = {
    "teacher": Account("Jamal Rashid", Role.STAFF),
    "dsl": Account("Ruth Adeyemi", Role.DSL),
    "co_ordinator": Account("Priya Nair", Role.CO_ORDINATOR),
    "head": Account("Helen Marsh", Role.HEAD),
    "chair": Account("Graham Okoro", Role.CHAIR, PersonKind.GOVERNOR),
}


@every_school("a school is founded before anybody is in it")
def found() -> None:
    """The school, live since September, and who must be there so that a concern reaches somebody."""
    school = add_school(
        name=SCHOOL,
        address="1 Quay Road\nHarbour\nHB1 1AA",
        telephone="01632 960100",
        email="office@harbour.example",
        went_live_at=dt.datetime(2026, 9, 1, tzinfo=dt.UTC),
        by=None,
    )
    _set_calendar(school)
    for attribute, account in STAFF.items():
        account.attribute = attribute
        _add_account(account, school)


if __name__ == "__main__":
    found()

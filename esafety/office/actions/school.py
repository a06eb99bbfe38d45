"""A school and its settings."""

from __future__ import annotations

import datetime as dt
from itertools import count

from django.db import transaction
from django.utils.text import slugify

from esafety.audit import record
from esafety.office.vocabulary import SCHOOL_ADDED
from esafety.people.models import School, User


@transaction.atomic
def add_school(
    *,
    name: str,
    by: User | None,
    address: str = "",
    telephone: str = "",
    email: str = "",
    nation: str = School.Nation.ENGLAND,
    copy_to_authority: str = School.CopyToAuthority.SERIOUS,
    went_live_at: dt.datetime | None = None,
) -> School:
    """Add a school to the installation. It goes live by `go_live`; only an invented school is added as live."""
    school = School.objects.create(
        name=name,
        slug=_free_slug(name),
        address=address,
        telephone=telephone,
        email=email,
        nation=nation,
        copy_to_authority=copy_to_authority,
        went_live_at=went_live_at,
    )
    record(SCHOOL_ADDED, by=by, school=school, about=school)
    return school


def _free_slug(name: str) -> str:
    """A name for addresses that no other school has: the school's own, with a number where it is taken."""
    wanted = slugify(name)[:50] or "school"
    taken = set(School.objects.filter(slug__startswith=wanted).values_list("slug", flat=True))
    names = (f"{wanted}-{number}" for number in count(2))
    return wanted if wanted not in taken else next(one for one in names if one not in taken)

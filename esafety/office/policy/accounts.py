"""Which changes to an account need a second person, who that is, and how long they wait.

Source: domain/people-and-roles.md, "Roles (per school)" and rule 2; quality.md S10 (nobody alone can take over
another's account); reference/security.md AC-02, AC-03, V6.4.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import NamedTuple

from esafety.people.vocabulary import Role

INVITATION_OPEN_FOR = dt.timedelta(hours=72)
SIGN_IN_CHANGE_WAITS = dt.timedelta(hours=24)
"""Between the confirmation and the effect of a change to how somebody signs in: time to say "that was not me"."""
CHANGE_OPEN_FOR = dt.timedelta(days=14)
"""What nobody confirmed by then lapses: a confirmation must not meet a forgotten question."""
MOST_AT_ONCE = 200
"""Invitations in one go."""


class Confirmer(NamedTuple):
    """Whose account (None: everybody's), who confirms a change to it, and who while the school is being set up.

    `sign_in` says who else may confirm a change to how they sign in.
    """

    id: str
    post: Role | None
    by: tuple[Role, ...]
    founding: tuple[Role, ...]
    sign_in: tuple[Role, ...]
    because: str
    source: str


_R = Role

# fmt: off
CONFIRMERS: tuple[Confirmer, ...] = (
    Confirmer("chair",      _R.CHAIR,      (_R.VICE_CHAIR, _R.TRUST_ADMIN), (_R.HEAD,), (),
              "The chair decides matters about the head, so the head has no say in who it is", "C 4.1, C 4.4"),
    Confirmer("head",       _R.HEAD,       (_R.CHAIR, _R.VICE_CHAIR),       (),         (_R.TRUST_ADMIN,),
              "Matters about the head go to the chair of governors, or to who stands in for the chair", "C 4.1"),
    Confirmer("vice-chair", _R.VICE_CHAIR, (_R.CHAIR, _R.TRUST_ADMIN),      (_R.HEAD,), (),
              "The vice-chair stands in for the chair", "C 4.4"),
    Confirmer("any",        None,          (_R.HEAD,),                      (),         (_R.DSL, _R.TRUST_ADMIN),
              "The head answers for everybody else", "C 2.2.1"),
)
# fmt: on

NOT_LEFT_EMPTY: tuple[tuple[Role, str], ...] = (
    (Role.HEAD, "the head"),
    (Role.DSL, "the designated safeguarding lead"),
    (Role.SCHOOL_ADMIN, "the school administrator"),
)
"""Posts whose last holder is not taken away before another is there."""


def confirmer_of(posts: Collection[Role]) -> Confirmer:
    """The first row that fits somebody who holds, or is to hold, these posts."""
    return next(row for row in CONFIRMERS if row.post is None or row.post in posts)


def who_confirms(posts: Collection[Role], *, live: bool, sign_in: bool) -> tuple[Role, ...]:
    """The posts any holder of which may confirm a change to such an account."""
    row = confirmer_of(posts)
    return row.by + (() if live else row.founding) + (row.sign_in if sign_in else ())

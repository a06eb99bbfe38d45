"""Do the walls bind the role that serves? They do not bind an owner of tables, a superuser, or who may bypass them."""

from __future__ import annotations

from django.db import connection

from esafety.walls.plan import OUTSIDE, tables

_UNBOUND = (
    "SELECT rolsuper OR rolbypassrls OR EXISTS (SELECT 1 FROM pg_class "
    "WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND pg_has_role(relowner, 'MEMBER')) "
    "FROM pg_roles WHERE rolname = current_user"
)
_OPEN = "SELECT relname FROM pg_class WHERE relkind = 'r' AND relrowsecurity AND relnamespace = 'public'::regnamespace"


def binds() -> bool:
    """Whether the role we work as is bound by row-level security at all. Raises DatabaseError."""
    with connection.cursor() as cursor:
        cursor.execute(_UNBOUND)
        return cursor.fetchone() == (False,)


def without_wall() -> list[str]:
    """Tables that should have a wall and have none. Raises DatabaseError."""
    with connection.cursor() as cursor:
        cursor.execute(_OPEN)
        walled = {row[0] for row in cursor.fetchall()}
    needed = [one._meta.db_table for one in tables() if one._meta.label not in OUTSIDE]
    return sorted(set(needed) - walled)

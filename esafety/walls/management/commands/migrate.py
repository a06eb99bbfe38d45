"""`manage.py migrate`: Django's, as the owner of the tables, and then the walls."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.commands import migrate
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from esafety.walls import every_school, owner
from esafety.walls.raising import raise_walls


class Command(migrate.Command):
    """With `DATABASE_OWNER_URL`: works as the owner, then raises the walls for the role of `DATABASE_URL`."""

    def handle(self, *args: Any, **options: Any) -> None:
        """Migrate, then raise the walls."""
        with owner.as_owner(), every_school("steps that move data move all of it"):
            super().handle(*args, **options)
            if owner.is_known() and not options["plan"] and not options["check_unapplied"]:
                self._raise_walls()

    def _raise_walls(self) -> None:
        """They are made from the models, so they wait until every step is applied."""
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            self.stderr.write("Some steps are not applied: the walls are raised when they are.")
        else:
            raise_walls(settings.DATABASE_ROLE)

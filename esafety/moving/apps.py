"""The room of files that move between schools."""

from django.apps import AppConfig


class MovingConfig(AppConfig):
    """Registers what the ground floor must know."""

    name = "esafety.moving"
    verbose_name = "Files that move between schools"

    def ready(self) -> None:
        from esafety.moving import notices as _notices  # noqa: F401  # declared by being imported
        from esafety.moving import papers as _papers  # noqa: F401  # declared by being imported
        from esafety.moving import tasks
        from esafety.moving.demo import furnish
        from esafety.moving.queries import due_here
        from esafety.office.demo.rooms import furnished_by
        from esafety.outbox.schedule import every
        from incidents.lists.elsewhere import Room, also_due

        furnished_by(furnish)
        also_due(Room("Files for other schools", due_here))
        every(60, tasks.follow)

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
        from esafety.moving.queries_arrivals import arrivals_due, children_of
        from esafety.moving.received import entries_of_child
        from esafety.office.demo.rooms import furnished_by
        from esafety.outbox.schedule import every
        from incidents.lists.elsewhere import Room, also_due
        from incidents.record.received import Shelf, received_in

        furnished_by(furnish)
        also_due(Room("Files for other schools", due_here))
        also_due(Room("Files from other schools", arrivals_due))
        received_in(Shelf(children_of, entries_of_child))
        every(60, tasks.follow)

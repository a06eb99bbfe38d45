"""The trail: what was done and what was seen, append-only and chained."""

from typing import TYPE_CHECKING, Any

from esafety.audit.registry import Event, event

if TYPE_CHECKING:
    from esafety.audit.trail import note, record

__all__ = ["Event", "event", "note", "record"]


def __getattr__(name: str) -> Any:
    """`record` and `note` need the models, which are not there while applications load."""
    if name in {"record", "note"}:
        from esafety.audit import trail

        return getattr(trail, name)
    raise AttributeError(name)

"""The trail: what was done and what was seen, append-only and chained."""

from typing import TYPE_CHECKING, Any

from esafety.audit.registry import Event, event

if TYPE_CHECKING:
    from esafety.audit.trail import note, record, record_each

__all__ = ["Event", "event", "note", "record", "record_each"]


def __getattr__(name: str) -> Any:
    """What writes the trail needs its model, which is not there while applications load."""
    if name in {"record", "record_each", "note"}:
        from esafety.audit import trail

        return getattr(trail, name)
    raise AttributeError(name)

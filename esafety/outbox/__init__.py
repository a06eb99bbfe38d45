"""Messages owed: promised in the act's own transaction, kept after it."""

from typing import TYPE_CHECKING, Any

from esafety.outbox.bell import ring
from esafety.outbox.notices import Notice, declare_notice
from esafety.outbox.registry import owed_by
from esafety.outbox.schedule import every

if TYPE_CHECKING:
    from esafety.outbox.owing import owe

__all__ = ["Notice", "declare_notice", "every", "owe", "owed_by", "ring"]


def __getattr__(name: str) -> Any:
    """`owe` needs the models, which are not there while applications load."""
    if name == "owe":
        from esafety.outbox.owing import owe

        return owe
    raise AttributeError(name)

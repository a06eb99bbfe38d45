"""A form that somebody else overtook: it stays as typed and can be sent again."""

from __future__ import annotations

from typing import Any

from esafety.access.refusals import NotNow, Stale


def overtaken(form: Any, stale: Stale[Any]) -> NotNow:
    """Let the form carry the version that stands now, and say what happened."""
    typed = form.data.copy()
    typed[form.add_prefix("version")] = str(stale.record.version)
    form.data = typed
    return NotNow(str(stale))

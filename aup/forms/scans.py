"""The scan of a signed paper, and opening one that no virus scanner has seen."""

from __future__ import annotations

from typing import Any

from esafety.papers.receiving.forms import ScanForm
from esafety.ui import fields
from esafety.ui.forms import Form


class PaperScanForm(ScanForm):
    """One page, one promise."""


class OpenScanForm(Form):
    """Whoever opens a file that was not checked says that they know."""

    known = fields.Tick(
        label="I know that this file was not checked for viruses",
        missing="Tick the box to open a file that was not checked",
    )

    def __init__(self, *args: Any, unchecked: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not unchecked:
            del self.fields["known"]

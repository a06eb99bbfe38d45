"""Lines of a CSV file (RFC 4180) that no spreadsheet program takes for a formula."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence

_FORMULA = re.compile(r"[\s\0\u200b-\u200f\u2060\ufeff]*[=+\-@\t\r\0＝＋－＠]")
"""What makes Excel, LibreOffice or Google Sheets compute a cell: also full width, also after spaces."""


def guarded(text: str) -> str:
    """The text, with an apostrophe before it when it could start a formula."""
    return f"'{text}" if _FORMULA.match(text) else text


def line(cells: Sequence[str | int]) -> str:
    """One line, ended as the standard wants."""
    made = io.StringIO()
    csv.writer(made, lineterminator="\r\n").writerow([guarded(str(cell)) for cell in cells])
    return made.getvalue()

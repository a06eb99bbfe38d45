"""A QR code as a drawing in the page: no picture is fetched and none is kept."""

from __future__ import annotations

from typing import NamedTuple

import qrcode

QUIET_ZONE = 4
"""Empty squares round a code, as its standard wants."""


class Squares(NamedTuple):
    """A square drawing: its width in squares, and one SVG path in units of one square."""

    size: int
    path: str


def qr_code(text: str) -> Squares:
    """The code that a phone reads as `text`."""
    made = qrcode.QRCode(border=QUIET_ZONE, error_correction=qrcode.constants.ERROR_CORRECT_M)
    made.add_data(text)
    made.make(fit=True)
    rows = made.get_matrix()
    path = "".join(
        f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, is_dark in enumerate(row) if is_dark
    )
    return Squares(len(rows), path)

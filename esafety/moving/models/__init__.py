"""What this room keeps."""

from esafety.moving.models.arrival import (
    Arrival,
    ArrivalEntry,
    ArrivalFile,
    ArrivalNamed,
    ArrivalPlacing,
    TransferReceived,
)
from esafety.moving.models.transfer import Transfer, TransferPart

__all__ = [
    "Arrival",
    "ArrivalEntry",
    "ArrivalFile",
    "ArrivalNamed",
    "ArrivalPlacing",
    "Transfer",
    "TransferPart",
    "TransferReceived",
]

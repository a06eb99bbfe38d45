"""What this room keeps."""

from esafety.moving.models.transfer import Transfer, TransferPart

__all__ = ["Transfer", "TransferPart"]

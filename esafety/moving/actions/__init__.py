"""What is done with files that move between schools."""

from esafety.moving.actions.following import enter_receipt, remind_of_transfers, stop_transfer, take_receipts
from esafety.moving.actions.sending import begin_transfer, choose_contents, send_transfer

__all__ = [
    "begin_transfer",
    "choose_contents",
    "enter_receipt",
    "remind_of_transfers",
    "send_transfer",
    "stop_transfer",
    "take_receipts",
]

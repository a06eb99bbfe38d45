"""What is done with files that move between schools."""

from esafety.moving.actions.arriving import describe_arrival, discard_arrival, open_arrival, receive_file
from esafety.moving.actions.following import enter_receipt, remind_of_transfers, stop_transfer, take_receipts
from esafety.moving.actions.sending import begin_transfer, choose_contents, send_transfer
from esafety.moving.actions.taking_in import (
    doubt_arrival_file,
    open_arrival_file,
    take_arrival_in,
    take_arrival_out,
)

__all__ = [
    "begin_transfer",
    "choose_contents",
    "describe_arrival",
    "discard_arrival",
    "doubt_arrival_file",
    "enter_receipt",
    "open_arrival",
    "open_arrival_file",
    "receive_file",
    "remind_of_transfers",
    "send_transfer",
    "stop_transfer",
    "take_arrival_in",
    "take_arrival_out",
    "take_receipts",
]

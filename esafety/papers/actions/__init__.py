"""What people do with papers."""

from esafety.papers.actions.allow_upload import allow_upload
from esafety.papers.actions.close_link import close_link
from esafety.papers.actions.send_document import Sent, send_document
from esafety.papers.actions.set_aside import set_aside
from esafety.papers.actions.try_again import try_again
from esafety.papers.actions.want import want

__all__ = [
    "Sent",
    "allow_upload",
    "close_link",
    "send_document",
    "set_aside",
    "try_again",
    "want",
]

"""What people do with papers."""

from esafety.papers.actions.close_link import close_link
from esafety.papers.actions.send_document import Sent, send_document
from esafety.papers.actions.try_again import try_again
from esafety.papers.actions.want import want

__all__ = ["Sent", "close_link", "send_document", "try_again", "want"]

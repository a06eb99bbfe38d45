"""Kept files, papers, links to one document, and what came from outside."""

from esafety.papers.models.document_link import DocumentLink
from esafety.papers.models.paper import Paper
from esafety.papers.models.received_file import ReceivedFile
from esafety.papers.models.stored_file import StoredFile
from esafety.papers.models.upload_permit import UploadPermit

__all__ = ["DocumentLink", "Paper", "ReceivedFile", "StoredFile", "UploadPermit"]

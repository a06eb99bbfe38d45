"""Kept files, papers, and links to one document."""

from esafety.papers.models.document_link import DocumentLink
from esafety.papers.models.paper import Paper
from esafety.papers.models.stored_file import StoredFile

__all__ = ["DocumentLink", "Paper", "StoredFile"]

"""The shape of an invitation to one record."""

from esafety.access.models.invitation import Invitation

__all__ = ["Invitation"]

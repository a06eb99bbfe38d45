"""The trail's one table."""

from esafety.audit.models.audit_event import AuditEvent

__all__ = ["AuditEvent"]

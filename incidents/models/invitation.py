"""An incident opened to one colleague."""

from django.db import models

from esafety.access.models import Invitation
from incidents.models.incident import Incident


class IncidentInvitation(Invitation):
    """One row opens one incident to one account (guardian's direct table). Written by `esafety.access.grants`."""

    content_object = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="invitations")

    class Meta(Invitation.Meta):
        indexes = [models.Index(fields=("user", "content_object", "until"), name="invitation_user")]

"""What the doors write in the trail."""

from esafety.audit import event

REFUSED = event("access.refused", "{actor} was refused: {capability}")
INVITED = event("access.invited", "{actor} shared {about} with {account}")
INVITATION_ENDED = event("access.invitation_ended", "{actor} stopped sharing {about} with {account}")

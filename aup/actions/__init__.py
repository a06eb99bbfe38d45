"""What happens in this room, one verb a function."""

from aup.actions.campaigns import (
    begin_reminders,
    change_campaign,
    close_campaign,
    draft_campaign,
    send_link_again,
    start_campaign,
)
from aup.actions.classes import close_class_session, confirm_pupil, open_class_session
from aup.actions.signing import change_consents, sign

__all__ = [
    "begin_reminders",
    "change_campaign",
    "change_consents",
    "close_campaign",
    "close_class_session",
    "confirm_pupil",
    "draft_campaign",
    "open_class_session",
    "send_link_again",
    "sign",
    "start_campaign",
]

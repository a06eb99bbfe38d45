"""What the school office does: people, accounts, posts, calendar, contacts."""

from esafety.office.actions.accounts import add_account, end_post, give_post, move_post
from esafety.office.actions.calendar import (
    add_closure,
    add_term,
    change_closure,
    change_term,
    chase_calendar,
    copy_year,
    remove_closure,
    remove_term,
)
from esafety.office.actions.changes import (
    ask_for_email,
    ask_for_post,
    ask_for_reset,
    ask_to_end_post,
    ask_to_leave,
    ask_to_move_post,
    carry_out_changes,
    confirm_change,
    decline_change,
    stop_change,
)
from esafety.office.actions.contacts import add_contact
from esafety.office.actions.duty import add_absence, end_absence, order_duty
from esafety.office.actions.founding import appoint_administrator, found_school, go_live, test_mail
from esafety.office.actions.invitations import (
    accept_invitation,
    invite_account,
    invite_again,
    invite_staff,
    revoke_invitation,
)
from esafety.office.actions.people import add_guardian, add_person, declare_connection
from esafety.office.actions.school import add_school
from esafety.office.actions.sign_in import (
    leave_second_step,
    note_provider_checked,
    set_sign_in_provider,
    turn_passwords_off,
    turn_passwords_on,
    turn_provider_off,
    turn_provider_on,
    untie_sign_in,
)

__all__ = [
    "remove_term",
    "remove_closure",
    "copy_year",
    "chase_calendar",
    "change_term",
    "change_closure",
    "accept_invitation",
    "add_absence",
    "add_account",
    "add_closure",
    "add_contact",
    "add_guardian",
    "add_person",
    "add_school",
    "add_term",
    "appoint_administrator",
    "ask_for_email",
    "ask_for_post",
    "ask_for_reset",
    "ask_to_end_post",
    "ask_to_leave",
    "ask_to_move_post",
    "carry_out_changes",
    "confirm_change",
    "declare_connection",
    "decline_change",
    "end_absence",
    "end_post",
    "found_school",
    "give_post",
    "go_live",
    "invite_account",
    "invite_again",
    "invite_staff",
    "leave_second_step",
    "move_post",
    "note_provider_checked",
    "order_duty",
    "revoke_invitation",
    "set_sign_in_provider",
    "stop_change",
    "test_mail",
    "turn_passwords_off",
    "turn_passwords_on",
    "turn_provider_off",
    "turn_provider_on",
    "untie_sign_in",
]

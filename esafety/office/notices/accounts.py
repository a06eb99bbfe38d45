"""Mails about accounts: an invitation, a change that waits for a second person, a change to how somebody signs in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse

from esafety.access.capabilities import Capability as C
from esafety.access.roles import may, schools_of
from esafety.office.access.accounts import CHANGES, SIGN_IN
from esafety.office.models import AccountChange, AccountInvitation
from esafety.office.vocabulary import ChangeStage
from esafety.outbox.notices import Notice, declare_notice
from esafety.people.models import ExternalContact, School, User

if TYPE_CHECKING:
    from collections.abc import Callable

_STOP = "\n\n{link}\n\nDid you not expect this? Open the link and stop it, and tell the head or the chair of governors."


def _is_invited(about: AccountInvitation, to: User | ExternalContact) -> bool:
    return about.user_id == to.pk and about.is_open


def _is_here(about: School, to: User | ExternalContact) -> bool:
    return isinstance(to, User) and about.pk in schools_of(to)


def _decides(about: AccountChange, to: User | ExternalContact) -> bool:
    return isinstance(to, User) and CHANGES.allows(to, C.MANAGE_ACCOUNTS, about)


def _may_confirm(about: AccountChange, to: User | ExternalContact) -> bool:
    waiting = about.stage == ChangeStage.WAITING
    return waiting and isinstance(to, User) and CHANGES.allows(to, C.CONFIRM_ACCOUNTS, about)


def _may_stop(about: AccountChange, to: User | ExternalContact) -> bool:
    return about.user_id == to.pk and about.kind in SIGN_IN and about.is_open


def _is_done(about: AccountChange, to: User | ExternalContact) -> bool:
    return about.user_id == to.pk and about.stage == ChangeStage.DONE


def _manages(about: Any, user: User) -> bool:
    school = about if isinstance(about, School) else about.school
    return may(user, C.MANAGE_ACCOUNTS, school) and getattr(about, "user_id", None) != user.pk


def _notice(
    code: str, title: str, subject: str, body: str, may_receive: Callable[..., bool], path: Any, **more: Any
) -> Notice:
    return declare_notice(
        Notice(
            code=f"office.{code}",
            title=title,
            subject=subject,
            body=body,
            may_receive=may_receive,
            may_see=_manages,
            path=path,
            **more,
        )
    )


# fmt: off
INVITED = _notice("invited", "An invitation to an account", "{school}: you have been invited",
                  "You have been invited to an account at {school}. Open the link within three days and choose a "
                  "password.\n\n{link}\n\nIf you did not expect this, ring the school office.\n",
                  _is_invited, lambda about: about.path, opens_account=True)
JOINED = _notice("joined", "An account joined a school", "{school}: you can now work here too",
                 "Your account now opens {school} too. Sign in as you always do.\n\n{link}\n",
                 _is_here, lambda about: "/")
CHANGE_WAITING = _notice("change_waiting", "A change to an account waits for confirmation",
                         "{school}: a change to an account waits for you",
                         "Somebody asked for a change to an account. It waits for a second person: you, or another who "
                         "may confirm it.\n\n{link}\n\nSign in to read it.\n",
                         _may_confirm, lambda about: about.get_absolute_url())
CHANGE_CONFIRMED = _notice("change_confirmed", "A change to how somebody signs in was confirmed",
                           "{school}: a change to how somebody signs in was confirmed",
                           "It takes effect a day from now. Until then it can be stopped.\n\n{link}\n\nSign in to read "
                           "it.\n", _decides, lambda about: about.get_absolute_url())
CHANGE_DONE = _notice("change_done", "A change to how somebody signs in took effect",
                      "{school}: a change to how somebody signs in took effect",
                      "A change to how somebody signs in took effect.\n\n{link}\n\nSign in to read it.\n",
                      _decides, lambda about: about.get_absolute_url())
SIGN_IN_ASKED = _notice("sign_in_asked", "Somebody was told that a change to their sign-in was asked for",
                        "{school}: a change to how you sign in was asked for",
                        "A change to how you sign in was asked for. If a second person confirms it, it takes effect a "
                        "day later." + _STOP, _may_stop, lambda about: about.stop_path)
SIGN_IN_CONFIRMED = _notice("sign_in_confirmed", "Somebody was told that a change to their sign-in was confirmed",
                            "{school}: how you sign in changes tomorrow",
                            "A change to how you sign in was confirmed. It takes effect a day from now." + _STOP,
                            _may_stop, lambda about: about.stop_path)
SIGN_IN_DONE = _notice("sign_in_done", "Somebody was told that their sign-in has changed",
                       "{school}: how you sign in has changed",
                       "How you sign in has changed, as announced. You are signed out everywhere. Sign in again; you "
                       "are then asked for what is missing.\n\n{link}\n",
                       _is_done, lambda about: reverse("account_login"))
MAIL_TEST = _notice("mail_test", "A test of the mail", "{school}: the mail works",
                    "You asked for this message to see whether mail from {school} arrives. It does.\n\n{link}\n",
                    _is_here, lambda about: reverse("set_up"))
# fmt: on

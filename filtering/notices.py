"""Which event tells whom, and the fixed words of each mail. No name, no address of a site, no matter.

Source: domain/filtering.md, "Life" and "Checks"; domain/routing.md, "Notifications".
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse

from esafety.access.capabilities import Capability as C
from esafety.access.conflict import conflicted_person_ids
from esafety.access.roles import may
from esafety.outbox.notices import Notice, declare_notice
from esafety.people.models import ExternalContact, User
from esafety.people.vocabulary import ContactKind
from filtering.access import LOOKS, REQUESTS
from filtering.links import token_of
from filtering.models import Authorisation, FilteringRequest

if TYPE_CHECKING:
    from collections.abc import Callable

    from filtering.models import CheckPlan, CheckResult, YearlyReview

_END = "\n\n{link}\n\nSign in to read it. This message holds no details, on purpose.\n"


def _sees(about: FilteringRequest, to: User | ExternalContact) -> bool:
    return isinstance(to, User) and REQUESTS.allows(to, C.REQUEST_FILTERING, about)


def _decides(about: FilteringRequest, to: User | ExternalContact) -> bool:
    return isinstance(to, User) and REQUESTS.allows(to, C.DECIDE_FILTERING, about)


def _officer(about: FilteringRequest, to: User | ExternalContact) -> bool:
    return isinstance(to, User) and any(
        REQUESTS.allows(to, one, about) for one in (C.DECIDE_FILTERING, C.RUN_FILTERING)
    )


def _asked(about: FilteringRequest, to: User | ExternalContact) -> bool:
    return _sees(about, to) and about.asked_by_id == to.pk


def _is_provider(about: FilteringRequest, to: User | ExternalContact) -> bool:
    """The help desk of the school's filter, while there is something for it to do."""
    if not isinstance(to, ExternalContact) or to.kind != ContactKind.FILTERING:
        return False
    return to.school_id == about.school_id and about.is_alive and bool(about.token_hash)


def _page(about: Any) -> str:
    path: str = about.get_absolute_url()
    return path


def _request(code: str, title: str, opening: str, may_receive: Callable[..., bool]) -> Notice:
    return declare_notice(
        Notice(
            code=f"filtering.{code}",
            title=title,
            subject=f"{{school}}: {title[0].lower()}{title[1:]} ({{reference}})",
            body=opening + _END,
            may_receive=may_receive,
            may_see=_sees,
            is_hidden_from=lambda about, user: False,
            path=_page,
            may_wait=lambda about: not about.was_acted_on_first,
        )
    )


TO_DECIDE = _request(
    "to_decide",
    "A request about the filter waits for you",
    "A request about the filter waits for a decision: {reference}.",
    _decides,
)
SECOND_NEEDED = _request(
    "second_needed",
    "A request about the filter needs a second approver",
    "A colleague agreed to a request about the filter. A second person must agree as well: {reference}.",
    _decides,
)
DECIDED = _request(
    "decided", "Your request about the filter was decided", "Your request {reference} was decided.", _asked
)
TO_CARRY_OUT = _request(
    "to_carry_out",
    "A change to the filter is to be made",
    "A change to the filter was agreed and is to be made: {reference}.",
    _officer,
)
CARRIED_OUT = _request(
    "carried_out",
    "Your request about the filter was carried out",
    "Your request {reference} was carried out.",
    _asked,
)
ENDING = _request(
    "ending",
    "An exception of the filter ends",
    "An exception of the filter ends, or should have ended: {reference}. You hear of it until somebody has closed it "
    "and looked whether it is shut.",
    _sees,
)
ENDED = _request(
    "ended",
    "Your exception of the filter has ended",
    "The time of your exception {reference} is over and it is being closed. Ask for more time if the class still needs "
    "it.",
    _asked,
)
TO_REVIEW = _request(
    "to_review",
    "An emergency block waits to be reviewed",
    "A site was blocked at once. Somebody else who decides on filtering must look at it by the end of the next school "
    "day: {reference}.",
    _decides,
)


def _instruction(about: FilteringRequest) -> str:
    return reverse("filtering_instruction", kwargs={"token": token_of(about)})


_END_OUTSIDE = (
    "\n\n{link}\n\nThe page shows the addresses as text. If you did not expect this, ring the school.\n"
)


def _provider(code: str, title: str, body: str) -> Notice:
    return declare_notice(
        Notice(
            code=f"filtering.{code}",
            title=title,
            subject=f"{{school}}: {title[0].lower()}{title[1:]} ({{reference}})",
            body=body
            + "\n\n{link}\n\nThe page shows the addresses as text. If you did not expect this, ring the school.\n",
            may_receive=_is_provider,
            may_see=_sees,
            is_hidden_from=lambda about, user: False,
            path=_instruction,
        )
    )


PROVIDER_DO = _provider(
    "provider_do",
    "A change to our filter, please",
    "Please make the change to our filter that this page describes, reference {reference}.",
)
PROVIDER_ENDING = _provider(
    "provider_ending",
    "An exception of our filter ends",
    "Exception {reference} ends on the day that this page names. Please be ready to close it.",
)
PROVIDER_CLOSE = _provider(
    "provider_close",
    "Please close this exception now",
    "The time of exception {reference} is over or it is no longer needed. Please close it now and tell the school.",
)


# -- checks and the yearly review ------------------------------------------------------------------


def _checks(about: CheckPlan | CheckResult, to: User | ExternalContact) -> bool:
    return isinstance(to, User) and may(to, C.RUN_FILTERING, _school_id(about))


def _school_id(about: Any) -> int:
    found: int = about.school_id if hasattr(about, "school_id") else about.check_done.school_id
    return found


CHECK_MISSED = declare_notice(
    Notice(
        code="filtering.check_missed",
        title="A check of the filter was missed",
        subject="{school}: a check of the filter was missed",
        body="The day of the check of the filter is past. Two people check it together:" + _END,
        may_receive=_checks,
        path=lambda about: reverse("filtering_checks"),
        may_wait=lambda about: True,
    )
)
FAULT_OPEN = declare_notice(
    Notice(
        code="filtering.fault_open",
        title="A fault of the filter is not put right",
        subject="{school}: a fault of the filter is not put right",
        body="A check found that the filter lets something through, and it is not put right yet:" + _END,
        may_receive=_checks,
        path=lambda about: about.check_done.get_absolute_url(),
    )
)


def _signs(about: YearlyReview, to: User | ExternalContact) -> bool:
    return isinstance(to, User) and may(to, C.SIGN_FILTERING_YEAR, about.school_id)


YEAR_TO_SIGN = declare_notice(
    Notice(
        code="filtering.year_to_sign",
        title="The yearly review of filtering waits for your signature",
        subject="{school}: the yearly review of filtering waits for your signature",
        body="The yearly review of filtering and monitoring is written and waits for your signature:" + _END,
        may_receive=_signs,
        path=_page,
        may_wait=lambda about: True,
    )
)


# -- looking into somebody's activity: never to whoever it concerns ---------------------------------


def _look(code: str, title: str, opening: str, needs: C) -> Notice:
    def may_receive(about: Authorisation, to: User | ExternalContact) -> bool:
        return isinstance(to, User) and LOOKS.allows(to, needs, about)

    return declare_notice(
        Notice(
            code=f"filtering.{code}",
            title=title,
            subject="{school}: an item needs you ({reference})",
            body=opening + _END,
            may_receive=may_receive,
            may_see=lambda about, user: LOOKS.allows(user, C.SEE_LOOKS, about),
            is_hidden_from=lambda about, user: about.concerns_id in conflicted_person_ids(user),
            path=_page,
        )
    )


LOOK_TO_DECIDE = _look(
    "look_to_decide",
    "An item needs a decision",
    "An item needs a decision of yours: {reference}.",
    C.DECIDE_LOOKS,
)
LOOK_DECIDED = _look(
    "look_decided", "An item was decided", "An item you asked about was decided: {reference}.", C.SEE_LOOKS
)
LOOK_TO_DO = _look(
    "look_to_do",
    "An item was given to you",
    "An item was given to you in writing: {reference}.",
    C.RUN_FILTERING,
)
LOOK_DONE = _look(
    "look_done",
    "An item was carried out",
    "An item you asked about was carried out: {reference}.",
    C.SEE_LOOKS,
)

"""What the invented school lends: a laptop for every class teacher, some things from the cupboard."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, NamedTuple

from esafety.office import actions
from esafety.office.vocabulary import Condition, DeviceState
from esafety.office.vocabulary import DeviceKind as K

if TYPE_CHECKING:
    from esafety.office.demo.founding import Roster


class Lent(NamedTuple):
    """A device: its tag, what it is, who has it since how many days, and in how many it is due back (None: no day)."""

    tag: str
    kind: K
    description: str
    who: str = ""
    since: int = 0
    due_in: int | None = None
    state: DeviceState = DeviceState.IN_SERVICE


# fmt: off
DEVICES: tuple[Lent, ...] = (
    Lent("LAP-0101", K.LAPTOP,  "14 inch, black",        "head",         80),
    Lent("LAP-0102", K.LAPTOP,  "14 inch, black",        "dsl",          80),
    Lent("LAP-0103", K.LAPTOP,  "14 inch, black",        "co_ordinator", 80),
    Lent("LAP-0104", K.LAPTOP,  "14 inch, black",        "teacher",      80),
    Lent("LAP-0105", K.LAPTOP,  "14 inch, black",        "teacher_6h",   80),
    Lent("LAP-0106", K.LAPTOP,  "14 inch, black",        "teacher_5k",   80),
    Lent("LAP-0107", K.LAPTOP,  "14 inch, black, spare"),
    Lent("LAP-0088", K.LAPTOP,  "13 inch, hinge broken", state=DeviceState.WITHDRAWN),
    Lent("TAB-0031", K.TABLET,  "10 inch, blue case",    "senco",        40, 30),
    Lent("TAB-0032", K.TABLET,  "10 inch, blue case",    "coach",        30, -9),
    Lent("TAB-0033", K.TABLET,  "10 inch, blue case"),
    Lent("CAM-0004", K.CAMERA,  "Waterproof",            "teacher_4h",    6, -1),
    Lent("PHO-0002", K.PHONE,   "For school trips",      "teacher_3k",    2, 3),
    Lent("USB-0012", K.STORAGE, "Encrypted, 64 GB",      "business_manager", 200),
    Lent("USB-0009", K.STORAGE, "Encrypted, 32 GB",      state=DeviceState.LOST),
)
# fmt: on


def enter_devices(roster: Roster, today: dt.date) -> None:
    """Every device, and whoever has it."""
    by = roster.users["network_manager"]
    for one in DEVICES:
        device = actions.add_device(
            school=roster.school,
            asset_tag=one.tag,
            kind=one.kind,
            description=one.description,
            serial_number="",
            by=by,
        )
        if one.who:
            actions.sign_device_out(
                device=device,
                person=roster.persons[one.who],
                out_on=today - dt.timedelta(days=one.since),
                due_back=None if one.due_in is None else today + dt.timedelta(days=one.due_in),
                condition=Condition.GOOD,
                note="",
                by=by,
            )
        if one.state != DeviceState.IN_SERVICE:
            actions.set_device_state(device=device, state=one.state, by=by)

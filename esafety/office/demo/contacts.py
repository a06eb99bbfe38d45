"""Whom the invented school can reach outside. Numbers are from the ranges kept free for fiction."""

from __future__ import annotations

from typing import NamedTuple

from esafety.people.vocabulary import ContactKind as K


class Contact(NamedTuple):
    """One entry of the directory; `checked_days_ago` None: nobody has ever checked it."""

    kind: K
    name: str
    email: str
    telephone: str
    out_of_hours: str
    secure_mail_note: str
    checked_days_ago: int | None


# fmt: off
CONTACTS: tuple[Contact, ...] = (
    Contact(K.LADO, "Duty LADO, Wharfshire Council", "lado@wharfshire.example", "01632 960201", "01632 960299",
            "Telephone first. Send nothing until they have given you a secure address.", 61),
    Contact(K.AUTHORITY_OFFICER, "Simon Kettle, online safety officer", "online.safety@wharfshire.example",
            "01632 960202", "", "Copies go as a link that opens with words told by telephone.", 61),
    Contact(K.SOCIAL_CARE, "Children's front door, Wharfshire Council", "frontdoor@wharfshire.example",
            "01632 960203", "01632 960299", "Out of hours: the emergency duty team.", 61),
    Contact(K.POLICE_EMERGENCY, "Police", "", "999", "999", "", 61),
    Contact(K.POLICE_LOCAL, "Larkfield neighbourhood team", "larkfield.npt@police.example", "101", "101", "", 202),
    Contact(K.POLICE_CYBER, "Regional cyber crime unit", "cyber@police.example", "01632 960207",
            "", "", 202),
    Contact(K.CHANNEL, "Prevent education officer", "prevent@wharfshire.example", "01632 960208", "", "", 430),
    Contact(K.IWF, "Internet Watch Foundation", "", "", "",
            "Report an address on their website. Never send a picture.", 61),
    Contact(K.CEOP, "CEOP", "", "", "", "Report on their website; a child can do so too.", 61),
    Contact(K.FILTERING, "Clearway help desk", "help@clearway.example", "01632 960211", "01632 960212",
            "Quote the school's number, kept in the office.", 61),
    Contact(K.SCHOOLS_HR, "Schools HR, Wharfshire Council", "schools.hr@wharfshire.example", "01632 960213",
            "", "", 388),
    Contact(K.UNION, "Regional office of the teaching union", "", "01632 960214", "", "", None),
    Contact(K.HELPLINE, "Professionals Online Safety Helpline", "", "01632 960215", "", "", 61),
)
# fmt: on

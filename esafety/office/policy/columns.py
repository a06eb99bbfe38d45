"""What the columns of a school's information system are called, and which of our fields each fills.

A heading is folded ("Legal Surname " → "legal surname"), its words for whose column it is are taken off
("Pupil", "Guardian 2"), and the rest is looked up in the table. A heading that nobody knows is shown to the
person who brings the file in; what they choose is remembered.

Sources of the names: SIMS: columns of its report designer as integrators ask for them (Adno, Reg Group, Legal
Surname, Priority, Parental Responsibility T/F). Arbor: its help centre, "Bulk import … email addresses" and
custom reports (Legal first name, Registration form, Primary guardian). Bromcom: docs.bromcom.com, "How to add
a new contact" (Contact Priority, Parental Responsibility, Court Order Restricted Access, Tutor Group).
DfE: tags of the Common Transfer File and items of the Common Basic Data Set.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from django.db.models import TextChoices

from esafety.people.queries import folded


class Field(TextChoices):
    """What a column can fill. Those of a contact may come several times, numbered: `c_email.2`."""

    UPN = "upn", "Unique pupil number (UPN)"
    SOURCE_ID = "source_id", "Admission number or staff code"
    FAMILY_NAME = "family_name", "Family name (legal)"
    GIVEN_NAME = "given_name", "First name (legal)"
    BOTH_NAMES = "both_names", "Family name and first name in one"
    KNOWN_AS_FAMILY = "known_as_family", "Family name they use"
    KNOWN_AS = "known_as", "First name they use"
    BORN_ON = "born_on", "Date of birth"
    YEAR_GROUP = "year_group", "Year group"
    CLASS_NAME = "class_name", "Class or registration group"
    EMAIL = "email", "Email"
    TELEPHONE = "telephone", "Telephone"
    LEFT_ON = "left_on", "Date of leaving"
    C_SOURCE_ID = "c_source_id", "Contact: their number in your system"
    C_FAMILY_NAME = "c_family_name", "Contact: family name"
    C_GIVEN_NAME = "c_given_name", "Contact: first name"
    C_BOTH_NAMES = "c_both_names", "Contact: both names in one"
    C_RELATIONSHIP = "c_relationship", "Contact: relationship to the pupil"
    C_PRIORITY = "c_priority", "Contact: who is called first"
    C_RESPONSIBILITY = "c_responsibility", "Contact: parental responsibility"
    C_NO_CONTACT = "c_no_contact", "Contact: a court order forbids contact"
    C_EMAIL = "c_email", "Contact: email"
    C_TELEPHONE = "c_telephone", "Contact: telephone"


class Name(NamedTuple):
    """One heading: what it fills on the person, what on a contact (nothing: never theirs), and who writes it."""

    heading: str
    person: Field | None
    contact: Field | None
    written_by: str


_F = Field

# fmt: off
NAMES: tuple[Name, ...] = (
    Name("upn",                            _F.UPN,             None,                "SIMS, Arbor, Bromcom, DfE"),
    Name("unique number",                  _F.UPN,             None,                "SIMS"),
    Name("adno",                           _F.SOURCE_ID,       None,                "SIMS"),
    Name("admission number",               _F.SOURCE_ID,       None,                "SIMS, Bromcom"),
    Name("admission no",                   _F.SOURCE_ID,       None,                "SIMS"),
    Name("arbor id",                       _F.SOURCE_ID,       _F.C_SOURCE_ID,      "Arbor"),
    Name("id",                             _F.SOURCE_ID,       _F.C_SOURCE_ID,      "Arbor, Bromcom"),
    Name("person id",                      _F.SOURCE_ID,       _F.C_SOURCE_ID,      "SIMS, Bromcom"),
    Name("personid",                       _F.SOURCE_ID,       _F.C_SOURCE_ID,      "Bromcom"),
    Name("code",                           _F.SOURCE_ID,       None,                "SIMS"),
    Name("payroll number",                 _F.SOURCE_ID,       None,                "Arbor, Bromcom"),
    Name("surname",                        _F.FAMILY_NAME,     _F.C_FAMILY_NAME,    "SIMS, DfE"),
    Name("last name",                      _F.FAMILY_NAME,     _F.C_FAMILY_NAME,    "Arbor, Bromcom"),
    Name("lastname",                       _F.FAMILY_NAME,     _F.C_FAMILY_NAME,    "Bromcom"),
    Name("family name",                    _F.FAMILY_NAME,     _F.C_FAMILY_NAME,    "ours"),
    Name("legal surname",                  _F.FAMILY_NAME,     _F.C_FAMILY_NAME,    "SIMS, Bromcom"),
    Name("legal last name",                _F.FAMILY_NAME,     _F.C_FAMILY_NAME,    "Arbor"),
    Name("legal family name",              _F.FAMILY_NAME,     _F.C_FAMILY_NAME,    "ours"),
    Name("forename",                       _F.GIVEN_NAME,      _F.C_GIVEN_NAME,     "SIMS, DfE"),
    Name("first name",                     _F.GIVEN_NAME,      _F.C_GIVEN_NAME,     "Arbor, Bromcom"),
    Name("firstname",                      _F.GIVEN_NAME,      _F.C_GIVEN_NAME,     "Bromcom"),
    Name("given name",                     _F.GIVEN_NAME,      _F.C_GIVEN_NAME,     "ours"),
    Name("legal forename",                 _F.GIVEN_NAME,      _F.C_GIVEN_NAME,     "SIMS, Bromcom"),
    Name("legal first name",               _F.GIVEN_NAME,      _F.C_GIVEN_NAME,     "Arbor"),
    Name("legal given name",               _F.GIVEN_NAME,      _F.C_GIVEN_NAME,     "ours"),
    Name("surname forename",               _F.BOTH_NAMES,      _F.C_BOTH_NAMES,     "SIMS"),
    Name("name",                           _F.BOTH_NAMES,      _F.C_BOTH_NAMES,     "SIMS, Arbor"),
    Name("full name",                      _F.BOTH_NAMES,      _F.C_BOTH_NAMES,     "Arbor, Bromcom"),
    Name("preferred surname",              _F.KNOWN_AS_FAMILY, None,                "SIMS, DfE"),
    Name("preferred last name",            _F.KNOWN_AS_FAMILY, None,                "Arbor, Bromcom"),
    Name("preferred family name",          _F.KNOWN_AS_FAMILY, None,                "ours"),
    Name("preferred forename",             _F.KNOWN_AS,        None,                "SIMS, DfE"),
    Name("preferred first name",           _F.KNOWN_AS,        None,                "Arbor, Bromcom"),
    Name("preferred given name",           _F.KNOWN_AS,        None,                "ours"),
    Name("known as",                       _F.KNOWN_AS,        None,                "Bromcom"),
    Name("dob",                            _F.BORN_ON,         None,                "SIMS, DfE"),
    Name("date of birth",                  _F.BORN_ON,         None,                "SIMS, Arbor, Bromcom"),
    Name("birth date",                     _F.BORN_ON,         None,                "Arbor"),
    Name("year",                           _F.YEAR_GROUP,      None,                "SIMS"),
    Name("year group",                     _F.YEAR_GROUP,      None,                "SIMS, Arbor, Bromcom"),
    Name("nc year",                        _F.YEAR_GROUP,      None,                "SIMS"),
    Name("nc year actual",                 _F.YEAR_GROUP,      None,                "DfE"),
    Name("curriculum year",                _F.YEAR_GROUP,      None,                "SIMS"),
    Name("reg",                            _F.CLASS_NAME,      None,                "SIMS"),
    Name("reg group",                      _F.CLASS_NAME,      None,                "SIMS, DfE"),
    Name("registration group",             _F.CLASS_NAME,      None,                "SIMS"),
    Name("registration form",              _F.CLASS_NAME,      None,                "Arbor"),
    Name("form",                           _F.CLASS_NAME,      None,                "Arbor"),
    Name("class",                          _F.CLASS_NAME,      None,                "ours"),
    Name("tutor group",                    _F.CLASS_NAME,      None,                "Bromcom"),
    Name("email",                          _F.EMAIL,           _F.C_EMAIL,          "Arbor, Bromcom, DfE"),
    Name("e mail",                         _F.EMAIL,           _F.C_EMAIL,          "ours"),
    Name("email address",                  _F.EMAIL,           _F.C_EMAIL,          "SIMS, Arbor"),
    Name("primary email",                  _F.EMAIL,           _F.C_EMAIL,          "SIMS"),
    Name("home email",                     _F.EMAIL,           _F.C_EMAIL,          "SIMS"),
    Name("work email",                     _F.EMAIL,           _F.C_EMAIL,          "SIMS, Bromcom"),
    Name("default email",                  _F.EMAIL,           _F.C_EMAIL,          "Arbor"),
    Name("telephone",                      _F.TELEPHONE,       _F.C_TELEPHONE,      "SIMS"),
    Name("main telephone",                 _F.TELEPHONE,       _F.C_TELEPHONE,      "SIMS"),
    Name("telephone number",               _F.TELEPHONE,       _F.C_TELEPHONE,      "SIMS"),
    Name("phone",                          _F.TELEPHONE,       _F.C_TELEPHONE,      "Bromcom"),
    Name("phone number",                   _F.TELEPHONE,       _F.C_TELEPHONE,      "Arbor, Bromcom"),
    Name("mobile",                         _F.TELEPHONE,       _F.C_TELEPHONE,      "Bromcom"),
    Name("mobile number",                  _F.TELEPHONE,       _F.C_TELEPHONE,      "SIMS, Arbor"),
    Name("date of leaving",                _F.LEFT_ON,         None,                "SIMS"),
    Name("leaving date",                   _F.LEFT_ON,         None,                "Arbor, Bromcom"),
    Name("dol",                            _F.LEFT_ON,         None,                "SIMS"),
    Name("relationship",                   None,               _F.C_RELATIONSHIP,   "SIMS, Arbor, Bromcom, DfE"),
    Name("relation",                       None,               _F.C_RELATIONSHIP,   "SIMS"),
    Name("relationship to student",        None,               _F.C_RELATIONSHIP,   "Arbor"),
    Name("relationship to pupil",          None,               _F.C_RELATIONSHIP,   "SIMS"),
    Name("priority",                       None,               _F.C_PRIORITY,       "SIMS, Bromcom"),
    Name("order",                          None,               _F.C_PRIORITY,       "DfE"),
    Name("parental responsibility",        None,               _F.C_RESPONSIBILITY, "SIMS, Arbor, Bromcom"),
    Name("parental resp",                  None,               _F.C_RESPONSIBILITY, "SIMS"),
    Name("responsibility",                 None,               _F.C_RESPONSIBILITY, "DfE"),
    Name("court order",                    None,               _F.C_NO_CONTACT,     "SIMS"),
    Name("court order restricted access",  None,               _F.C_NO_CONTACT,     "Bromcom"),
    Name("court order in place",           None,               _F.C_NO_CONTACT,     "Arbor"),
    Name("no contact court order",         None,               _F.C_NO_CONTACT,     "ours"),
)
"""Every heading known, and what it fills."""

RELATIONSHIPS: dict[str, str] = {
    "PAF": "Father", "PAM": "Mother", "STF": "Step-father", "STM": "Step-mother",
    "FOF": "Foster father", "FOM": "Foster mother", "CAR": "Carer", "OTH": "Other contact",
}
"""Codes of a Common Transfer File in words; another code is kept as it stands. Source: DfE, CBDS code set CS027."""

YEARS: dict[str, str] = {
    "n": "Nursery", "n1": "Nursery", "n2": "Nursery", "nursery": "Nursery",
    "r": "Reception", "rec": "Reception", "reception": "Reception", "0": "Reception", "x": "",
} | {str(year): f"Year {year}" for year in range(1, 15)}
"""Year groups as they are written, without "Year". Source: DfE, CBDS "NC year actual" (X: does not follow one)."""
# fmt: on

MOST_CONTACTS = 8
"""Numbered contacts of one pupil on one line."""
_WHOSE_PERSON = {"pupil", "pupils", "student", "students", "learner", "child", "staff", "employee", "member"}
_WHOSE_CONTACT = {"contact", "contacts", "guardian", "guardians", "parent", "parents", "carer", "primary"}
_OF_NOBODY = {"s", "the"}
_KNOWN = {one.heading: one for one in NAMES}


def recognised(headings: Sequence[str], *, contacts_own_lines: bool) -> list[str]:
    """What each heading fills: a field, a numbered field (`c_email.2`), or "" for nothing.

    `contacts_own_lines`: a line is a contact, so that a plain "Surname" is the contact's.
    """
    found = [_one(heading, contacts_own_lines) for heading in headings]
    _plain_beside_legal(headings, found)
    seen: set[str] = set()
    for at, field in enumerate(found):
        if field in seen:
            found[at] = ""
        seen.add(field)
    return found


def _one(heading: str, contacts_own_lines: bool) -> str:
    words = re.sub(r"[^a-z0-9]+", " ", folded(_apart(heading))).split()
    number = next((word for word in words if word.isdigit()), "")
    if words and " ".join(words) in _KNOWN:  # "primary email", "relationship to pupil"
        whose = ""
    else:
        whose = _whose(words)
        words = [w for w in words if w not in _WHOSE_PERSON | _WHOSE_CONTACT | _OF_NOBODY and w != number]
    known = _KNOWN.get(" ".join(words))
    if known is None:
        return ""
    return _field(known, whose, number, contacts_own_lines)


def _field(known: Name, whose: str, number: str, contacts_own_lines: bool) -> str:
    if known.contact is not None and (
        whose == "contact" or (not whose and (contacts_own_lines or known.person is None))
    ):
        at = int(number or 1)
        return (
            (f"{known.contact.value}.{at}" if at > 1 else known.contact.value) if at <= MOST_CONTACTS else ""
        )
    return known.person.value if known.person is not None and whose != "contact" else ""


def _whose(words: list[str]) -> str:
    if any(word in _WHOSE_CONTACT for word in words):
        return "contact"
    return "person" if any(word in _WHOSE_PERSON for word in words) else ""


def _apart(heading: str) -> str:
    """`NCyearActual` and `PreferredSurname` as words."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", heading)


def _plain_beside_legal(headings: Sequence[str], found: list[str]) -> None:
    """Where a file has "Legal Surname" beside "Surname", the plain one is the name they use."""
    for legal, used in ((Field.FAMILY_NAME, Field.KNOWN_AS_FAMILY), (Field.GIVEN_NAME, Field.KNOWN_AS)):
        columns = [at for at, field in enumerate(found) if field == legal.value]
        plain = [at for at in columns if "legal" not in folded(headings[at])]
        if len(columns) == 2 and len(plain) == 1 and used.value not in found:
            found[plain[0]] = used.value

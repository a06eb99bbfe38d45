"""The documents of this room: the printed record, the copy that leaves the building, the blank form."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.utils.text import slugify

from esafety.access.capabilities import Capability
from esafety.access.roles import may
from esafety.papers.kinds import PaperKind, declare_paper
from esafety.ui.squares import qr_code
from incidents.access import INCIDENTS, may_keep_speak_up_page
from incidents.access_people import CHILDREN
from incidents.letters.making import shown
from incidents.letters.receivers import is_barred
from incidents.record.chronology_paper import chronology_paper
from incidents.record.evidence import continuity
from incidents.record.printed import printed_copy, printed_record
from incidents.record.referred import referral_paper
from incidents.reporting.blank import blank_form
from incidents.speaking_up.address import address_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from esafety.people.models import User


def _incident_paper(
    code: str, needs: Capability, context: Callable[[Any, User], Mapping[str, Any]]
) -> PaperKind:
    return declare_paper(
        PaperKind(
            code=code,
            title=lambda about: f"Incident record {about.reference}",
            template="papers/incident_record.html",
            template_context=context,
            may=lambda about, user: INCIDENTS.allows(user, needs, about),
            filename=lambda about: f"incident-{about.reference}.pdf",
        )
    )


INCIDENT_RECORD = _incident_paper("incident.record", Capability.PRINT, printed_record)
INCIDENT_COPY = _incident_paper("incident.copy", Capability.SEND_COPY, printed_copy)
REFERRAL_FORM = declare_paper(
    PaperKind(
        code="incident.referral_form",
        title=lambda form: f"Form for an agency, {form.reference}",
        template="papers/referral_form.html",
        template_context=lambda form, user: referral_paper(form),
        may=lambda form, user: INCIDENTS.allows(user, Capability.SEND_COPY, form.incident),
        filename=lambda form: f"form-{form.reference}.pdf",
    )
)
CHILD_CHRONOLOGY = declare_paper(
    PaperKind(
        code="incident.child_chronology",
        title=lambda made: "Chronology of a child",
        template="papers/child_chronology.html",
        template_context=chronology_paper,
        may=lambda made, user: made.by_id == user.pk and CHILDREN.allows(user, Capability.PRINT, made.person),
        filename=lambda made: f"chronology-{made.pk}.pdf",
    )
)
BLANK_FORM = declare_paper(
    PaperKind(
        code="incident.blank_form",
        title=lambda school: f"{school.get_word_display().capitalize()} report form",
        template="papers/blank_form.html",
        template_context=lambda school, user: blank_form(school),
        may=lambda school, user: may(user, Capability.REPORT, school),
        filename=lambda school: f"{slugify(school.get_word_display())}-report-form.pdf",
    )
)
CONTINUITY = declare_paper(
    PaperKind(
        code="incident.continuity",
        title=lambda item: f"Continuity sheet, {item.reference}",
        template="papers/continuity_sheet.html",
        template_context=lambda item, user: continuity(item),
        may=lambda item, user: INCIDENTS.allows(user, Capability.WORK, item.incident),
        filename=lambda item: f"continuity-{item.reference}.pdf",
    )
)
LETTER = declare_paper(
    PaperKind(
        code="incident.letter",
        title=lambda letter: f"Letter {letter.reference}",  # no subject: seen outside the record
        template="papers/letter.html",
        template_context=lambda letter, user: shown(letter),
        may=lambda letter, user: INCIDENTS.allows(user, Capability.WORK, letter.incident),
        filename=lambda letter: f"letter-{letter.reference}.pdf",
        still_for=lambda letter, to: not is_barred(letter.incident, to, letter.child),
    )
)
SPEAK_UP_POSTER = declare_paper(
    PaperKind(
        code="incident.speak_up_poster",
        title=lambda page: "Poster for the speak-up page",
        template="papers/speak_up_poster.html",
        template_context=lambda page, user: {"address": address_of(page), "qr": qr_code(address_of(page))},
        may=lambda page, user: may_keep_speak_up_page(user, page.school),
        filename=lambda page: "speak-up-poster.pdf",
    )
)

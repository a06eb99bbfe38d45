"""What a school sets for itself, a form for each part. Every question says what its answer means."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import validate_slug

from esafety.office.policy.settings import why_not_quiet
from esafety.people.models import School
from esafety.people.words import when_shown
from esafety.ui import fields
from esafety.ui.forms import Form
from esafety.ui.layout import Layout, Paragraph, Section
from incidents.policy.clocks import ADJUSTABLE, Adjustable, Clock

LONGEST_TEXT, MOST_LINES = 600, 6
"""Characters and lines of each text of the help page, so that it prints on one sheet."""


class SettingsForm(Form):
    """A part of the settings: what it starts with, and what it changes."""

    columns: ClassVar[tuple[str, ...]] = ()

    @classmethod
    def of(cls, school: School) -> dict[str, Any]:
        """What stands in the form at first."""
        return {name: getattr(school, name) for name in cls.columns}

    @property
    def changes(self) -> dict[str, Any]:
        """The columns and what they become."""
        return {name: self.cleaned_data[name] for name in self.columns}


class ParticularsForm(SettingsForm):
    """Who the school is."""

    columns = ("name", "address", "telephone", "email", "nation")
    name = fields.Text(label="Name of the school", noun="the name of the school", strip=True)
    address = fields.TextArea(label="Address", rows=4, max_length=300, required=False)
    telephone = fields.Telephone(
        label="Telephone",
        noun="the telephone number",
        required=False,
        help_text="Shown to staff who cannot reach a lead, and on the help page.",
    )
    email = fields.Email(
        label="Email address",
        noun="the email address",
        required=False,
        help_text="The office’s. Shown on printed records and on the help page.",
    )
    nation = fields.Choice(
        School.Nation,
        label="Nation",
        help_text="Its bank holidays are no working days, and so no clock ends on one.",
    )


def _clock(row: Adjustable) -> fields.Choice:
    options = [
        (choice.name, f"{choice[0].upper()}{choice[1:]}{' (published)' if choice is row.clock else ''}")
        for choice in row.choices
    ]
    return fields.Choice(options, label=row.means, noun="a clock", small=True)


class ClocksForm(SettingsForm):
    """By when somebody must have looked, answered or sent a copy."""

    copy_to_authority = fields.Choice(
        School.CopyToAuthority,
        label="Which closed incidents does the authority’s officer get a copy of?",
        noun="which copies are sent",
        help_text="A task to send one opens when an incident is closed.",
        small=True,
    )
    layout = Layout(
        Paragraph(
            "You can be quicker than the published clocks, never slower. A change applies to what is reported "
            "afterwards; clocks that run already keep their moment."
        ),
        *(row.setting.value for row in ADJUSTABLE),
        Section("Copies to the authority", "copy_to_authority"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for row in ADJUSTABLE:
            self.fields[row.setting.value] = _clock(row)

    @classmethod
    def of(cls, school: School) -> dict[str, Any]:
        """The clocks as they run now."""
        running = {row.setting.value: school.clocks.get(row.setting, row.clock.name) for row in ADJUSTABLE}
        return {**running, "copy_to_authority": school.copy_to_authority}

    @property
    def changes(self) -> dict[str, Any]:
        """Only clocks that differ from the published ones are kept."""
        told = self.cleaned_data
        chosen = {row.setting.value: Clock[told[row.setting]] for row in ADJUSTABLE}
        clocks = {
            row.setting.value: chosen[row.setting].name
            for row in ADJUSTABLE
            if chosen[row.setting] is not row.clock
        }
        return {"clocks": clocks, "copy_to_authority": told["copy_to_authority"]}


class QuietForm(SettingsForm):
    """When mail that may wait is kept."""

    has_quiet = fields.YesNo(
        label="Does the school have quiet hours?",
        noun="whether the school has quiet hours",
        conditional={"yes": ("quiet_from", "quiet_until")},
    )
    quiet_from = fields.TimeField(label="From", noun="the beginning of the quiet hours")
    quiet_until = fields.TimeField(label="Until", noun="the end of the quiet hours")
    layout = Layout(
        Paragraph(
            when_shown(
                "Every day between these times, mail about calm matters waits: an online-safety concern without "
                "danger, its receipt, its tasks, and reminders of the office."
            )
        ),
        Paragraph(
            "Danger, safeguarding, matters about adults, anything that is passed on or overdue, invitations and "
            "letters about signing in never wait."
        ),
        "has_quiet",
    )

    @classmethod
    def of(cls, school: School) -> dict[str, Any]:
        """The hours as they are."""
        return {
            "has_quiet": school.quiet_from is not None,
            "quiet_from": school.quiet_from,
            "quiet_until": school.quiet_until,
        }

    def clean(self) -> dict[str, Any]:
        """A beginning and an end, not too far apart."""
        told = super().clean() or {}
        starts, ends = told.get("quiet_from"), told.get("quiet_until")
        if starts and ends and (reason := why_not_quiet(starts, ends)):
            self.add_error("quiet_until", reason)
        return told

    @property
    def changes(self) -> dict[str, Any]:
        """Both, or neither."""
        told = self.cleaned_data
        return {name: told[name] if told["has_quiet"] else None for name in ("quiet_from", "quiet_until")}


class WordsForm(SettingsForm):
    """Online safety, or e-safety?"""

    columns = ("word",)
    word = fields.Choice(
        School.Word,
        label="What do you call it?",
        noun="what you call it",
        help_text="Pages, posts and printed records say this word. What people typed stays as they typed it.",
    )


def _address(value: str) -> None:
    try:
        validate_slug(value)
    except ValidationError:
        raise ValidationError(
            "The address must be small letters, numbers and hyphens, like elm-lane-primary"
        ) from None


class HelpForm(SettingsForm):
    """The public page for parents and pupils."""

    columns = (
        "help_is_public", "slug", "help_names_co_ordinator", "help_how_to_reach", "help_for_pupils", "help_for_parents",
    )  # fmt: skip
    help_is_public = fields.YesNo(
        label="Show the help page to everybody?",
        noun="whether the help page is shown",
        help_text="Anybody with its address can then read it, without signing in. It holds nothing about any child.",
    )
    slug = fields.Text(
        label="Address of the page",
        noun="the address",
        help_text="Small letters, numbers and hyphens. Printed QR codes lead to the address they were printed with.",
        max_length=60,
        strip=True,
        width="20",
        validators=[_address],
    )
    help_names_co_ordinator = fields.YesNo(
        label="Say the co-ordinator’s name?",
        noun="whether the co-ordinator is named",
        help_text="Without it, the page names only the post.",
    )
    help_how_to_reach = fields.TextArea(
        label="How to reach you",
        help_text="For example where the office is, and when somebody is there.",
        max_length=LONGEST_TEXT,
        rows=3,
        required=False,
    )
    help_for_pupils = fields.TextArea(
        label="For pupils",
        help_text="In words a child of nine reads. An empty line begins a new paragraph.",
        max_length=LONGEST_TEXT,
        rows=5,
        required=False,
    )
    help_for_parents = fields.TextArea(
        label="For parents and carers", max_length=LONGEST_TEXT, rows=5, required=False
    )

    def clean(self) -> dict[str, Any]:
        """Not more lines than fit on the sheet."""
        told = super().clean() or {}
        for name in ("help_how_to_reach", "help_for_pupils", "help_for_parents"):
            lines = sum(bool(line.strip()) for line in (told.get(name) or "").splitlines())
            if lines > MOST_LINES:
                self.add_error(name, f"Use {MOST_LINES} lines or fewer, so that the page prints on one sheet")
        return told

    def clean_slug(self) -> str:
        """Addresses are in small letters."""
        return str(self.cleaned_data["slug"]).lower()

"""The questions of a report, one form a page. The blank paper form is printed from the same definitions.

Source: C App. 4; domain/incident-record.md, A and B. Only what a first look needs must be answered.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, cast

from django.http import QueryDict
from django.utils import timezone

from esafety.ui import fields
from esafety.ui.forms import Form
from esafety.ui.layout import Details, Layout, Section
from esafety.ui.widgets import DateBoxes
from incidents.forms.types import TYPES_BY_AREA
from incidents.models.statement import LONGEST
from incidents.policy.types import AT_RISK, ILLEGAL, POLICE_REQUIRED, RULE_OF
from incidents.vocabulary import (
    ChildAction,
    ConsideredAs,
    Device,
    FoundBy,
    IncidentType,
    Material,
    Nature,
    Place,
    ReporterKind,
    StaffAction,
    Standing,
    ToldLead,
    WhenKnown,
)

if TYPE_CHECKING:
    from incidents.reporting.so_far import SoFar

BY_OTHER_PAGES = {FoundBy.LOW_LEVEL, FoundBy.CONFIDED}
"""Ways of coming to light that have a page of their own."""
SERIOUS = AT_RISK | ILLEGAL | POLICE_REQUIRED
"""Types of which a safeguarding lead is told in person, not by a form alone (D flowchart, E N.B.)."""

_HANDS_OFF = "Do not open, copy, print or send it. Tell a safeguarding lead now."
TYPE_HINTS: dict[str, str] = {
    IncidentType.BYPASS: "For example a proxy, a VPN or somebody else’s password",
    IncidentType.TERRORIST: _HANDS_OFF,
    IncidentType.GROOMING: "Somebody wins a child’s trust in order to harm them",
    IncidentType.RADICALISATION: "Somebody is drawn towards extremist or violent views",
    IncidentType.CSA_IMAGES: _HANDS_OFF,
    IncidentType.ILLEGAL_PORN: _HANDS_OFF,
    IncidentType.NUDES: "Do not look at the pictures, copy them or send them",
    IncidentType.STAFF_PUPIL_CONTACT: "For example private messages",
    IncidentType.DATA_LOSS: "For example a lost laptop, or a list sent to the wrong people",
}


class SectionForm(Form):
    """The questions of one section. `so_far` is the report as it stands, for what depends on other answers."""

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, so_far: SoFar | None = None, **kwargs: Any
    ) -> None:
        """Know the rest of the report."""
        super().__init__(data, **kwargs)
        if so_far is not None:
            self.fit(so_far)

    def fit(self, so_far: SoFar) -> None:
        """Fill in or leave out what depends on other answers."""

    @classmethod
    def sent_names(cls) -> list[str]:
        """The names under which the answers are posted; nothing else is kept."""
        names: list[str] = []
        for name, field in cls.base_fields.items():
            boxes = isinstance(field.widget, DateBoxes)
            names += [f"{name}_{part}" for part in range(3)] if boxes else [name]
        return names

    @classmethod
    def as_typed(cls, data: QueryDict) -> dict[str, list[str]]:
        """What was sent of this section, as it was typed."""
        return {name: data.getlist(name) for name in cls.sent_names() if name in data}

    @classmethod
    def initial_from(cls, typed: QueryDict) -> dict[str, Any]:
        """What was typed, ready to be shown again without being judged."""
        shown: dict[str, Any] = {}
        for name, field in cls.base_fields.items():
            value = field.widget.value_from_datadict(typed, {}, name)
            if value not in (None, [], ["", "", ""]):
                shown[name] = value
        return shown


class StartForm(SectionForm):
    """Asked before anything else."""

    danger = fields.YesNo(
        label="Is anybody in immediate danger?",
        help_text="If you are not sure, answer yes. You can send your report all the same.",
        missing="Say whether anybody is in immediate danger",
        label_size="m",
    )
    images = fields.YesNo(
        label="Are there pictures or videos that may show child abuse?",
        help_text="This includes sexual pictures of anybody under 18. Do not open anything to find out.",
        missing="Say whether there are pictures or videos that may show child abuse",
        label_size="m",
    )
    reporter_kind = fields.Choice(
        [(one.value, one.label) for one in ReporterKind if one is not ReporterKind.NO_ACCOUNT],
        coerce=ReporterKind,
        label="Whose report is it?",
        missing="Say whose report it is",
        label_size="m",
        initial=ReporterKind.SELF,
        conditional={ReporterKind.ON_BEHALF: "told_by", ReporterKind.ON_PAPER: "written_by"},
    )
    told_by = fields.Text(label="Name of the person who told you", noun="the name of the person", strip=True)
    written_by = fields.Text(
        label="Name of the person who wrote it", noun="the name of the person", strip=True
    )


class WhatForm(SectionForm):
    """What kind of thing, what happened, and who knows."""

    description = fields.TextArea(
        label="What happened?",
        help_text="What you saw or heard, in the order it happened. Facts only.",
        rows=7,
        max_length=LONGEST,
        noun="what happened",
        missing="Write what happened",
        label_size="m",
    )
    child_words = fields.TextArea(
        label="The child’s own words",
        help_text="Exactly as they were said, with the child’s own names for things.",
        required=False,
        rows=3,
        max_length=LONGEST,
        noun="the child’s own words",
    )
    hearsay = fields.TextArea(
        label="What others told you",
        help_text="Say who told you each thing.",
        required=False,
        rows=3,
        max_length=LONGEST,
        noun="what others told you",
    )
    opinion = fields.TextArea(
        label="Your opinion",
        help_text="It is kept apart from the facts and marked as an opinion.",
        required=False,
        rows=3,
        max_length=LONGEST,
        noun="your opinion",
    )
    types = fields.Several(
        TYPES_BY_AREA,
        coerce=IncidentType,
        label="What kind of concern is it?",
        help_text="Tick everything that fits. Your best guess is enough.",
        missing="Tick what kind of concern it is",
        hints=TYPE_HINTS,
        conditional={IncidentType.OTHER: "other_type"},
        label_size="m",
        small=True,
    )
    other_type = fields.Text(
        label="What else is it?", max_length=300, noun="what else it is", missing="Write what else it is"
    )
    told_lead = fields.Choice(
        [(ToldLead.YES.value, ToldLead.YES.label), (ToldLead.NO.value, ToldLead.NO.label)],
        coerce=ToldLead,
        label="Have you told a safeguarding lead in person?",
        missing="Say whether you have told a safeguarding lead in person",
        inline=True,
        label_size="m",
    )
    _more = ("child_words", "hearsay", "opinion")
    _folded = "The child’s own words, what others told you, your opinion"

    def fit(self, so_far: SoFar) -> None:
        """A safeguarding lead is not asked whether a lead was told."""
        asked = ["description", Details(self._folded, *self._more), "types", "told_lead"]
        if so_far.by_lead:
            del self.fields["told_lead"]
            asked.remove("told_lead")
        self.layout = Layout(*asked)  # type: ignore[misc]
        if so_far.images and "types" not in self.initial:
            self.initial["types"] = [IncidentType.CSA_IMAGES.value]


class MainForm(SectionForm):
    """Which of several types it is counted under."""

    primary_type = fields.Choice(
        IncidentType,
        label="Which of these fits best?",
        help_text="All the kinds you ticked are kept. This one comes first.",
        missing="Say which fits best",
        label_size="m",
    )

    def fit(self, so_far: SoFar) -> None:
        """Only what was ticked can be chosen; the gravest is suggested."""
        asked = cast("fields.Choice", self.fields["primary_type"])
        asked.choices = [(kind.value, kind.label) for kind in so_far.types]
        self.initial.setdefault("primary_type", gravest(so_far.types).value)


def gravest(types: list[IncidentType]) -> IncidentType:
    """The type that weighs most: police, illegal, risk of harm, then the first ticked."""
    rules = [RULE_OF[kind] for kind in types]
    return max(rules, key=lambda rule: (rule.police, rule.illegal, rule.at_risk)).type


class WhenForm(SectionForm):
    """When and where, and how it came to light."""

    when_known = fields.Choice(
        WhenKnown,
        label="When did it happen?",
        required=False,
        label_size="m",
        conditional={
            WhenKnown.DAY: ("happened_on", "happened_time"),
            WhenKnown.RANGE: ("first_day", "last_day"),
        },
    )
    happened_on = fields.DateField(
        label="Date",
        help_text="For example 27 3 2026",
        latest="today",
        noun="the date it happened",
    )
    happened_time = fields.TimeField(
        label="Time, if you know it",
        help_text="For example 2:30pm or 14:30",
        required=False,
        noun="the time it happened",
    )
    first_day = fields.DateField(
        label="First day", help_text="For example 23 3 2026", latest="today", noun="the first day"
    )
    last_day = fields.DateField(label="Last day so far", latest="today", noun="the last day")
    place = fields.Choice(Place, label="Where did it happen?", required=False, label_size="m")
    place_detail = fields.Text(
        label="The place, if you can say", required=False, max_length=300, noun="the place"
    )
    found_by = fields.Choice(
        [(one.value, one.label) for one in FoundBy if one not in BY_OTHER_PAGES],
        coerce=FoundBy,
        label="How did it come to light?",
        required=False,
        label_size="m",
        conditional={FoundBy.OTHER: "found_by_other"},
    )
    found_by_other = fields.Text(label="In which other way?", max_length=300, noun="how it came to light")

    def clean(self) -> dict[str, Any]:
        """Later today has not happened yet; days stand in their order."""
        cleaned = super().clean() or self.cleaned_data
        now = timezone.localtime()
        if (
            cleaned.get("happened_on") == now.date()
            and (cleaned.get("happened_time") or now.time()) > now.time()
        ):
            self.add_error("happened_time", "The time it happened must be in the past")
        first, last = cleaned.get("first_day"), cleaned.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", "The last day must be the same as or after the first day")
        return cleaned


class DetailsForm(SectionForm):
    """On purpose or by accident, with what material, on which device."""

    nature = fields.Choice(Nature, label="Was it deliberate or accidental?", required=False, label_size="m")
    material = fields.Several(
        Material,
        label="If there was material, it was",
        help_text="Tick everything that applies.",
        required=False,
        label_size="m",
    )
    device = fields.Choice(
        Device,
        label="Whose device was used?",
        required=False,
        label_size="m",
        conditional={Device.SCHOOL: "asset_tag"},
    )
    asset_tag = fields.Text(
        label="Number on its label, if you know it",
        required=False,
        max_length=60,
        noun="the number",
        strip=True,
    )
    platform = fields.Text(
        label="App, site or game", required=False, max_length=300, noun="the app, site or game", strip=True
    )
    addresses = fields.TextArea(
        label="Web addresses",
        help_text="One on each line. Copy what you have; do not go there to look.",
        required=False,
        rows=3,
        max_length=2_000,
        noun="the web addresses",
    )


class ConsideredForm(SectionForm):
    """Asked when it was deliberate."""

    considered_as = fields.Several(
        ConsideredAs,
        label="It was deliberate. Could it be considered as any of these?",
        help_text="Tick everything that applies, or nothing.",
        required=False,
        label_size="m",
    )


class ActionForm(SectionForm):
    """What has been done already."""

    actions_child = fields.Several(
        ChildAction, label="For a child or young person", required=False, small=True
    )
    actions_staff = fields.Several(StaffAction, label="For a member of staff", required=False, small=True)
    specific_action = fields.TextArea(
        label="Anything else that was done",
        help_text="For example a device taken out of use: say where it is now.",
        required=False,
        rows=3,
        max_length=LONGEST,
        noun="what else was done",
        label_size="m",
    )
    layout = Layout(
        Section(
            "What has been done already?",
            "actions_child",
            "actions_staff",
            hint="Tick only what has been done. Leave everything empty if nothing has been done yet.",
        ),
        "specific_action",
    )


class AddToReportForm(Form):
    """Something the reporter adds later."""

    text = fields.TextArea(
        label="What do you want to add?", rows=6, max_length=LONGEST, noun="what you want to add"
    )
    standing = fields.Choice(
        Standing, label="How do you know it?", missing="Say how you know it", noun="how you know it"
    )

"""A report as it stands before it is sent: read from its draft, judged section by section."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.http import QueryDict

from esafety.access.roles import roles_in
from esafety.people.models import Person
from esafety.people.queries import holders
from esafety.people.vocabulary import Role
from incidents.facts import accounts_close_to
from incidents.forms.reporting import SERIOUS, SectionForm, gravest
from incidents.reporting.sections import SECTION, SECTIONS, Section
from incidents.told import Account, Involved, Reporter
from incidents.vocabulary import (
    Device,
    FoundBy,
    IncidentType,
    Nature,
    Part,
    PersonSort,
    Place,
    ReporterKind,
    ToldLead,
    WhenKnown,
)

if TYPE_CHECKING:
    from esafety.people.models import School, User
    from incidents.models import Draft


class SoFar:
    """What one draft says. Nothing here writes."""

    def __init__(self, draft: Draft, by: User) -> None:
        """Read the draft for its writer."""
        self.draft, self.by = draft, by
        self.school: School = draft.school
        self._judged: dict[str, SectionForm] = {}

    # -- sections --------------------------------------------------------------------------------

    @cached_property
    def steps(self) -> list[Section]:
        """The sections that are asked, as the answers stand."""
        return [section for section in SECTIONS if section.is_asked(self)]

    def kept(self, slug: str) -> dict[str, Any]:
        """A section as the draft holds it."""
        found: dict[str, Any] = self.draft.sections.get(slug, {})
        return found

    def typed(self, slug: str) -> QueryDict:
        """What was typed in a section."""
        typed = QueryDict(mutable=True)
        for name, values in self.kept(slug).get("typed", {}).items():
            typed.setlist(name, values)
        if slug == "main" and typed.get("primary_type") not in [str(kind) for kind in self.types]:
            typed.pop("primary_type", None)
        return typed

    def turn(self, slug: str) -> int:
        """How often a section was sent: tells a late autosave from a new one."""
        return int(self.kept(slug).get("turn", 0))

    def was_seen(self, slug: str) -> bool:
        """Whether anything was kept of a section."""
        return bool(self.kept(slug).get("typed") or self.kept(slug).get("rows") or self.turn(slug))

    def judged(self, slug: str) -> SectionForm:
        """A section's answers, judged."""
        if slug not in self._judged:
            self._judged[slug] = SECTION[slug].form(self.typed(slug), so_far=self)
        return self._judged[slug]

    def shown(self, slug: str) -> SectionForm:
        """A section's answers as typed, not judged: somebody is still writing."""
        form = SECTION[slug].form
        return form(initial=form.initial_from(self.typed(slug)), so_far=self)

    def is_sound(self, slug: str) -> bool:
        """Whether a section can be sent as it is."""
        if slug == "people":
            return len(self.people) == len(self.rows) and not self.half_named
        if slug == "main" and not self.typed(slug):
            return True  # the gravest counts
        if not self.was_seen(slug):
            return not SECTION[slug].needed
        return self.judged(slug).is_valid()

    @property
    def unsound(self) -> list[Section]:
        """Sections that must be looked at again before the report can be sent."""
        return [section for section in self.steps if not self.is_sound(section.slug)]

    def answer(self, slug: str, name: str) -> Any:
        """One sound answer, or None."""
        if not self.was_seen(slug):
            return None
        form = self.judged(slug)
        form.is_valid()
        return form.cleaned_data.get(name)

    # -- what pages ask ----------------------------------------------------------------------------

    @cached_property
    def by_lead(self) -> bool:
        """Whether the writer is a safeguarding lead of the school."""
        return bool(roles_in(self.by, self.school.pk) & {Role.DSL, Role.DEPUTY_DSL})

    @property
    def danger(self) -> bool:
        """Somebody may be in immediate danger."""
        return self.answer("start", "danger") is True

    @property
    def images(self) -> bool:
        """There may be pictures that show child abuse."""
        return self.answer("start", "images") is True

    @cached_property
    def types(self) -> list[IncidentType]:
        """The types ticked."""
        return list(self.answer("what", "types") or [])

    @property
    def untold(self) -> bool:
        """A serious matter of which no lead was told yet."""
        serious = self.danger or self.images or bool(SERIOUS & set(self.types))
        return serious and self.answer("what", "told_lead") == ToldLead.NO

    # -- people ------------------------------------------------------------------------------------

    @property
    def rows(self) -> list[dict[str, Any]]:
        """People named so far."""
        return list(self.kept("people").get("rows", []))

    @property
    def half_named(self) -> bool:
        """Somebody was begun and not added."""
        form = self.judged("people")
        return bool(self.typed("people")) and not form.is_empty  # type: ignore[attr-defined]

    @cached_property
    def persons(self) -> dict[int, Person]:
        """The persons of the school among those named."""
        named = [row["person"] for row in self.rows if row["person"]]
        return {person.pk: person for person in Person.objects.filter(school=self.school, pk__in=named)}

    @cached_property
    def people(self) -> list[Involved]:
        """Everybody named who can be named still."""
        return [self.involved(row) for row in self.rows if not row["person"] or row["person"] in self.persons]

    def involved(self, row: dict[str, Any]) -> Involved:
        """One row as a person's part."""
        return Involved(
            part=Part(row["part"]),
            sort=PersonSort(row["sort"]),
            nature=Nature(row["nature"]),
            person=self.persons.get(row["person"] or 0),
            name=row["name"],
        )

    @property
    def barred(self) -> set[int]:
        """Accounts that must not be told: the writer's, and those of subjects and of people close to them."""
        subjects = [one for one in self.people if one.part == Part.SUBJECT]
        heads = (
            holders(self.school, [Role.HEAD]) if any(one.sort == PersonSort.HEAD for one in subjects) else []
        )
        close = accounts_close_to({one.person.pk for one in subjects if one.person})
        return {self.by.pk, *close, *(post.user_id for post in heads)}

    # -- what is sent --------------------------------------------------------------------------------

    @property
    def account(self) -> Account:
        """The account, when every section is sound; what was not answered is not known."""
        given: dict[str, Any] = {}
        for section in self.steps:
            if self.was_seen(section.slug) and section.slug != "people":
                form = self.judged(section.slug)
                given |= form.cleaned_data if form.is_valid() else {}
        for extra in ("images", "reporter_kind", "told_by", "written_by"):
            given.pop(extra, None)
        first, last = given.pop("first_day", None), given.pop("last_day", None)
        for name, unknown in _UNKNOWN.items():
            given[name] = given.get(name) or unknown
        given["happened_on"] = given.get("happened_on") or first
        given["happened_until"] = last
        given["primary_type"] = given.get("primary_type") or gravest(self.types)
        given.setdefault("told_lead", ToldLead.IS_LEAD)
        return Account(**given)

    @property
    def reporter(self) -> Reporter:
        """Whose report it is."""
        kind = self.answer("start", "reporter_kind") or ReporterKind.SELF
        name = self.answer("start", "told_by") or self.answer("start", "written_by") or ""
        return Reporter(kind=kind, name=name)


_UNKNOWN: dict[str, Any] = {
    "when_known": WhenKnown.NOT_KNOWN,
    "place": Place.NOT_KNOWN,
    "found_by": FoundBy.REPORTED,
    "nature": Nature.NOT_KNOWN,
    "device": Device.NOT_KNOWN,
}

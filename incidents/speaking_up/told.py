"""What somebody tells in confidence: the few answers of the page, and what they mean for the record."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from incidents.told import Account, Involved
from incidents.vocabulary import FoundBy, IncidentType, Part, PersonSort
from incidents.vocabulary.speaking_up import AboutWhom

if TYPE_CHECKING:
    from esafety.people.models import Person

NOT_SORTED = "Not sorted yet. It was told in confidence; whoever triages it says what it is"
AN_ADULT = "A grown-up of the school, not named"
THE_HEAD = "The head teacher"


@dataclass(frozen=True, kw_only=True)
class Confidence:
    """The answers. `lead`: one of the safeguarding team or the head, by their post; nobody else is looked up.
    `names_adult`: whoever is named cannot be a child, or is called as one of those who would read it."""

    what: str
    danger: bool
    about: AboutWhom
    lead: Person | None = None
    who: str = ""
    when_where: str = ""
    name: str = ""
    names_adult: bool = False

    @property
    def words(self) -> str:
        """Everything that was answered, for telling two reports apart."""
        answers = (
            self.what,
            self.danger,
            self.about,
            self.lead and self.lead.pk,
            self.who,
            self.when_where,
            self.name,
        )
        return repr(answers)

    def account(self) -> Account:
        """The account of the record: their words as they are; what kind it is says whoever triages it."""
        return Account(
            description=self.what,
            types=[IncidentType.OTHER],
            primary_type=IncidentType.OTHER,
            other_type=NOT_SORTED,
            found_by=FoundBy.CONFIDED,
            place_detail=self.when_where,
            danger=self.danger,
        )

    def people(self) -> list[Involved]:
        """Whom it is about. An adult of the school is a subject at once, so that they, and no others, are kept out.

        So is whoever was named by somebody who does not know where they belong, and an adult named where a child was
        ticked: a child may not know that the person they name reads what comes here.
        """
        if self.lead is not None:
            return [Involved(part=Part.SUBJECT, sort=PersonSort.STAFF, person=self.lead)]
        if self.about == AboutWhom.HEAD:
            return [Involved(part=Part.SUBJECT, sort=PersonSort.HEAD, name=self.who or THE_HEAD)]
        if self.about == AboutWhom.ADULT:
            return [Involved(part=Part.SUBJECT, sort=PersonSort.STAFF, name=self.who or AN_ADULT)]
        if not self.who:
            return []
        if self.about == AboutWhom.PUPIL and not self.names_adult:
            return [Involved(part=Part.OTHER, sort=PersonSort.CHILD, name=self.who)]
        return [Involved(part=Part.SUBJECT, sort=PersonSort.OTHER, name=self.who)]

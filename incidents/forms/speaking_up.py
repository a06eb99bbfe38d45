"""What the page asks: few questions, in a child's words. Nobody is looked up, and no file can be sent."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from esafety.people.models import Membership
from esafety.people.queries import folded
from esafety.people.vocabulary import Role
from esafety.ui import fields
from esafety.ui.forms import Form
from incidents.speaking_up.told import Confidence
from incidents.vocabulary.speaking_up import AboutWhom, PageState

if TYPE_CHECKING:
    from esafety.people.models import Person, School

LONGEST = 5_000
LEADS = (Role.DSL, Role.DEPUTY_DSL)
TITLES = frozenset(("mr", "mrs", "ms", "miss", "mx", "sir", "dr"))


class ConfideForm(Form):
    """The page of a school. Those who would read it are named in the list of whom it may be about: then they do not."""

    danger = fields.YesNo(
        label="Is somebody in danger right now?",
        help_text="If you are not sure, say yes.",
        missing="Say whether somebody is in danger right now",
        label_size="m",
    )
    what = fields.TextArea(
        label="What happened, or what worries you?",
        help_text="Write it in your own words. Spelling does not matter.",
        rows=7,
        max_length=LONGEST,
        noun="what you write",
        missing="Write what happened or what worries you",
        label_size="m",
    )
    about = fields.Choice(
        AboutWhom,
        coerce=str,
        label="Who is it about?",
        help_text="We ask because nobody should read something about themselves.",
        missing="Say who it is about. If you do not know, choose the last answer",
        label_size="m",
    )
    who = fields.Text(
        label="What are they called? (you can leave this out)",
        help_text="A name, a class or what they are called online.",
        required=False,
        max_length=200,
        noun="what they are called",
        label_size="s",
    )
    when_where = fields.Text(
        label="When and where was it? (you can leave this out)",
        help_text="For example: last week on the bus, or every evening in a game.",
        required=False,
        max_length=300,
        noun="when and where it was",
        label_size="s",
    )
    name = fields.Text(
        label="Your name (you can leave this out)",
        help_text="Leave it out and we do not know who you are. If you write it, we do know.",
        required=False,
        max_length=200,
        noun="your name",
        label_size="s",
    )

    def __init__(self, *args: Any, school: School, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.school = school
        self.leads = {f"lead-{lead.pk}": lead for lead in leads_of(school)}
        choices = [(one.value, one.label) for one in AboutWhom]
        after = choices.index((AboutWhom.ADULT.value, AboutWhom.ADULT.label)) + 1
        named = [
            (value, f"{lead.full_name}, who helps keep children safe here")
            for value, lead in self.leads.items()
        ]
        self.fields["about"].choices = choices[:after] + named + choices[after:]  # type: ignore[attr-defined]

    def told(self) -> Confidence:
        """The answers."""
        given = dict(self.cleaned_data)
        lead = self.leads.get(given.pop("about"))
        about = AboutWhom.ADULT if lead else AboutWhom(self.cleaned_data["about"])
        return Confidence(about=about, lead=lead, names_adult=names_adult(given["who"], self.school), **given)


def leads_of(school: School, roles: tuple[Role, ...] = LEADS) -> list[Person]:
    """The safeguarding leads of today, whose names are on every school's wall."""
    posts = Membership.objects.current().filter(school=school, role__in=roles).values("user")
    return list(school.persons.filter(account__in=posts).order_by("pk"))


def names_adult(who: str, school: School) -> bool:
    """Whether a name has a grown-up's title, or is the whole name of a lead or the head."""
    words = set(re.findall(r"\w+", folded(who)))
    if not words:
        return False
    readers = leads_of(school, (*LEADS, Role.HEAD))
    return bool(words & TITLES) or any(
        set(re.findall(r"\w+", folded(one.full_name))) <= words for one in readers
    )


class CodeForm(Form):
    """The code to come back with."""

    code = fields.Text(
        label="Your code",
        help_text="Four groups of four letters and numbers. Big or small letters are the same.",
        max_length=60,
        noun="your code",
        missing="Write your code",
        label_size="m",
    )


class MoreForm(Form):
    """Something to add."""

    text = fields.TextArea(
        label="Do you want to tell us more?",
        help_text="If you write your name, we know who you are.",
        rows=5,
        max_length=LONGEST,
        noun="what you write",
        missing="Write what you want to tell us",
        label_size="m",
    )


class PageForm(Form):
    """Whether the school's page is open."""

    state = fields.Choice(
        PageState,
        label="The page is",
        missing="Say whether the page is open",
        hints={
            PageState.OFF: "Nobody can tell anything, and nobody can read an answer with their code.",
            PageState.OPEN: "Anybody with the address can tell something, at any hour.",
            PageState.PAUSED: "For a time, for example after a flood of nonsense.",
        },
    )

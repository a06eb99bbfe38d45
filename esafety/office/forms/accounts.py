"""Questions about accounts: whom to invite, which role, until when, where mail goes, when somebody leaves."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils import timezone

from esafety.access.capabilities import Capability as C
from esafety.access.roles import CAPABILITIES, ROLES_THAT_OPEN, may
from esafety.office.access.duty import DUTY_LINES
from esafety.office.actions.invitations import Invitee
from esafety.office.policy.accounts import MOST_AT_ONCE
from esafety.office.vocabulary import ChangeKind
from esafety.people.models import Membership, Person, School, User
from esafety.people.vocabulary import PersonKind, Role
from esafety.signin.forms import NewPassword
from esafety.ui import fields
from esafety.ui.forms import Form
from esafety.ui.layout import Fieldset, Layout, Section

UNTIL_HINT = "The role ends by itself at the end of this day. Leave this empty if there is no such day yet."


def roles_to_give(by: User, school: School) -> list[tuple[str, str]]:
    """The roles an administrator can ask for, those that need no second person first.

    Only those who look after several schools name another of them.
    """
    trust = may(by, C.FOUND_SCHOOLS, school)
    offered = [role for role in Role if trust or role is not Role.TRUST_ADMIN]
    ordered = sorted(offered, key=lambda role: role in ROLES_THAT_OPEN)
    return [(role.value, role.label) for role in ordered]


FIRST_THAT_OPENS = next(role for role in Role if role in ROLES_THAT_OPEN)


class Dated(Form):
    """From one day until another, both as they are asked for most."""

    from_date = fields.DateField(
        label="From which day?", noun="the first day", required=False, help_text="Leave this empty for today."
    )
    until = fields.DateField(
        label="Until which day?", noun="the last day", required=False, help_text=UNTIL_HINT
    )

    def clean(self) -> dict[str, Any]:
        """The last day is not before the first, and not over."""
        told = super().clean() or {}
        today = timezone.localdate()
        first, last = told.get("from_date") or today, told.get("until")
        if last and last < first:
            self.add_error("until", "The last day must be on or after the first day")
        elif last and last < today:
            self.add_error("until", "The last day must be today or later")
        told["from_date"] = first
        return told


class InviteForm(Dated):
    """Whom to invite, and as what. Somebody of the school's lists is ticked among those found by name."""

    given_name = fields.Text(label="First name", max_length=100, required=False, strip=True)
    family_name = fields.Text(label="Surname", max_length=100, required=False, strip=True)
    kind = fields.Choice(
        [(one.value, one.label) for one in PersonKind],
        label="What are they to the school?",
        required=False,
        small=True,
        coerce=PersonKind,
    )
    email = fields.Email(
        label="Email address",
        missing="Enter their email address",
        help_text="The invitation goes here, and they sign in with it. Use an address only they can read.",
    )
    roles = fields.Several(
        Role,
        label="Which roles?",
        noun="a role",
        missing="Select at least one role",
        at_most=5,
        small=True,
        help_text=f"From “{FIRST_THAT_OPENS.label}” down they open cases or accounts: a second person confirms them.",
    )
    layout = Layout(
        Section("Not in the school’s lists?", "given_name", "family_name", "kind"),
        Section("Their account", "email", "roles"),
        Fieldset("When", "from_date", "until"),
    )

    def __init__(self, *args: Any, school: School, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.school = school
        self.fields["roles"].choices = roles_to_give(by, school)  # type: ignore[attr-defined]

    def chosen(self) -> Person | None:
        """The one person ticked, if they belong to the school and have no account; nobody when several were."""
        sent = self.data.getlist("people") if isinstance(self.data, QueryDict) else []
        ids = [value for value in sent if value.isdecimal() and len(value) < 19]
        free = Person.objects.filter(school=self.school, pk__in=ids, left_on__isnull=True)
        return free.first() if len(ids) == 1 else None

    def clean(self) -> dict[str, Any]:
        """Somebody ticked, or somebody named."""
        told = super().clean()
        if self.chosen() is None:
            for name, words in (
                ("given_name", "Tick somebody found, or enter their first name"),
                ("family_name", "Tick somebody found, or enter their surname"),
                ("kind", "Tick somebody found, or say what they are to the school"),
            ):
                if not told.get(name) and name not in self.errors:
                    self.add_error(name, words)
        return told

    @property
    def invitee(self) -> Invitee:
        """Who is to be invited."""
        told, person = self.cleaned_data, self.chosen()
        if person is None:
            return Invitee(told["given_name"], told["family_name"], told["email"], told["kind"])
        given_name = person.known_as or person.given_name
        family_name = person.known_as_family or person.family_name
        return Invitee(given_name, family_name, told["email"], PersonKind(person.kind), person)


class InviteStaffForm(Form):
    """Whom of the staff list to invite: everybody, unless somebody is unticked."""

    people = fields.SeveralRecords(
        Person.objects.none(),
        label="Who is invited?",
        noun="the people to invite",
        missing="Tick at least one person",
        at_most=MOST_AT_ONCE,
    )

    def __init__(self, *args: Any, school: School, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["people"]
        field.queryset = uninvited(school)  # type: ignore[attr-defined]
        field.initial = [person.pk for person in field.queryset]  # type: ignore[attr-defined]
        field.label_from_instance = lambda person: f"{person.full_name}, {person.email}"  # type: ignore[attr-defined]


def uninvited(school: School) -> Any:
    """Staff who have an address and no account, as many as are invited at once."""
    staff = Person.objects.filter(school=school, kind=PersonKind.STAFF, left_on__isnull=True, account=None)
    keys = staff.exclude(email="").order_by("family_name", "given_name", "pk").values("pk")[:MOST_AT_ONCE]
    return Person.objects.filter(pk__in=list(keys.values_list("pk", flat=True)))


class RoleForm(Dated):
    """Which role, and whether somebody away is stood in for."""

    role = fields.Select(Role, label="Which role?", noun="the role", missing="Select a role")
    stands_in_for = fields.OneRecord(
        User.objects.none(),
        label="Do they stand in for somebody who is away?",
        required=False,
        widget=forms.Select,
        empty_label="No",
        help_text="They are told instead, and the role ends by itself on the last day.",
    )
    layout = Layout("role", Fieldset("When", "from_date", "until"), "stands_in_for")

    def __init__(self, *args: Any, school: School, by: User, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.school = school
        self.fields["role"].choices = [("", "Choose one"), *roles_to_give(by, school)]  # type: ignore[attr-defined]
        posts = Membership.objects.current().filter(school=school, role__in=DUTY_LINES).exclude(user=user)
        holders = User.objects.filter(pk__in=posts.values("user"))
        self.fields["stands_in_for"].queryset = holders  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Whoever stands in has the role of the one who is away, until a day."""
        told = super().clean()
        away, role = told.get("stands_in_for"), told.get("role")
        if away is None:
            return told
        posts = Membership.objects.current().filter(school=self.school, user=away)
        if role and not posts.filter(role=role).exists():
            self.add_error("stands_in_for", f"{away} does not hold this role. Choose the role they hold")
        if not told.get("until") and "until" not in self.errors:
            self.add_error("until", "Say until which day they stand in")
        return told


class PostForm(Form):
    """Until when a role lasts."""

    until = fields.DateField(
        label="Until which day?", noun="the last day", required=False, help_text=UNTIL_HINT
    )

    def __init__(self, *args: Any, post: Membership, **kwargs: Any) -> None:
        super().__init__(*args, initial={"until": post.until}, **kwargs)
        self.post = post

    def clean_until(self) -> dt.date | None:
        """A day that is not over."""
        until: dt.date | None = self.cleaned_data["until"]
        if until and until < max(timezone.localdate(), self.post.from_date):
            raise forms.ValidationError("The last day must be today or later. To end the role now, use “End”")
        return until


class AddressForm(Form):
    """The address somebody signs in with from now on."""

    email = fields.Email(
        label="New email address",
        missing="Enter the new address",
        help_text="Use an address only they can read.",
    )


class LeavingForm(Form):
    """When somebody's access ends."""

    when = fields.Choice(
        [("now", "Now"), ("day", "On a day")],
        label="When does their access end?",
        noun="when it ends",
        conditional={"day": "on"},
    )
    on = fields.DateField(
        label="On which day?", noun="the day", help_text="It ends at the beginning of this day."
    )

    def clean(self) -> dict[str, Any]:
        """A day from today on."""
        told = super().clean() or {}
        today = timezone.localdate()
        if told.get("when") == "now":
            told["on"] = today
        elif told.get("on") and told["on"] < today:
            self.add_error("on", "The day must be today or later")
        return told


class ConfirmForm(Form):
    """Nothing to say but yes; for somebody who leaves, to whom their open work goes."""

    hand_over_to = fields.OneRecord(
        User.objects.none(),
        label="Who takes over their open work?",
        required=False,
        widget=forms.Select,
        empty_label="Whoever owns each item",
        help_text="A colleague gets only what their own post lets them have. The rest goes to whoever owns it.",
    )

    def __init__(self, *args: Any, change: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if change.kind != ChangeKind.LEAVE:
            del self.fields["hand_over_to"]
            return
        workers = [role for role, held in CAPABILITIES.items() if C.DO_TASKS in held]
        posts = Membership.objects.current().filter(school=change.school, role__in=workers)
        colleagues = User.objects.filter(pk__in=posts.exclude(user=change.user).values("user"))
        self.fields["hand_over_to"].queryset = colleagues  # type: ignore[attr-defined]


class WelcomeForm(Form):
    """The password of somebody who takes up an account; nothing to fill in where none is needed."""

    password = NewPassword()

    def __init__(self, *args: Any, user: User, needs_password: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not needs_password:
            del self.fields["password"]
            return
        self.fields["password"].user = user  # type: ignore[attr-defined]
        self.fields["password"].label = "Choose a password"


class SchoolForm(Form):
    """A new school, and who administers it first."""

    name = fields.Text(
        label="Name of the school", max_length=200, missing="Enter the school’s name", strip=True
    )
    nation = fields.Choice(School.Nation, label="Whose bank holidays apply?", noun="the nation")
    given_name = fields.Text(label="First name", max_length=100, required=False, strip=True)
    family_name = fields.Text(label="Surname", max_length=100, required=False, strip=True)
    email = fields.Email(label="Email address", required=False)
    layout = Layout(
        "name",
        "nation",
        Section("Its first administrator, if you know them", "given_name", "family_name", "email"),
    )

    def clean(self) -> dict[str, Any]:
        """An administrator is named whole or not at all."""
        told = super().clean() or {}
        asked = ("given_name", "family_name", "email")
        if any(told.get(name) for name in asked):
            for name in asked:
                if not told.get(name) and name not in self.errors:
                    self.add_error(name, "Name the administrator in full, or leave all three empty")
        return told

    @property
    def administrator(self) -> Invitee | None:
        """Who is invited first, if anybody."""
        told = self.cleaned_data
        if not told["email"]:
            return None
        return Invitee(told["given_name"], told["family_name"], told["email"])


class AccountsFilter(Form):
    """Which accounts a list shows."""

    words = fields.Text(label="Name or email address", required=False, max_length=100, strip=True)
    role = fields.Select(Role, label="Role", required=False, blank="Any role")

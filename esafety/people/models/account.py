"""An account, the posts it holds, and when its holder is on duty."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from esafety.people.models.school import School
from esafety.people.vocabulary import Role


class UserManager(BaseUserManager["User"]):
    """Makes accounts. Email is stored in lower case: one human types it many ways."""

    def create_user(self, email: str, password: str | None = None, *, name: str = "") -> User:
        """Make an account that signs in with `email`. Without a password it cannot sign in yet."""
        user = self.model(email=email.strip().lower(), name=name)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> User:
        """Find an account by email, whatever case was typed."""
        return self.get(email=(username or "").strip().lower())


class User(AbstractBaseUser, PermissionsMixin):
    """One row is an account: somebody who signs in. Who a record is about is a `Person`."""

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=200)
    is_active = models.BooleanField(default=True)
    is_staff = False
    joined_at = models.DateTimeField(default=timezone.now)

    objects: ClassVar[UserManager] = UserManager()
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name or self.email

    def get_full_name(self) -> str:
        """The holder's name."""
        return str(self)


class MembershipQuerySet(models.QuerySet["Membership"]):
    """Filters with a name."""

    def current(self, on: dt.date | None = None) -> MembershipQuerySet:
        """Posts held on a day (default: today, school's local date) by accounts that are active."""
        day = on or timezone.localdate()
        held = Q(ended_at__isnull=True) | Q(ended_at__date__gte=on) if on else Q(ended_at__isnull=True)
        return self.filter(
            held, Q(until__isnull=True) | Q(until__gte=day), from_date__lte=day, user__is_active=True
        )

    def ahead(self) -> MembershipQuerySet:
        """Posts held today or from a later day on, whether or not the account is active."""
        return self.filter(Q(until__isnull=True) | Q(until__gte=timezone.localdate()), ended_at__isnull=True)


class Membership(models.Model):
    """One row says that an account holds a role in a school from a day until a day (inclusive)."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="memberships")
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=24, choices=Role)
    from_date = models.DateField(default=timezone.localdate)
    until = models.DateField(null=True, blank=True)
    ended_at = models.DateTimeField(
        null=True, blank=True, help_text="Ended before its last day, at this moment"
    )
    stands_in_for = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", help_text="Who is away"
    )
    duty_order = models.PositiveSmallIntegerField(
        default=100, help_text="Among holders of one role, who is told first: lowest number"
    )

    objects = MembershipQuerySet.as_manager()

    class Meta:
        ordering = ("school", "role", "duty_order", "pk")
        indexes = [models.Index(fields=("school", "role"), name="membership_school_role")]
        constraints = [
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("from_date")),
                name="membership_ends_after_start",
            )
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_role_display()}"


class Absence(models.Model):
    """One row says that an account's holder is away between two moments and is passed over for duty."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="absences")
    from_at = models.DateTimeField()
    until_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=("user", "until_at"), name="absence_user_until")]
        constraints = [
            models.CheckConstraint(condition=Q(until_at__gt=F("from_at")), name="absence_ends_after_start")
        ]

    def __str__(self) -> str:
        return f"{self.user} away until {self.until_at:%d %B %Y}"

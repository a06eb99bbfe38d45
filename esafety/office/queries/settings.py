"""The settings as their page shows them: what is set, and what it means."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.conf import settings
from django.urls import reverse

from esafety.ui.templatetags.ui import clock as in_hours
from incidents.policy.clocks import ADJUSTABLE, Clock
from incidents.record.ladder import chosen

if TYPE_CHECKING:
    from esafety.people.models import School


class Row(NamedTuple):
    """One setting: its name, what it is set to, what that means."""

    label: str
    text: str
    means: str = ""


class Part(NamedTuple):
    """One card of settings."""

    title: str
    change_url: str
    rows: list[Row]


def parts(school: School) -> list[Part]:
    """Every setting of a school."""
    return [
        Part("The school", _url("particulars"), _particulars(school)),
        Part("Clocks and copies", _url("clocks"), _clocks(school)),
        Part("Quiet hours", _url("quiet"), [_quiet(school)]),
        Part("The word", _url("words"), [_word(school)]),
        Part("Sanctions", reverse("sanction_settings"), [_sanctions(school)]),
        Part("Help page", _url("help"), _help(school)),
    ]


def help_address(school: School) -> str:
    """The whole address of a school's help page."""
    return settings.BASE_URL + reverse("help", args=[school.slug])


def _url(part: str) -> str:
    return reverse("settings_change", args=[part])


def _particulars(school: School) -> list[Row]:
    return [
        Row("Name", school.name),
        Row("Address", school.address),
        Row("Telephone", school.telephone, "Shown to staff who cannot reach a lead."),
        Row("Email address", school.email),
        Row("Nation", school.get_nation_display(), "Its bank holidays are no working days."),
    ]


def _clocks(school: School) -> list[Row]:
    rows = []
    for row in ADJUSTABLE:
        name = school.clocks.get(row.setting, row.clock.name)
        running = Clock[name] if name in Clock.__members__ else row.clock
        published = f"As published ({row.source})."
        rows.append(
            Row(row.means, str(running), published if running is row.clock else f"Published: {row.clock}.")
        )
    copies = school.get_copy_to_authority_display()
    return [
        *rows,
        Row("Copies to the authority’s officer", copies, "A task opens when an incident is closed."),
    ]


def _quiet(school: School) -> Row:
    means = "Mail about calm matters waits until they are over. What is urgent never waits."
    if school.quiet_from is None or school.quiet_until is None:
        return Row("Every day", "None", "Every mail goes out at once.")
    return Row("Every day", f"{in_hours(school.quiet_from)} to {in_hours(school.quiet_until)}", means)


def _word(school: School) -> Row:
    return Row("You call it", school.get_word_display(), "On pages, in posts and on printed records.")


def _sanctions(school: School) -> Row:
    ladder, _, months = chosen(school)
    return Row(
        "Ladder for pupils", ladder.name, f"{ladder.source}. Earlier decisions count for {months} months."
    )


def _help(school: School) -> list[Row]:
    shown = "Shown to everybody" if school.help_is_public else "Not shown yet"
    named = "By name" if school.help_names_co_ordinator else "By post only"
    return [
        Row("Page", shown, "For parents and pupils, without signing in."),
        Row("Address", help_address(school)),
        Row("The co-ordinator", named),
    ]

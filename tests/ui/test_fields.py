"""What a person may type, what is kept, and what they are told otherwise."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django import forms as django_forms
from django.core.exceptions import ValidationError
from django.db.models import TextChoices
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from esafety.ui import fields
from esafety.ui.fields import NOT_KEPT
from esafety.ui.forms import Form, error_links


def told(field: django_forms.Field, value: Any) -> str:
    """The sentence a person reads."""
    with pytest.raises(ValidationError) as refused:
        field.clean(value)
    return refused.value.messages[0]


happened_on = fields.DateField(label="When did it happen?", latest="today")


@pytest.mark.parametrize(
    "boxes, expected",
    [
        (["27", "3", "2026"], dt.date(2026, 3, 27)),
        ([" 27 ", "mar", "2026"], dt.date(2026, 3, 27)),
        (["1", "September", "2025"], dt.date(2025, 9, 1)),
        (["1", "Sept.", "25"], dt.date(2025, 9, 1)),
        (["29", "2", "24"], dt.date(2024, 2, 29)),
        (["1", "1", "99"], dt.date(1999, 1, 1)),
        (["", " ", ""], None),
    ],
)
def test_dates_are_read_as_people_write_them(boxes: list[str], expected: dt.date | None) -> None:
    assert fields.DateField(required=False, latest="today").clean(boxes) == expected


@pytest.mark.parametrize(
    "boxes, sentence",
    [
        (["", "", ""], "Answer “When did it happen?”"),
        (["27", "", "2026"], "The date must include a month"),
        (["27", "", ""], "The date must include a month and a year"),
        (["31", "2", "2026"], "The date must be a real date, like 27 3 2026"),
        (["29", "2", "2023"], "The date must be a real date, like 27 3 2026"),
        (["0", "0", "2026"], "The date must be a real date, like 27 3 2026"),
        (["٣", "3", "2026"], "The date must be a real date, like 27 3 2026"),
        (["²", "3", "2026"], "The date must be a real date, like 27 3 2026"),
        (["-1", "+3", "2026"], "The date must be a real date, like 27 3 2026"),
        (["1", "3", "0026"], "The date must have a year with 4 numbers, like 2026"),
        (["1", "3", "12026"], "The date must have a year with 4 numbers, like 2026"),
        (["1", "3", "202"], "The date must have a year with 4 numbers, like 2026"),
        (["9" * 5000, "3", "2026"], "The date must be a real date, like 27 3 2026"),
        (["1", "3", "9999"], "The date must be today or in the past"),
    ],
)
def test_a_date_that_is_none_is_told_why(boxes: list[str], sentence: str) -> None:
    assert told(happened_on, boxes) == sentence


def test_today_is_allowed_and_tomorrow_is_not() -> None:
    today = timezone.localdate()
    assert happened_on.clean([today.day, today.month, today.year]) == today
    tomorrow = today + dt.timedelta(days=1)
    assert "today or in the past" in told(happened_on, [tomorrow.day, tomorrow.month, tomorrow.year])


def test_a_due_date_may_not_lie_in_the_past_and_a_fixed_limit_is_named() -> None:
    assert (
        told(fields.DateField(label="Due date", earliest="today"), ["1", "1", "2020"])
        == "Due date must be today or in the future"
    )
    born = fields.DateField(label="Date of birth", earliest=dt.date(2000, 9, 1))
    assert told(born, ["31", "8", "2000"]) == "Date of birth must be on or after 1 September 2000"


@pytest.mark.parametrize(
    "typed, expected",
    [
        ("14:30", dt.time(14, 30)),
        ("2.30pm", dt.time(14, 30)),
        ("2:30 PM", dt.time(14, 30)),
        ("1430", dt.time(14, 30)),
        ("2pm", dt.time(14)),
        ("12am", dt.time(0)),
        ("12pm", dt.time(12)),
        ("12.15 p.m.", dt.time(12, 15)),
        ("0905", dt.time(9, 5)),
        ("905", dt.time(9, 5)),
        ("9:05", dt.time(9, 5)),
        ("02:30", dt.time(2, 30)),
        ("midday", dt.time(12)),
        ("Midnight", dt.time(0)),
        ("00:00", dt.time(0)),
        ("23 59", dt.time(23, 59)),
        ("", None),
    ],
)
def test_times_are_read_as_people_write_them(typed: str, expected: dt.time | None) -> None:
    assert fields.TimeField(required=False).clean(typed) == expected


@pytest.mark.parametrize(
    "typed", ["25:00", "12:60", "lunch", "14", "13pm", "0am", "1:2", "١٤:٣٠", "14:30:00", "2400"]
)
def test_what_is_no_time_is_told_how_to_write_one(typed: str) -> None:
    assert told(fields.TimeField(label="Time"), typed) == "Time must be a time, like 2:30pm or 14:30"


def test_half_past_two_is_asked_which() -> None:
    assert told(fields.TimeField(label="About what time?"), "2.30") == (
        "Say if the time is morning or afternoon, like 2:30am or 14:30"
    )


@given(st.times().map(lambda t: t.replace(second=0, microsecond=0)))
def test_a_kept_time_comes_back_from_its_own_redisplay(kept: dt.time) -> None:
    field = fields.TimeField()
    assert field.clean(field.widget.format_value(kept)) == kept  # type: ignore[attr-defined]


@given(st.text(max_size=300))
def test_what_is_typed_is_stored_or_refused(typed: str) -> None:
    field = fields.TextArea(label="What happened", max_length=250, required=False)
    plain = typed.replace("\r\n", "\n").replace("\r", "\n")
    try:
        kept = field.clean(typed)
    except ValidationError:
        assert NOT_KEPT.search(plain) or len(plain) > 250
    else:
        assert kept == (plain if plain.strip() else "")


def test_long_text_is_told_the_limit_and_what_was_written() -> None:
    field = fields.TextArea(label="What happened")
    assert field.clean("x" * 10_000)
    assert (
        told(field, "x" * 10_412)
        == "What happened must be 10,000 characters or fewer. You have written 10,412."
    )


def test_a_line_break_counts_as_one_character() -> None:
    assert fields.TextArea(max_length=3).clean("a\r\nb") == "a\nb"


@pytest.mark.parametrize("bad", ["\x00", "\x08", "\x0b", "\x1b", "\x7f", "\ud800"])
def test_an_invisible_character_is_refused_and_found(bad: str) -> None:
    assert told(fields.TextArea(label="What happened"), f"She said{bad} no") == (
        "What happened contains an invisible character that cannot be kept. "
        "Delete what comes after “She said” and type it again"
    )


def test_one_line_stays_one_line() -> None:
    assert told(fields.Text(label="Name"), "a\nBcc: x") == "Name must be on one line"


def test_an_email_address_is_trimmed_and_checked() -> None:
    assert fields.Email(label="Email address").clean(" a@b.org ") == "a@b.org"
    assert told(fields.Email(label="Email address"), "a@b") == (
        "Enter an email address in the correct format, like name@example.com"
    )


COLOURS = [("red", "Red"), ("blue", "Blue"), ("none", "None of these")]


def test_several_are_few_each_once_and_only_from_the_list() -> None:
    field = fields.Several(COLOURS, label="Colours", at_most=2, exclusive=["none"])
    assert field.clean(["red", "red", "blue"]) == ["red", "blue"]
    assert told(field, ["red", "blue", "none"]) == "Select 2 or fewer"
    assert told(field, ["red", "none"]) == "Select everything that applies, or “None of these”, but not both"
    assert told(field, ["red", "'; drop"]) == "Select only from the options shown"
    assert told(field, [str(n) for n in range(5000)]) == "Select 2 or fewer"


class Where(TextChoices):
    """For a field with an enum."""

    HOME = "home", "At home"
    OTHER = "other", "Somewhere else"


def test_an_answer_from_an_enum_is_a_member_of_it() -> None:
    assert fields.Choice(Where, label="Where").clean("home") is Where.HOME
    assert fields.Several(Where, label="Where").clean(["home"]) == [Where.HOME]
    assert "invented" not in told(fields.Choice(Where, label="Where"), "invented")


def test_yes_and_no_are_true_and_false_and_silence_is_neither() -> None:
    assert fields.YesNo(label="Safe?").clean("no") is False
    assert fields.YesNo(label="Safe?").clean("yes") is True
    assert fields.YesNo(label="Safe?", required=False).clean("") is None
    assert told(fields.YesNo(label="Is she safe?"), "") == "Answer “Is she safe?”"


class Nested(Form):
    """A question under a question."""

    told_anyone = fields.YesNo(label="Have you told anyone?", conditional={"yes": ["told_who"]})
    told_who = fields.Several(COLOURS, label="Who?", conditional={"blue": "told_name"})
    told_name = fields.Text(label="Name")
    told_on = fields.DateField(label="When?", required=False)


def test_a_question_that_was_not_asked_is_blanked_errors_and_all() -> None:
    form = Nested({"told_anyone": "no", "told_who": ["nonsense"], "told_name": "stray\x00"})
    assert form.is_valid(), form.errors
    assert form.cleaned_data == {"told_anyone": False, "told_who": [], "told_name": "", "told_on": None}


def test_a_question_that_was_asked_needs_its_answer_two_levels_down() -> None:
    form = Nested({"told_anyone": "yes", "told_who": ["red", "blue"], "told_name": ""})
    assert [link.target for link in error_links(form)] == ["id_told_name"]


def test_an_error_of_a_date_points_at_the_empty_box() -> None:
    form = Nested({"told_anyone": "no", "told_on_0": "3", "told_on_1": "", "told_on_2": "2026"})
    assert [link.target for link in error_links(form)] == ["id_told_on_1"]
    assert [box.wrong for box in form["told_on"].boxes] == [False, True, False]  # type: ignore[attr-defined]

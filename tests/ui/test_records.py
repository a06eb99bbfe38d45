"""Choosing rows: only those offered, whatever number is sent."""

from __future__ import annotations

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError

from esafety.ui import fields
from esafety.ui.forms import Form

pytestmark = pytest.mark.usefixtures("by_the_owner", "db")  # the rows are of a table of Django’s own


@pytest.fixture
def offered() -> ContentType:
    return ContentType.objects.create(app_label="gallery", model="offered")


@pytest.mark.parametrize("sent", ["", "0", "-1", "nonsense", "9" * 40, "1.5", "\x00", "1 OR 1=1"])
def test_only_rows_that_are_offered_can_be_chosen(offered: ContentType, sent: str) -> None:
    ours = ContentType.objects.filter(pk=offered.pk)
    assert fields.OneRecord(ours, label="Owner").clean(str(offered.pk)) == offered
    assert list(fields.SeveralRecords(ours, label="Owners").clean([str(offered.pk)])) == [offered]
    for field, value in (
        (fields.OneRecord(ours, label="Owner"), sent),
        (fields.SeveralRecords(ours, label="Owners"), [sent]),
    ):
        with pytest.raises(ValidationError) as told:
            field.clean(value)
        assert told.value.messages[0] in (
            "Select owner",
            "Select owners",
            "Select only from the options shown",
        )


def test_thousands_are_refused_without_looking(
    offered: ContentType, django_assert_num_queries: object
) -> None:
    field = fields.SeveralRecords(ContentType.objects.all(), label="Owners", at_most=20)
    with django_assert_num_queries(0), pytest.raises(ValidationError, match="Select 20 or fewer"):  # type: ignore[operator]
        field.clean([str(number) for number in range(5000)])


def test_rows_are_drawn_as_radio_buttons(offered: ContentType) -> None:
    class Owner(Form):
        owner = fields.OneRecord(ContentType.objects.filter(pk=offered.pk), label="Owner")

    page = str(Owner({"owner": str(offered.pk)}))
    assert f'id="id_owner" name="owner" type="radio" value="{offered.pk}" checked' in page

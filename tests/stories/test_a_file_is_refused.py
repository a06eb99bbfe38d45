"""Somebody sends a picture with a report: it goes nowhere, and the page says what to do with it instead."""

from __future__ import annotations

import pytest

from tests.cast import Cast
from tests.stories.conftest import Visit

pytestmark = pytest.mark.django_db(transaction=True)

A_FILE = """form => {
    const input = document.createElement("input");
    input.type = "file";
    input.name = "picture";
    form.enctype = "multipart/form-data";
    form.append(input);
}"""


def test_a_file_is_refused_in_plain_words(visit: Visit, cast: Cast) -> None:
    """No page asks for one: this is a page altered by a browser's extension, or by hand."""
    page = visit.sign_in(cast.teacher).page
    visit.go("/report/")
    page.locator("main form").evaluate(A_FILE)
    picture = {"name": "picture.jpg", "mimeType": "image/jpeg", "buffer": b"not to be kept"}
    page.locator("input[name=picture]").set_input_files(picture)
    page.locator("main form button[type=submit]").first.click()
    assert page.get_by_role("heading", level=1).inner_text() == "Files are not taken here"
    assert visit.says("Do not open, copy, print, send or delete it.")
    assert visit.says("Write in words what it is, who has it and where it is kept")
    visit.sound()
    page.go_back()
    assert page.locator("main form").is_visible()

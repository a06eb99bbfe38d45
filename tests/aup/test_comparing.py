"""Two editions beside each other: no word of either is lost, and each row says what happened without colour."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from aup.policy.comparing import Change, Piece, compare_points

WORDS = st.sampled_from(
    ["I am kind.", "I am kind to all.", "I log out.", "I log out at noon.", "I ask.", "Help me now."]
)
POINTS = st.lists(WORDS, max_size=6)


def said(pieces: list[Piece]) -> str:
    return "".join(piece.words for piece in pieces)


@given(POINTS, POINTS)
def test_read_down_each_side_is_its_edition_word_for_word(old: list[str], new: list[str]) -> None:
    rows = compare_points(old, new)
    assert [said(row.old) for row in rows if row.old] == old
    assert [said(row.new) for row in rows if row.new] == new


@given(POINTS, POINTS)
def test_the_word_beside_a_row_is_true(old: list[str], new: list[str]) -> None:
    for row in compare_points(old, new):
        if row.change is Change.SAME:
            assert said(row.old) == said(row.new)
        elif row.change is Change.CHANGED:
            assert said(row.old) != said(row.new)
            assert all((row.old, row.new))
            assert any(piece.differs for piece in [*row.old, *row.new])
        else:
            assert bool(row.old) is (row.change is Change.REMOVED)
            assert bool(row.new) is (row.change is Change.ADDED)


@given(POINTS)
def test_an_edition_beside_itself_is_the_same(points: list[str]) -> None:
    assert {row.change for row in compare_points(points, points)} <= {Change.SAME}


def test_what_was_taken_out_stands_before_what_came_in() -> None:
    rows = compare_points(["I sing.", "I am kind."], ["Report worries now please.", "I am kind."])
    assert [row.change for row in rows] == [Change.REMOVED, Change.ADDED, Change.SAME]

"""A sealed file gives back what was sealed, or nothing."""

from __future__ import annotations

import secrets
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from esafety.papers.sealing import CHUNK, BrokenSeal, new_file_key, seal, unseal

KEY = new_file_key()
OVERHEAD = 16
HEAD = 11
near_a_chunk = st.sampled_from([0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 2 * CHUNK + 7, 3 * CHUNK])


def sealed(content: bytes, pieces: int = 1, name: str = "a") -> bytes:
    into, step = BytesIO(), max(1, -(-len(content) // pieces))
    seal((content[at : at + step] for at in range(0, len(content), step)), into, key=KEY, name=name)
    return into.getvalue()


def opened(file: bytes, key: bytes = KEY, name: str = "a") -> bytes:
    return b"".join(unseal(BytesIO(file), key=key, name=name))


@settings(max_examples=60, deadline=None)
@given(size=near_a_chunk, pieces=st.integers(1, 9))
def test_what_was_sealed_comes_back_however_it_was_handed_in(size: int, pieces: int) -> None:
    content = secrets.token_bytes(size)
    assert opened(sealed(content, pieces)) == content


@settings(max_examples=150, deadline=None)
@given(size=near_a_chunk, where=st.floats(0, 1, exclude_max=True), bit=st.integers(0, 7))
def test_one_flipped_bit_anywhere_is_refused(size: int, where: float, bit: int) -> None:
    file = bytearray(sealed(bytes(size)))
    file[int(where * len(file))] ^= 1 << bit
    with pytest.raises(BrokenSeal):
        opened(bytes(file))


@settings(max_examples=100, deadline=None)
@given(size=near_a_chunk, left=st.floats(0, 1, exclude_max=True))
def test_a_lost_end_is_refused(size: int, left: float) -> None:
    file = sealed(bytes(size))
    with pytest.raises(BrokenSeal):
        opened(file[: int(left * len(file))])


@pytest.mark.parametrize("chunks", [1, 2])
def test_a_file_cut_between_two_chunks_is_refused(chunks: int) -> None:
    file = sealed(bytes(3 * CHUNK))
    with pytest.raises(BrokenSeal):
        opened(file[: HEAD + chunks * (CHUNK + OVERHEAD)])


def test_exchanged_repeated_and_added_chunks_are_refused() -> None:
    file = sealed(secrets.token_bytes(3 * CHUNK))
    head, size = file[:HEAD], CHUNK + OVERHEAD
    first, second, third = (file[HEAD + at * size : HEAD + (at + 1) * size] for at in range(3))
    for other in [
        second + first + third,
        first + first + third,
        first + third,
        file[HEAD:] + third,
        file[HEAD:] + b"x",
    ]:
        with pytest.raises(BrokenSeal):
            opened(head + other)


def test_another_name_or_another_key_opens_nothing() -> None:
    file = sealed(b"the story")
    with pytest.raises(BrokenSeal):
        opened(file, name="b")
    with pytest.raises(BrokenSeal):
        opened(file, key=new_file_key())


def test_the_same_content_never_looks_the_same_twice() -> None:
    assert sealed(b"the story") != sealed(b"the story")
    assert b"the story" not in sealed(b"the story")


def test_memory_does_not_grow_with_the_file() -> None:
    """A hundred megabytes pass through in pieces; no piece handed on is larger than a chunk."""
    into = BytesIO()
    seal((bytes(1_000_000) for _ in range(100)), into, key=KEY, name="a")
    into.seek(0)
    sizes = {len(piece) for piece in unseal(into, key=KEY, name="a")}
    assert max(sizes) == CHUNK

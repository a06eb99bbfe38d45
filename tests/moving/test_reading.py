"""What came from elsewhere is refused unless it is whole and known, in words, and at a cost that is bounded."""

from __future__ import annotations

import contextlib
import copy
import io
import json
import time
import zlib
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pypdf import PdfReader, PdfWriter
from pypdf.generic import DictionaryObject, NameObject, StreamObject, TextStringObject

from esafety.moving.json_reading import Unreadable, read_json
from esafety.moving.reading import ASK, Package, entries_of, read_package
from esafety.papers import confined, unsealing
from esafety.papers.receiving.inside import judged
from esafety.papers.receiving.judge import judge_for
from esafety.papers.receiving.kinds import EVIDENCE, PUPIL_FILE
from esafety.papers.unsealing import NotOpened, unseal
from tests.moving.packages import WORDS, a_record, an_entry, pages, parts_of, sealed, with_picture
from tests.papers.hostile import pdf, png


def why(parts: dict[str, bytes]) -> str:
    with pytest.raises(Unreadable) as refused:
        read_package(parts)
    assert str(refused.value).endswith(ASK)
    return str(refused.value)


pytestmark = pytest.mark.either_engine


def test_a_package_written_from_the_documentation_is_read() -> None:
    record, files = with_picture(a_record())
    package = read_package(unseal(sealed(parts_of(record, files)), WORDS))
    assert isinstance(package, Package)
    assert package.record == record
    assert [(one.told["name"], one.content) for one in package.files] == [("file-1.png", png())]


def test_what_a_school_before_wrote_is_read_as_that_schools() -> None:
    before = {
        "school": "Mill Road Infants", "reference": "MR11-0001", "others_named_by": "letters",
        "entries": [an_entry(text="He was sad.")], "files": [],
    }  # fmt: skip
    package = read_package(parts_of(a_record(received=[before])))
    assert [(school, len(rows)) for school, rows in entries_of(package.record)] == [
        ("", 1),
        ("Mill Road Infants", 1),
    ]


# -- parts -----------------------------------------------------------------------------------------


def test_a_part_that_is_missing_added_or_altered_is_refused() -> None:
    record, files = with_picture(a_record())
    whole = parts_of(record, files)
    for name in whole:
        said = why({one: content for one, content in whole.items() if one != name})
        assert name in said
    assert "was added" in why({**whole, "note.txt": b"hello"})
    for name in ("pupil-file.json", "pupil-file.pdf", "file-1.png"):
        assert f"{name} was altered" in why({**whole, name: whole[name] + b" "})
        assert f"{name} was altered" in why({**whole, name: whole[name][:-1] + b"~"})
    assert "not those that the record describes" in why(parts_of(a_record(), files))
    assert "not those that the record describes" in why(parts_of(record))


def test_every_byte_of_the_record_and_the_pages_counts() -> None:
    whole = parts_of(a_record())
    for name in ("pupil-file.json", "pupil-file.pdf"):
        for place in range(0, len(whole[name]), max(1, len(whole[name]) // 40)):
            content = bytearray(whole[name])
            content[place] ^= 1
            assert "was altered" in why({**whole, name: bytes(content)})


@pytest.mark.parametrize("name", ["../x.json", "a/b", "x" * 101, "\udc80", ".hidden", "", "a\x00b", "файл"])
def test_a_file_with_a_hostile_name_is_refused(name: str) -> None:
    assert "name" in why({**parts_of(a_record()), name: b"x"})
    listed = json.loads(parts_of(a_record())["manifest.json"])
    listed["parts"].append({"name": name, "size": 1, "sha256": "0" * 64})
    assert "plain name" in why({**parts_of(a_record()), "manifest.json": json.dumps(listed).encode()})


@pytest.mark.parametrize(
    "changed, said",
    [
        ({"format": "other"}, "not a pupil’s file"),
        ({"edition": 2}, "another edition"),
        ({"edition": True}, "another edition"),
        ({"edition": "1"}, "another edition"),
        ({"reference": "OTHER"}, "not of the same file"),
    ],
)
def test_another_format_or_edition_is_refused(changed: dict[str, Any], said: str) -> None:
    assert said in why(parts_of(a_record(), **changed))


# -- json ------------------------------------------------------------------------------------------

BOMBS = {
    "deep": b"[" * 1_000_000,
    "deep and closed": b"[" * 500_000 + b"]" * 500_000,
    "wide": b"[" + b"[]," * 2_000_000 + b"[]]",
    "an open string": b'{"a": "' + b'\\"' * 3_000_000,
    "an open string that ends in the middle": b'{"a": "' + b'\\"' * 3_000_000 + b"\\",
    "a million entries": b"[" + b"{}," * 1_000_000 + b"{}]",
    "a number without end": b'{"size": ' + b"9" * 1_000_000 + b"}",
    "not a number": b'{"size": NaN}',
    "no end": b'{"size": Infinity}',
    "a fraction": b'{"size": 1.5}',
    "a power": b'{"size": 1e308}',
    "not utf-8": b'{"a": "\xff"}',
    "cut": b'{"a": ',
    "twice": b'{"a": 1, "a": 2}',
    "large": b" " * 9_000_000,
    "nothing": b"",
}


@pytest.mark.parametrize("name", sorted(BOMBS))
def test_json_that_means_harm_is_refused_at_once(name: str) -> None:
    began = time.monotonic()
    with pytest.raises(Unreadable):
        read_json(BOMBS[name], "pupil-file.json")
    assert time.monotonic() - began < 10


def test_a_hundred_thousand_entries_are_more_than_a_file_has() -> None:
    assert "far more pieces" in why(parts_of(a_record(entries=[an_entry(text="") for _ in range(30_000)])))
    assert "5,000 can be taken in" in why(
        parts_of(a_record(entries=[an_entry(text="") for _ in range(5_001)]))
    )


@pytest.mark.parametrize(
    "place, value, said",
    [
        (("entries", 0, "text"), "a\x00b", "invisible character"),
        (("entries", 0, "text"), "a\x1bb", "invisible character"),
        (("entries", 0, "text"), "\ud800", "invisible character"),
        (("entries", 0, "text"), "x" * 60_001, "longer"),
        (("entries", 0, "at"), "2026-09-14T09:05:00", "no moment"),
        (("entries", 0, "at"), "0001-01-01T00:00:00+14:00", "no moment"),
        (("entries", 0, "at"), 5, "no moment"),
        (("entries", 0, "significant"), 1, "not known"),
        (("entries", 0, "significant"), None, "not known"),
        (("others_named_by",), "numbers", "not known"),
        (("starts_on",), "2026-13-01", "no day"),
        (("pupil", "born_on"), "9999-01-01", "no day"),
        (("pupil", "given_name"), ["Theo"], "no text"),
        (("household",), {}, "no list"),
        (("left_out", "entries"), -1, "number of things"),
        (("from", "school"), "", "empty"),
        (("more",), 1, "not known here"),
        (("entries", 0, "<script>"), 1, "not known here"),
    ],
)
def test_what_is_not_of_the_shape_is_refused(place: tuple[Any, ...], value: Any, said: str) -> None:
    record = copy.deepcopy(a_record())
    here: Any = record
    for step in place[:-1]:
        here = here[step]
    here[place[-1]] = value
    refused = why(parts_of(record))
    assert said in refused
    assert "<" not in refused


@pytest.mark.parametrize("key", sorted(a_record()))
def test_what_is_missing_is_refused(key: str) -> None:
    assert "missing" in why(parts_of({name: value for name, value in a_record().items() if name != key}))


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20) | st.floats(allow_nan=False),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(value=ANYTHING, place=st.sampled_from(sorted(a_record())))
def test_whatever_stands_in_a_place_it_is_taken_as_it_is_or_refused(value: Any, place: str) -> None:
    record = a_record(**{place: value})
    with contextlib.suppress(Unreadable):  # every refusal is one of ours
        assert read_package(parts_of(record)).record[place] == value


@settings(max_examples=150, deadline=None)
@given(content=st.binary(max_size=300))
def test_any_bytes_at_all_are_refused_in_words(content: bytes) -> None:
    assert why(parts_of(content))
    assert why({**parts_of(a_record()), "manifest.json": content})


@settings(max_examples=100, deadline=None)
@given(texts=st.lists(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=200), max_size=8))
def test_what_people_write_comes_through_as_it_was(texts: list[str]) -> None:
    entries = [an_entry(text=text) for text in texts]
    assert read_package(parts_of(a_record(entries=entries))).record["entries"] == entries


# -- the pdf ---------------------------------------------------------------------------------------


def refused(content: bytes, words: str = WORDS) -> str:
    began = time.monotonic()
    with pytest.raises(NotOpened) as not_opened:
        unseal(content, words)
    assert time.monotonic() - began < confined.SECONDS + 5
    return str(not_opened.value)


def written(writer: PdfWriter, *, seal: bool = True) -> bytes:
    made = io.BytesIO()
    if seal:
        writer.encrypt(WORDS, algorithm="AES-256")
    writer.write(made)
    return made.getvalue()


def a_writer() -> PdfWriter:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pages())))
    writer.add_attachment("a.txt", b"a")
    return writer


def test_other_words_do_not_open_it_and_that_is_said() -> None:
    assert "do not open the file" in refused(sealed(parts_of(a_record())), "six other words than these ones")


def test_a_pdf_that_is_not_sealed_or_sealed_in_another_way_is_refused() -> None:
    assert "not sealed" in refused(pages())
    writer, made = a_writer(), io.BytesIO()
    writer.encrypt(WORDS, algorithm="AES-128")
    writer.write(made)
    assert "another way" in refused(made.getvalue())


def test_programs_in_it_are_refused() -> None:
    writer = a_writer()
    writer.root_object["/Names"][NameObject("/JavaScript")] = DictionaryObject()  # type: ignore[index]
    assert "program" in refused(written(writer))
    writer = a_writer()
    writer.root_object[NameObject("/OpenAction")] = DictionaryObject()
    assert "program" in refused(written(writer))


@pytest.mark.parametrize("many, said", [(300, "far more files"), (100_000, "cannot be taken apart")])
def test_a_hundred_thousand_files_inside_are_refused(many: int, said: str) -> None:
    """So many that there is no time to count them are too much work."""
    writer = a_writer()
    names = writer.root_object["/Names"]["/EmbeddedFiles"]["/Names"]  # type: ignore[index]
    spec = names[1]
    for number in range(many):
        names.append(TextStringObject(f"b{number}"))
        names.append(spec)
    assert said in refused(written(writer))


def test_the_same_name_twice_is_refused() -> None:
    writer = a_writer()
    writer.add_attachment("a.txt", b"b")
    assert "same name" in refused(written(writer))


def test_a_stream_that_unpacks_to_a_gigabyte_is_refused() -> None:
    writer = a_writer()
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(b"\0" * 1_000_000) for _ in range(1_000)) + packer.flush()
    bomb = StreamObject()
    bomb[NameObject("/Filter")] = NameObject("/FlateDecode")
    bomb._data = packed
    spec = writer.root_object["/Names"]["/EmbeddedFiles"]["/Names"][1].get_object()  # type: ignore[index]
    spec["/EF"][NameObject("/F")] = writer._add_object(bomb)
    assert "cannot be taken apart" in refused(written(writer))


def test_files_that_are_too_much_together_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unsealing, "MOST_BYTES", 1_000)
    writer = a_writer()
    writer.add_attachment("b.txt", b"b" * 2_000)
    assert "more than can be taken in" in refused(written(writer))


def test_a_tree_of_names_that_bites_its_tail_is_refused() -> None:
    writer = a_writer()
    names: Any = writer.root_object["/Names"]
    names["/EmbeddedFiles"].get_object()[NameObject("/Kids")] = names.raw_get("/EmbeddedFiles")
    said = ""
    try:
        unseal(written(writer), WORDS)
    except NotOpened as why_not:
        said = str(why_not)
    assert said == "" or "cannot be taken apart" in said


def test_cut_or_altered_anywhere_it_is_refused_or_still_the_same() -> None:
    whole = sealed(parts_of(a_record()))
    as_sent = read_package(unseal(whole, WORDS))
    for place in range(0, len(whole), max(1, len(whole) // 24)):
        content = bytearray(whole)
        content[place] ^= 0x10
        with contextlib.suppress(NotOpened, Unreadable):
            assert read_package(unseal(bytes(content), WORDS)) == as_sent
    assert refused(whole[: len(whole) // 2])


def test_no_words_stand_in_the_list_of_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[Any] = []
    real = confined.subprocess.run

    def watched(command: Any, **more: Any) -> Any:
        started.append((command, more["env"]))
        return real(command, **more)

    monkeypatch.setattr(confined.subprocess, "run", watched)
    unseal(sealed(parts_of(a_record())), WORDS)
    assert started
    assert "maple" not in str(started)


# -- the gate --------------------------------------------------------------------------------------


def judgement(content: bytes) -> tuple[str, str]:
    judge = judge_for(PUPIL_FILE)
    said = (
        judge.of_name("file.pdf")
        or judge.of_head(content[:4096])
        or judge.of_piece(content)
        or judge.of_whole()
    )
    return said, judge.kind.code if judge.kind else ""


def test_the_gate_tells_a_sealed_file_from_an_ordinary_one() -> None:
    assert judgement(sealed(parts_of(a_record()))) == ("", "sealed")
    assert judgement(pages()) == ("", "pdf")
    assert "holds other files" in judgement(written(a_writer(), seal=False))[0]
    assert "program" in judgement(pdf(b"/JavaScript"))[0]
    assert "Send a PDF" in judgement(png())[0]


def test_a_file_inside_is_judged_as_one_that_came_by_itself() -> None:
    assert "holds a program" in str(judged("a.pdf", pdf(b"/JavaScript"), EVIDENCE))
    assert "not taken here" in str(judged("a.exe", b"MZ" * 3000, EVIDENCE))
    assert "is empty" in str(judged("a.pdf", b"", EVIDENCE))

"""Files as they really come: encodings, line ends, broken lines, other systems' headings, hostile XML."""

from __future__ import annotations

import tracemalloc

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from esafety.office.policy import upn
from esafety.office.policy.columns import NAMES, Field, recognised
from esafety.office.roll import ctf, reading, sniffing, values
from esafety.office.roll.sniffing import Unusable
from esafety.office.roll.vocabulary import DateOrder, Delimiter, Encoding
from tests.office.filing import SAMPLES


def read(content: bytes, encoding: str = "utf-8", delimiter: str = ",") -> list[reading.Record]:
    """In pieces of seven bytes, so that no character and no line end arrives whole."""
    pieces = (content[at : at + 7] for at in range(0, len(content), 7))
    return list(reading.records(pieces, encoding=encoding, delimiter=delimiter))


def guess(content: bytes) -> sniffing.Guess:
    return sniffing.guess(lambda: [content])


# -- lines -----------------------------------------------------------------------------------------


def test_a_mark_at_the_beginning_and_every_line_end_are_understood() -> None:
    for end in ("\n", "\r\n", "\r"):
        for encoding, mark in (
            ("utf-8", b"\xef\xbb\xbf"),
            ("utf-16-le", b"\xff\xfe"),
            ("utf-16-be", b"\xfe\xff"),
        ):
            content = mark + f"Name,Année{end}Zoë,“9”{end}{end},,{end}Ada,8".encode(encoding)
            assert [(one.number, one.cells) for one in read(content, encoding)] == [
                (1, ["Name", "Année"]),
                (2, ["Zoë", "“9”"]),
                (5, ["Ada", "8"]),
            ]


def test_a_cell_may_hold_line_ends_and_the_numbers_go_on_as_in_an_editor() -> None:
    found = read(b'a,b\r\n"1 Quay Road\r\nHarbour",x\r\nc,d\r\n')
    assert [(one.number, one.cells) for one in found][1:] == [
        (2, ["1 Quay Road\r\nHarbour", "x"]),
        (4, ["c", "d"]),
    ]


def test_one_bad_line_never_spoils_the_rest() -> None:
    content = b'a,b\n"never ends,1\ngood,2\nn\0ul,3\n\xe9t\xe9,4\n' + b"x" * 200_000 + b"\nlast,5\n"
    found = read(content)
    assert [one.number for one in found] == [1, 2, 3, 4, 5, 6, 7]
    assert [one.cells for one in found if not one.refusal] == [["a", "b"], ["good", "2"], ["last", "5"]]
    why = {one.number: one.refusal for one in found if one.refusal}
    assert "quotation mark" in why[2]
    assert "NUL" in why[4]
    assert "another encoding" in why[5]
    assert "too long" in why[6]


def test_a_quotation_mark_that_never_ends_does_not_fill_the_memory() -> None:
    content = b'a,b\n"' + b"x,y\n" * 60_000
    tracemalloc.start()
    count = sum(
        1
        for _ in reading.records(
            [content[at : at + 65536] for at in range(0, 200_000, 65536)], encoding="utf-8", delimiter=","
        )
    )
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert count > 40_000
    assert peak < 3_000_000


@settings(max_examples=300, deadline=None)
@given(
    st.binary(max_size=400),
    st.sampled_from([one.value for one in Encoding]),
    st.sampled_from([one.value for one in Delimiter]),
)
def test_no_bytes_break_the_reader(content: bytes, encoding: str, delimiter: str) -> None:
    numbers = [one.number for one in read(content, encoding, delimiter)]
    assert numbers == sorted(set(numbers))


# -- what a file seems to be -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "encoding", "delimiter"),
    [
        ("sims_pupils.csv", Encoding.WINDOWS, Delimiter.COMMA),
        ("arbor_families.csv", Encoding.UTF_8, Delimiter.COMMA),
        ("bromcom_staff.csv", Encoding.UTF_16_LE, Delimiter.SEMICOLON),
    ],
)
def test_the_samples_are_recognised(name: str, encoding: Encoding, delimiter: Delimiter) -> None:
    told = guess((SAMPLES / name).read_bytes())
    assert (told.encoding, told.delimiter) == (encoding, delimiter)
    assert all(recognised(told.headings, contacts_own_lines=False))


def test_mixed_encodings_are_read_as_what_most_letters_are() -> None:
    mostly = "Name,Form\n" + "Zoë,5A\n" * 20
    assert guess(mostly.encode() + b"Ren\xe9,5B\n").encoding == Encoding.UTF_8
    assert guess(b"Name,Form\n" + b"Ren\xe9,5B\n" * 20 + "Zoë,5A\n".encode()).encoding == Encoding.WINDOWS


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b"\xef\xbb\xbf\r\n\r\n", "empty"),
        (b"UPN,Surname,Forename\r\n", "nobody in it"),
        (",".join(f"c{at}" for at in range(5_000)).encode() + b"\n1,2\n", "5,000 columns"),
        (b'"never ends,b\nx,y\n', "first line"),
    ],
)
def test_a_file_of_no_use_is_refused_with_what_to_do(content: bytes, words: str) -> None:
    with pytest.raises(Unusable, match=words):
        guess(content)


def test_dates_are_read_day_first_unless_they_can_only_be_month_first() -> None:
    def order(*dates: str) -> DateOrder:
        content = ("DOB,Name\n" + "".join(f"{one},x\n" for one in dates)).encode()
        return sniffing.date_order(lambda: [content], guess(content), [Field.BORN_ON.value, ""])

    assert order("01/02/2015", "03/04/2015") == DateOrder.DAY_FIRST
    assert order("01/02/2015", "03/24/2015") == DateOrder.MONTH_FIRST
    assert order("24/03/2015", "03/24/2015") == DateOrder.DAY_FIRST
    assert order("2015-03-24", "3 May 2015") == DateOrder.DAY_FIRST


# -- headings --------------------------------------------------------------------------------------


def test_headings_of_three_systems_say_what_they_fill() -> None:
    def fills(*headings: str, contacts: bool = False) -> list[str]:
        return recognised(headings, contacts_own_lines=contacts)

    assert fills("Adno", "Legal Surname", "Surname", "Forename") == [
        "source_id",
        "family_name",
        "known_as_family",
        "given_name",
    ]
    assert fills("Student ID", "Legal first name", "Registration form") == [
        "source_id",
        "given_name",
        "class_name",
    ]
    assert fills("Guardian 2: Email address", "Primary Guardian Last Name") == ["c_email.2", "c_family_name"]
    assert fills("Pupil UPN", "Surname", "Forename", "Priority", contacts=True) == [
        "upn",
        "c_family_name",
        "c_given_name",
        "c_priority",
    ]
    assert fills("Student Last Name", "Court Order Restricted Access", contacts=True) == [
        "family_name",
        "c_no_contact",
    ]
    assert fills("Favourite colour", "", "DOB", "DOB") == ["", "", "born_on", ""]
    assert fills("Surname Forename", "Year  Group") == ["both_names", "year_group"]


def test_every_heading_of_the_table_is_found_as_it_stands() -> None:
    assert len({one.heading for one in NAMES}) == len(NAMES)
    for one in NAMES:
        expected = one.person or one.contact
        assert recognised([one.heading.title()], contacts_own_lines=False) == [expected], one.heading
        assert one.written_by


# -- cells -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", ["B801200005001", "P207000016049", "A85027012600A"])
def test_a_right_unique_pupil_number(number: str) -> None:
    """The first is the example of python-stdnum; the second is worked out on the page of a supplier, corrected."""
    right = upn.check_letter(number) + number[1:]
    assert upn.is_right(right)
    wrong = [letter for letter in upn.LETTERS if letter != right[0]]
    assert not any(upn.is_right(letter + number[1:]) for letter in wrong)


def test_a_wrong_check_letter_is_refused_and_of_a_temporary_number_only_remarked() -> None:
    assert values.upn(" b801 2000 05001 ") == "B801200005001"
    with pytest.raises(values.Unclear, match="wrong check letter"):
        values.upn("A801200005001")
    with pytest.raises(values.Unclear, match="a letter and twelve figures"):
        values.upn("12345")
    temporary = upn.check_letter("A80120000501B") + "80120000501B"
    assert values.upn(temporary) == temporary
    assert "temporary" in values.upn_warning(temporary)
    assert "check letter is wrong" in values.upn_warning(
        ("A" if temporary[0] != "A" else "B") + temporary[1:]
    )


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("21/03/2017", "2017-03-21"),
        ("21-Mar-17", "2017-03-21"),
        ("21 March 2017", "2017-03-21"),
        ("2017-03-21", "2017-03-21"),
        ("2017-03-21T00:00:00", "2017-03-21"),
        ("21/03/2017 00:00", "2017-03-21"),
        ("21.3.2017", "2017-03-21"),
        ("1/9/99", "1999-09-01"),
    ],
)
def test_dates_as_systems_write_them(cell: str, expected: str) -> None:
    assert str(values.date(cell, DateOrder.DAY_FIRST, "date")) == expected


@pytest.mark.parametrize(
    "cell", ["31/02/2017", "03/21/2017", "yesterday", "2017", "1/1/201", "0/0/0000", "²/3/2017"]
)
def test_what_is_no_date_says_so(cell: str) -> None:
    with pytest.raises(values.Unclear, match="no date with the day first.* the month comes first"):
        values.date(cell, DateOrder.DAY_FIRST, "date of birth")


def test_names_are_names() -> None:
    assert values.name("  O’Brien-Núñez ", "family name") == "O’Brien-Núñez"
    assert values.both_names("Byrne, Ada Jane") == ("Byrne", "Ada Jane")
    assert values.both_names("Byrne Ada") == ("Byrne", "Ada")
    for cell, words in (
        ("=cmd|'/c calc'!A1", "formula"),
        ("12345", "no letter"),
        ("x" * 101, "Shorten"),
        ("a\x07b", "invisible"),
    ):
        with pytest.raises(values.Unclear, match=words):
            values.name(cell, "first name")
    with pytest.raises(values.Unclear, match="comma"):
        values.both_names("Anna Maria van der Berg")


def test_yes_no_and_court_orders() -> None:
    for cell in ("Y", "yes", "T", "TRUE", "1"):
        assert values.yes_or_no(cell) is True
    for cell in ("N", "no", "F", "False", "0"):
        assert values.yes_or_no(cell) is False
    assert values.yes_or_no(" ") is None
    with pytest.raises(values.Unclear):
        values.yes_or_no("perhaps")
    assert values.court_order("") is None
    assert values.court_order("F") is False
    assert values.court_order("Prohibited steps order, 3 May") is True


def test_year_groups_in_our_words() -> None:
    said = {
        "5": "Year 5",
        "Year  5": "Year 5",
        "Y05": "Year 5",
        "R": "Reception",
        "n2": "Nursery",
        "Mixed": "Mixed",
    }
    assert {cell: values.year_group(cell) for cell in said} == said


# -- Common Transfer Files -------------------------------------------------------------------------


def test_a_transfer_file_gives_pupils_and_contacts_and_nothing_else() -> None:
    content = (SAMPLES / "ctf.xml").read_bytes()
    first, second = ctf.transfers([content[at : at + 11] for at in range(0, len(content), 11)])
    assert first.pupil["known_as"] == "Izzy"
    assert [one["c_given_name"] for one in first.contacts] == ["Bryony", "Len"]
    assert first.contacts[0]["c_telephone"] == "07700 900222"
    assert "telephone" not in first.pupil
    said = " ".join([*first.pupil.values(), *first.contacts[0].values()])
    assert "WBRI" not in said
    assert (second.number, second.contacts) == (32, [])


LAUGHS = "".join(f'<!ENTITY l{at} "{f"&l{at - 1};" * 10}">' for at in range(1, 12))
HOSTILE = {
    "a billion laughs": f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "ha">{LAUGHS}]><CTfile>&l11;</CTfile>',
    "a file of this machine": '<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]><CTfile>&f;</CTfile>',
    "a page of the network": '<!DOCTYPE CTfile SYSTEM "http://127.0.0.1:1/x.dtd"><CTfile/>',
    "parameters": '<!DOCTYPE x [<!ENTITY % p SYSTEM "http://127.0.0.1:1/p">%p;]><CTfile/>',
}


@pytest.mark.parametrize("name", HOSTILE)
def test_entities_and_document_types_are_refused(name: str) -> None:
    with pytest.raises(Unusable, match="entities"):
        list(ctf.transfers([HOSTILE[name].encode()]))


def test_damaged_and_foreign_xml_say_where() -> None:
    with pytest.raises(Unusable, match="line 3"):
        list(ctf.transfers([b"<CTfile>\n<CTFpupilData>\n<Pupil></CTfile>"]))
    with pytest.raises(Unusable, match="no Common Transfer File"):
        list(ctf.transfers([b"<html><body>Sign in</body></html>"]))
    with pytest.raises(Unusable, match="nested"):
        list(ctf.transfers([b"<CTfile>" + b"<a>" * 100]))


def test_a_huge_transfer_file_is_read_without_being_held() -> None:
    pupil = (
        b"<Pupil><Surname>Byrne</Surname><Forename>Ada</Forename><Junk>" + b"<x/>" * 50 + b"</Junk></Pupil>"
    )

    def pieces() -> object:
        yield b"<CTfile><Header/><CTFpupilData>"
        for _ in range(3_000):
            yield pupil
        yield b"</CTFpupilData></CTfile>"

    tracemalloc.start()
    assert sum(1 for _ in ctf.transfers(pieces())) == 3_000  # type: ignore[arg-type]
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 2_000_000

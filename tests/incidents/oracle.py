"""Who should get an incident, by when, who else is told and what must be done: a second opinion.

Written from the published rules (letters are those of the rule book: "C 4.1" is document C, section 4.1)
by somebody who had not read the tables of `incidents.policy`; README.md says what was settled afterwards.
It imports nothing of the product, on purpose. The two CSV files beside it are the reviewed expectation: run
this file to write them again, read the difference with a safeguarding lead, and commit both. Product code
never writes them.
"""

from __future__ import annotations

import csv
from collections.abc import Collection, Iterable, Iterator
from itertools import combinations, product
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).resolve().parent
EXPECTED = HERE / "expected_routing.csv"
SPECIAL = HERE / "expected_routing_special.csv"

# --- the words, in the order in which they are written ---------------------------------------------------

SUBJECTS = ("pupil", "other", "staff", "dsl", "governor", "chair", "head")
TYPES = (
    *("bullying", "bypass", "hacking", "hate", "terrorist", "grooming", "radicalisation", "csa_images"),
    *("gambling", "soft_porn", "illegal_porn", "other", "nudes", "sexual_harassment", "adult_contact"),
    *("obscene_to_child", "self_harm", "staff_pupil_contact", "staff_comments", "data_loss", "copyright"),
    *("gaming", "scam", "device_misuse", "technical"),
)
NATURES = ("deliberate", "accidental", "not_known")
TASKS = (
    *("lado_consider", "lado_refer", "child_safe", "chair_consider", "police", "channel", "filter_review"),
    *("block", "parents", "sanction", "network", "data_breach", "acknowledge", "pattern"),
)
LANES = ("online_safety", "low_level", "safeguarding", "staff", "governor", "head")
"""From the lightest matter to the gravest."""

# --- what kind of thing each type is ---------------------------------------------------------------------

AT_RISK = {
    *("terrorist", "grooming", "radicalisation", "csa_images", "illegal_porn", "nudes", "sexual_harassment"),
    *("adult_contact", "obscene_to_child", "self_harm", "staff_pupil_contact"),
}
"""A child is or may be at risk of harm (C 2.2.6, 4.6, 4.7, 4.9)."""
ILLEGAL = {"terrorist", "csa_images", "illegal_porn"}
"""To have it may be a crime (A, illegal incidents)."""
POLICE_KINDS = {"grooming", "csa_images", "obscene_to_child"}
"""The police must be told, whatever else is decided (E N.B.; B, misuse)."""
UNSUITABLE = {
    *("hate", "terrorist", "csa_images", "gambling", "soft_porn", "illegal_porn", "self_harm", "gaming"),
}
"""What a filter should have stopped (C 4.2, 4.3)."""
EXTREMISM = {"terrorist", "radicalisation"}
TECHNICAL = {"bypass", "hacking", "technical"}
MAY_HARM = {"grooming", "csa_images", "nudes", "obscene_to_child", "staff_pupil_contact", "adult_contact"}
"""Done by an adult of the school, it may meet the harm test (C 4.4, 5.2.2)."""
ADULTS_OF_THE_SCHOOL = {"staff", "dsl", "governor", "chair", "head"}


class Case(NamedTuple):
    """What is known of an incident."""

    subjects: frozenset[str] = frozenset()
    types: frozenset[str] = frozenset()
    danger: bool = False
    nature: str = "not_known"
    staff_harmed: bool = False
    found_by: str = "reported"
    accepted_as: str = ""
    harm_test: bool = False


class Answer(NamedTuple):
    """What should happen. `line`: who may own it, in order. `tell` and `line` name posts; whoever holds one
    and is a subject, or close to one, is struck out by name afterwards."""

    lane: str
    line: tuple[str, ...]
    first_look: str
    tell: tuple[str, ...]
    tasks: tuple[str, ...]


# --- the rules -------------------------------------------------------------------------------------------


def answer(case: Case) -> Answer:
    lane, line = lane_and_line(case)
    return Answer(lane, line, first_look(case, lane), tuple(tell(case)), tuple(tasks(case)))


def lane_and_line(case: Case) -> tuple[str, tuple[str, ...]]:
    """The gravest circumstance decides."""
    outside = ("chair", "vice_chair", "authority_officer")
    if "head" in case.subjects:  # A flow 1, C 4.1 4.4, E 4.4
        return "head", outside
    if "chair" in case.subjects:  # C 4.4: nobody judges a matter about themselves
        return "governor", ("vice_chair", "authority_officer")
    if "governor" in case.subjects:  # C 4.4
        return "governor", outside
    if is_low_level(case):  # KCSIE, low-level concerns: the head decides in respect of all of them
        return "low_level", ("head", *outside)
    if case.subjects & {"dsl", "staff"} or case.accepted_as == "staff_allegation":  # A flow 2, C 4.1 4.4
        return "staff", ("head", *outside)
    if is_safeguarding(case):  # C 2.2.6, 4.6, 4.7, 4.9; D flowchart
        return "safeguarding", ("dsl", "deputy_dsl", "head", *outside)
    if case.staff_harmed:  # A flow 1, C 4.5.4
        return "staff", ("head", *outside)
    if case.found_by == "complaint":  # A 13, D 3.7: a senior member of staff
        return "online_safety", ("head", "dsl", "deputy_dsl", "chair", "vice_chair", "authority_officer")
    return "online_safety", ("co_ordinator", "dsl", "deputy_dsl", "head", *outside)  # C 4.1


def is_low_level(case: Case) -> bool:
    """Below the harm threshold, as the head decided or as it was shared; never what may meet the threshold."""
    shared = case.accepted_as == "" and case.found_by == "low_level"
    may_be_graver = case.danger or case.harm_test or case.types & (ILLEGAL | POLICE_KINDS | MAY_HARM)
    return (shared or case.accepted_as == "low_level") and not may_be_graver


def is_safeguarding(case: Case) -> bool:
    """Illegality and danger always; what may put a child at risk unless a triager judged that it does not."""
    if case.types & ILLEGAL or case.danger or case.accepted_as == "safeguarding":
        return True
    return may_be_at_risk(case)


def may_be_at_risk(case: Case) -> bool:
    """What kind it is says so, or nobody has yet said what kind it is: D 1.11, told in confidence by a pupil."""
    return bool(case.types & AT_RISK or case.found_by == "confided") and case.accepted_as != "online_safety"


def first_look(case: Case, lane: str) -> str:
    if case.danger:  # D flowchart, C 4.7
        return "15 minutes"
    if lane == "online_safety":  # C 4.1
        return "the next school day"
    return "the same school day"


def tell(case: Case) -> Iterator[str]:
    """Who is told besides whoever owns it."""
    at_risk = may_be_at_risk(case)
    about_staff = bool(case.subjects & {"staff", "dsl"}) and not is_low_level(case)
    if case.danger or about_staff:  # D flowchart; A flow 2, C 4.1
        yield "dsl"
    if case.danger or about_staff or at_risk:  # C 2.2.6: whoever stands in must know
        yield "deputy_dsl"
    if (
        case.danger
        or case.subjects & {"governor", "chair"}  # C 4.4
        or case.types & (ILLEGAL | POLICE_KINDS)  # A, illegal incidents; E N.B.
        or "data_loss" in case.types  # C 3.2
        or case.found_by == "monitoring"  # A 4
    ):
        yield "head"


def tasks(case: Case) -> Iterator[str]:
    """What must be done besides the first look, in the order of `TASKS`."""
    may_harm = case.harm_test or bool(case.subjects & ADULTS_OF_THE_SCHOOL and case.types & MAY_HARM)
    unsuitable = bool(case.types & UNSUITABLE)
    by_accident = case.nature == "accidental"
    by_pupil_on_purpose = case.nature == "deliberate" and "pupil" in case.subjects

    if case.subjects & {"staff", "dsl", "head"} or case.accepted_as == "staff_allegation":
        yield "lado_consider"  # A flow 1 and 2, C 4.1 4.4
    if may_harm:
        yield "lado_refer"  # C 4.4, 5.2.2
    if case.subjects & {"head", "governor", "chair"}:
        yield "child_safe"  # C 2.2.6: the safeguarding leads are not told by themselves here
    if case.staff_harmed:
        yield "chair_consider"  # A flow 1
    if case.danger or case.types & (ILLEGAL | POLICE_KINDS):
        yield "police"  # D flowchart, C 4.7; A, illegal incidents; E N.B., B
    if case.types & EXTREMISM:
        yield from ("channel", "filter_review")  # C 4.8
    if unsuitable and (by_accident or by_pupil_on_purpose):
        yield "block"  # C 4.2, 4.3; D 2.42: a site, so not for what was said or sent (C 3.2, need to know)
    if by_pupil_on_purpose:
        yield from ("parents", "sanction")  # C 4.3, 5.1.3: a deliberate act, whatever its kind
    if case.types & TECHNICAL:
        yield "network"  # B, C 5.1.3
    if "data_loss" in case.types:
        yield "data_breach"  # C 3.2
    if case.found_by == "complaint":
        yield "acknowledge"  # A 13
    if case.accepted_as == "low_level":
        yield "pattern"  # KCSIE: low-level concerns are reviewed so that patterns are recognised


def owner(line: Iterable[str], free: Collection[str], passed_over: Collection[str] = ()) -> str | None:
    """Who owns it: the first of the line who is free and was not passed over, else the last who is free."""
    able = [role for role in line if role in free]
    fresh = [role for role in able if role not in passed_over]
    return fresh[0] if fresh else able[-1] if able else None


# --- the sheets ------------------------------------------------------------------------------------------

COLUMNS = ("subjects", "type", "danger", "nature", "lane", "line", "first_look", "tell", "tasks")
SPECIAL_COLUMNS = (*COLUMNS[:4], "staff_harmed", "found_by", "accepted_as", "harm_test", *COLUMNS[4:])

Row = dict[str, str]


def ordinary_rows() -> Iterator[Row]:
    """Nobody, one or two kinds of subject; no type or one; danger or not; the natures where they matter."""
    sets = [set_ for size in (0, 1, 2) for set_ in combinations(SUBJECTS, size)]
    for subjects, type_, danger in product(sets, ("", *TYPES), (False, True)):
        case = Case(frozenset(subjects), frozenset({type_} - {""}), danger)
        answers = {nature: answer(case._replace(nature=nature)) for nature in NATURES}
        if len(set(answers.values())) == 1:
            answers = {"any": answers["not_known"]}
        for nature, result in answers.items():
            yield {**_facts(case), "nature": nature, **_told(result)}


SPECIAL_SUBJECTS = ("", "pupil", "staff", "dsl", "governor", "chair", "head")
SPECIAL_TYPES = (
    *("bullying", "self_harm", "grooming", "terrorist", "illegal_porn", "gambling", "hacking", "data_loss"),
)
SPECIAL_FACTS: dict[str, tuple[object, ...]] = {
    "staff_harmed": (True,),
    "found_by": ("monitoring", "complaint", "low_level", "confided"),
    "accepted_as": ("online_safety", "safeguarding", "staff_allegation", "low_level"),
    "harm_test": (True,),
}


def special_rows() -> Iterator[Row]:
    """One and two of the rarer facts at a time, for one type of each family; one at a time in danger."""
    for subject, type_ in product(SPECIAL_SUBJECTS, SPECIAL_TYPES):
        plain = Case(frozenset({subject} - {""}), frozenset({type_}))
        for change in _changes():
            yield _special(plain._replace(**change))
            if len(change) == 1 and type_ in ("bullying", "self_harm"):
                yield _special(plain._replace(**change, danger=True))


def _changes() -> Iterator[dict[str, object]]:
    for size in (1, 2):
        for names in combinations(SPECIAL_FACTS, size):
            for values in product(*(SPECIAL_FACTS[name] for name in names)):
                yield dict(zip(names, values, strict=True))


def _special(case: Case) -> Row:
    rare = {
        "staff_harmed": _yes(case.staff_harmed),
        "found_by": case.found_by,
        "accepted_as": case.accepted_as or "not_yet",
        "harm_test": _yes(case.harm_test),
    }
    return {**_facts(case), "nature": case.nature, **rare, **_told(answer(case))}


def _facts(case: Case) -> Row:
    return {
        "subjects": _list(name for name in SUBJECTS if name in case.subjects),
        "type": _list(sorted(case.types)),
        "danger": _yes(case.danger),
    }


def _told(result: Answer) -> Row:
    return {
        "lane": result.lane,
        "line": _list(result.line),
        "first_look": result.first_look,
        "tell": _list(result.tell),
        "tasks": _list(result.tasks),
    }


def _list(names: Iterable[str]) -> str:
    return ";".join(names) or "none"


def _yes(fact: bool) -> str:
    return "yes" if fact else "no"


def read(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as sheet:
        return list(csv.DictReader(sheet))


def write(path: Path, columns: tuple[str, ...], rows: Iterable[Row]) -> None:
    with path.open("w", encoding="utf-8", newline="") as sheet:
        writer = csv.DictWriter(sheet, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


if __name__ == "__main__":
    write(EXPECTED, COLUMNS, ordinary_rows())
    write(SPECIAL, SPECIAL_COLUMNS, special_rows())

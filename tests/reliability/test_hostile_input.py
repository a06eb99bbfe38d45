"""R8: hostile input to every form and every query string: no answer of 500, and what is kept is what was typed."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from incidents.models import Incident
from incidents.vocabulary import Status
from tests.cast import Cast
from tests.house.test_every_page_is_accessible import EVERYBODY, NOBODY, set_up_the_office
from tests.house.visits import Field
from tests.house.world import FURNISHED, World, a_full_record, begin_things, surround
from tests.papers import hostile as files
from tests.reliability import results
from tests.reliability.hostile import VALUES, WORDS, Marked, Pairs, arrived, bodies
from tests.reliability.sending import Sender
from tests.reliability.targets import Target, targets
from tests.reliability.weak import WEAK

pytestmark = pytest.mark.either_engine
EXAMPLES = results.size(short=200, full=200_000, name="HOSTILE_EXAMPLES")
PEOPLE = results.size(short=1, full=4, name="HOSTILE_PEOPLE")
ADDRESSES = results.size(short=1, full=50, name="HOSTILE_ADDRESSES")
AT_A_TIME = 5_000
"""Examples after which the generator begins anew, as it remembers every one, and what was found is written down."""
FEWEST_FORMS = 100
EVERY = 1 if results.FULL else 5
"""Of the forms, which are sent once whole with strange words in every text, whatever was generated."""
STRANGE = "e\u0301 \U0001f469\u200d\U0001f467 \u202eabc ½ <b> %00 ' OR 1=1 --"
FEW = ("dsl", "school_admin", "head", "technician", "teacher", "trust_admin", "governor", "parent", NOBODY)
AMONG = [*FEW, *[who for who in EVERYBODY if who not in FEW]] if results.FULL else FEW
"""Those to whom most is open come first: each route is asked by the first who may come there."""


@pytest.fixture(autouse=True)
def _quiet() -> Iterator[None]:
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


@pytest.fixture
def world(cast: Cast) -> World:
    """Everything in use, and a matter in hand."""
    begin_things(cast)
    set_up_the_office(cast)
    for room in FURNISHED:
        room.furnish(cast)
    return surround(cast, a_full_record(cast, about="second_pupil", to=Status.IN_PROGRESS))


class FaultFound(Exception):
    """Ends an attack at its first fault, where one is enough."""


def attack(sender: Sender, among: list[Target], examples: int, *, until_found: bool = False) -> None:
    """So many generated requests, spread over the targets; FaultFound at the first fault, if one is enough."""
    known = {target: {field.name for field in target.fields} for target in among}

    @settings(
        max_examples=examples,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        derandomize=not results.FULL,
        suppress_health_check=list(HealthCheck),
    )
    @given(st.data())
    def one(data: st.DataObject) -> None:
        target = data.draw(st.sampled_from(among))
        act = data.draw(st.integers(0, 7))
        if act == 0:
            sender.path(target, data.draw(st.integers(0, 3)), data.draw(VALUES))
        elif act <= 2 and target.texts and target.method == "post":
            sender.form(target, *_typed(target, data.draw(st.lists(WORDS, min_size=1, max_size=4))))
        else:
            pairs = data.draw(bodies(target.plausible, known=known[target]))
            if target.method == "get":
                sender.query(target, pairs)
            elif target.files and act < 6:
                sender.files(target, pairs, data.draw(VALUES), data.draw(FILES))
            else:
                sender.form(target, pairs, [])
        if until_found and sender.faults:
            raise FaultFound

    one()


DATES = ("_0", "_1", "_2")
FILES = st.one_of(
    st.binary(max_size=300), st.sampled_from([files.jpeg(), files.png(), b"", b"a,b\n1,2\n", b"%PDF-1.7"])
)


def _typed(target: Target, words: list[str]) -> tuple[Pairs, list[Marked]]:
    """As it should be, but that every text is strange; marks round each tell it again wherever it is kept."""
    marked: list[Marked] = []
    sent = []
    for number, (name, value) in enumerate(target.plausible):
        if name in target.texts and name[-2:] not in DATES:
            begin = f"zq{number}q"
            value = f"{begin}{words[number % len(words)]}qz"
            marked.append(Marked(name, begin, arrived(value).replace("\r\n", "\n")))
        sent.append((name, value))
    return sent, marked


def test_hostile_input_to_every_form_and_query_breaks_nothing(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    among = targets(world, AMONG, PEOPLE, ADDRESSES)
    forms = sum(target.method == "post" for target in among)
    assert forms >= FEWEST_FORMS
    sender, begun = Sender(world), time.monotonic()
    for target in among[::EVERY]:
        if target.texts and target.method == "post":
            sender.form(target, *_typed(target, [STRANGE]))
    for done in range(0, EXAMPLES, AT_A_TIME):
        now = min(AT_A_TIME, EXAMPLES - done)
        attack(sender, among, now)
        told = _told(sender, done + now, forms, len(among) - forms, time.monotonic() - begun)
        results.write("R8", told)
        with capsys.disabled():
            print(f"\n{told}", *(f"\n{key} | {words}" for key, words in sender.faults.items()), flush=True)
    assert sender.counted["kept texts"]
    assert sender.faults == {}


@pytest.mark.parametrize("name", WEAK)
def test_a_page_that_breaks_is_found(cast: Cast, settings: Any, name: str) -> None:
    sender, target = _weak(cast, settings, name, *WEAK[name][1:])
    with pytest.raises(FaultFound):
        attack(sender, [target], 4_000, until_found=True)
    assert sender.faults


def test_a_page_that_is_sound_is_not_said_to_break(cast: Cast, settings: Any) -> None:
    sender, target = _weak(cast, settings, "sound", "post", ("words",))
    attack(sender, [target], 400)
    assert sender.faults == {}


def _weak(cast: Cast, conf: Any, name: str, method: str, asks: tuple[str, ...]) -> tuple[Sender, Target]:
    conf.ROOT_URLCONF = "tests.reliability.weak"
    conf.MIDDLEWARE = []
    fields = tuple(Field(one, "text", ("",)) for one in asks)
    sender = Sender(World(cast, Incident(), cast.dsl))
    return sender, Target(NOBODY, name, method, f"/weak/{name}/", fields)


def _told(sender: Sender, examples: int, forms: int, pages: int, seconds: float) -> str:
    posts = sum(count for what, count in sender.counted.items() if what.startswith("post "))
    gets = sum(count for what, count in sender.counted.items() if what.startswith("get "))
    changed = sum(" changed " in key for key in sender.faults)
    return (
        f"{examples:,} examples in {seconds:.0f} s: {posts:,} bodies to {forms} kinds of form and {gets:,} "
        f"queries and addresses to {pages} pages; {sender.counted['done']:,} of the bodies were taken. Answers of "
        f"500: **{len(sender.faults) - changed}**. Of {sender.counted['kept texts']:,} marked texts that were kept, "
        f"changed: **{changed}**."
    )

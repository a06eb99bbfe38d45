"""The process tree: real processes, real signals."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

pytestmark = pytest.mark.either_engine
ROOT = Path(__file__).resolve().parents[2]
CHILD = """
import signal, sys, time, pathlib
name, log, kind = sys.argv[1:4]
def tell(word):
    with open(log, "a") as out:
        out.write(f"{name} {word}\\n")
def end(*_):
    tell("asked")
    if kind != "stubborn":
        sys.exit(0)
signal.signal(signal.SIGTERM, end)
tell("started")
if kind == "broken" or (kind == "broken-once" and pathlib.Path(log).read_text().count(name) == 1):
    sys.exit(3)
while True:
    time.sleep(0.05)
"""
PARENT = (
    f"CHILD = {CHILD!r}"
    + """
import sys
from esafety.serve.supervisor import Child, Supervisor
log, *kinds = sys.argv[1:]
children = []
for name, kind in (pair.split("=") for pair in kinds):
    children.append(Child(name, [sys.executable, "-c", CHILD, name, log, kind]))
say = lambda line: print(line, flush=True)
answers = lambda: all(open(log).read().count(child.name + " started") for child in children)
sys.exit(0 if Supervisor(children, say).run(answers, lambda: say("ready")) else 1)
"""
)


class Tree:
    """A supervisor in a process of its own, with what it said and what its children wrote."""

    def __init__(self, folder: Path, *kinds: str) -> None:
        self.log = folder / "log"
        self.log.touch()
        self.process = subprocess.Popen(
            [sys.executable, "-c", PARENT, str(self.log), *kinds], cwd=ROOT, stdout=subprocess.PIPE, text=True
        )

    def children_said(self, line: str) -> bool:
        return line in self.log.read_text().splitlines()

    def wait_for(self, line: str, seconds: float = 20) -> None:
        deadline = time.monotonic() + seconds
        while not self.children_said(line):
            assert time.monotonic() < deadline, f"never saw {line!r} in {self.log.read_text()!r}"
            time.sleep(0.05)

    def end(self, seconds: float = 20) -> tuple[int, str]:
        said, _ = self.process.communicate(timeout=seconds)
        return self.process.returncode, said

    def pids(self) -> list[int]:
        found = []
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                if str(self.log).encode() in (folder / "cmdline").read_bytes():
                    found.append(int(folder.name))
            except OSError:
                continue
        return found


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_asked_to_stop_it_stops_the_web_server_before_the_relay_and_ends_well(tmp_path, number):
    tree = Tree(tmp_path, "web=good", "relay=good")
    assert tree.process.stdout.readline() == "ready\n"
    tree.process.send_signal(number)
    code, _ = tree.end()
    assert code == 0
    assert tree.log.read_text().splitlines()[2:] == ["web asked", "relay asked"]
    assert tree.pids() == []


def test_a_part_that_dies_is_started_again_and_the_person_is_told(tmp_path):
    tree = Tree(tmp_path, "web=good", "relay=broken-once")
    assert "The relay ended by itself (code 3). Starting it again in 0.5 s." in [
        tree.process.stdout.readline().strip() for _ in range(2)
    ]
    deadline = time.monotonic() + 10
    while tree.log.read_text().count("relay started") < 2:
        assert time.monotonic() < deadline
        time.sleep(0.05)
    tree.process.send_signal(signal.SIGINT)
    assert tree.end()[0] == 0


def test_a_part_that_cannot_run_ends_everything_with_a_clear_line(tmp_path):
    tree = Tree(tmp_path, "web=good", "relay=broken")
    code, said = tree.end(seconds=40)
    assert code == 1
    assert "The relay cannot be kept running; the lines above say why." in said
    assert tree.log.read_text().count("relay started") == 5
    assert tree.children_said("web asked")
    assert tree.pids() == []


def test_a_second_ctrl_c_does_not_wait_for_a_stubborn_part(tmp_path):
    tree = Tree(tmp_path, "web=stubborn")
    assert tree.process.stdout.readline() == "ready\n"
    tree.process.send_signal(signal.SIGINT)
    tree.wait_for("web asked")
    before = time.monotonic()
    tree.process.send_signal(signal.SIGINT)
    tree.end()
    assert time.monotonic() - before < 5
    assert tree.pids() == []


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a child that its parent was killed")
def test_killed_outright_it_leaves_nothing_behind(tmp_path):
    tree = Tree(tmp_path, "web=good", "relay=good")
    assert tree.process.stdout.readline() == "ready\n"
    os.kill(tree.process.pid, signal.SIGKILL)
    tree.end()
    tree.wait_for("web asked")
    tree.wait_for("relay asked")

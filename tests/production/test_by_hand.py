"""A whole production started by hand: what a school would notice while it runs, and while it is replaced.

PostgreSQL, Redis, gunicorn, Celery's worker and beat, the relay and nginx, with `PRODUCTION=1` and from the files under
`deploy/`. Mail goes to a real server. Needs PostgreSQL, redis-server and nginx on the machine.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families

from tests.outbox.smtp import faults_of
from tests.production.installation import METRICS_TOKEN, NAME, ROOT, UNITS, Installation, eventually
from tests.production.standing import is_ready, standing
from tests.production.visitor import Visitor

pytestmark = pytest.mark.postgres
WORDS = "zqdescriptionqz: a boy in the class chat asked her to send him money."
CANARIES = ("zqdescriptionqz", "zqsearchqz", "Rashid", "Nair", "Harbour", "teacher@", "co-ordinator@")


@pytest.fixture(scope="module")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    with standing(tmp_path_factory.mktemp("production"), os.environ["TEST_DATABASE_URL"]) as here:
        yield here


@pytest.fixture(scope="module")
def teacher(installation: Installation) -> Visitor:
    """Signed in through the proxy. A teacher opens no cases, so no second step is asked."""
    found = Visitor(installation)
    found.sign_in("teacher@harbour.example")
    return found


class Load:
    """Visitors who do something again and again until told to stop; every answer is counted."""

    def __init__(self, *acts: Callable[[], int]) -> None:
        self.answers: Counter[str] = Counter()
        self.slowest = 0.0
        self.stop = threading.Event()
        self.threads = [threading.Thread(target=self._visit, args=(act,)) for act in acts]

    def __enter__(self) -> Load:
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop.set()
        for thread in self.threads:
            thread.join(120)

    def _visit(self, act: Callable[[], int]) -> None:
        while not self.stop.is_set():
            begun = time.monotonic()
            try:
                answer = str(act())
            except Exception as error:  # whatever a visitor would see counts
                answer = f"{type(error).__name__}: {error}"
            self.slowest = max(self.slowest, time.monotonic() - begun)
            self.answers[answer] += 1


# -- it does what it is for -----------------------------------------------------------------------------


def test_a_concern_goes_in_by_https_and_a_mail_without_content_comes_out(
    installation: Installation, teacher: Visitor
) -> None:
    before = len(installation.mail.received)
    key = teacher.report(WORDS)
    eventually(
        lambda: "co-ordinator@harbour.example" in {mail.to for mail in installation.mail.received[before:]}
    )  # the reporter's own may come first
    assert installation.ask(f"SELECT count(*) FROM incidents_incident WHERE submission_key = '{key}'") == 1
    mails = installation.mail.received[before:]
    assert [faults_of(mail, CANARIES[:4]) for mail in mails] == [[]] * len(mails)
    assert all(f"https://{NAME}/" in mail.text for mail in mails)


def test_a_worker_does_the_work_and_the_relay_only_what_is_left(
    installation: Installation, teacher: Visitor
) -> None:
    relay = installation.running["relay"]
    relay.send_signal(signal.SIGSTOP)
    try:
        before = len(installation.mail.received)
        teacher.report(WORDS)
        installation.mail.wait_for(before + 1, 60)
    finally:
        relay.send_signal(signal.SIGCONT)


def test_without_the_broker_a_concern_is_taken_and_told_all_the_same(
    installation: Installation, teacher: Visitor
) -> None:
    redis = installation.running["redis"]
    redis.send_signal(signal.SIGSTOP)
    try:
        before = len(installation.mail.received)
        teacher.report(WORDS)
        installation.mail.wait_for(before + 1, 60)
        answer = Visitor(installation).get("/health/ready")
        assert (answer.status_code, answer.text) == (503, "not ready")
        assert Visitor(installation).get("/health/live").text == "alive"
    finally:
        redis.send_signal(signal.SIGCONT)
    eventually(lambda: is_ready(installation))


# -- it is replaced while people use it -----------------------------------------------------------------


def test_replaced_while_visitors_come_no_request_fails_and_no_concern_is_lost(
    installation: Installation, teacher: Visitor, capsys: pytest.CaptureFixture[str]
) -> None:
    reported: list[str] = []

    def report() -> int:
        reported.append(teacher.report(WORDS))
        return 302

    def look(path: str) -> Callable[[], int]:
        return lambda: Visitor(installation).get(path).status_code

    known = int(installation.ask("SELECT count(*) FROM incidents_incident"))
    waited = {}
    with Load(
        report, look("/account/sign-in/"), look("/account/password/forgotten/"), look("/health/live")
    ) as load:
        eventually(lambda: load.answers.total() > 5)
        for name, replace in (("reload", installation.reload_web), ("restart", installation.restart_web)):
            load.slowest, begun = 0.0, time.monotonic()
            old = installation.workers()
            replace()
            eventually(lambda: is_ready(installation), 90)
            assert not installation.workers() & old
            waited[name] = (round(time.monotonic() - begun, 1), round(load.slowest, 1))
            after = load.answers.total()
            eventually(lambda: load.answers.total() > after + 5)  # noqa: B023
    with capsys.disabled():
        print(
            f"\n{dict(load.answers)}; seconds to replace and longest wait: {waited}; {len(reported)} concerns"
        )
    assert set(load.answers) == {"200", "302"}
    keys = ", ".join(f"'{key}'" for key in reported)
    kept = installation.ask(f"SELECT count(*) FROM incidents_incident WHERE submission_key IN ({keys})")
    assert kept == len(set(reported)) == len(reported) > 1
    assert installation.ask("SELECT count(*) FROM incidents_incident") == known + kept


def test_every_figure_is_the_sum_over_the_web_servers_processes(installation: Installation) -> None:
    watcher = {"Authorization": f"Bearer {METRICS_TOKEN}"}

    def counted() -> float:
        page = Visitor(installation).get("/metrics", headers=watcher)
        assert page.status_code == 200
        found = text_string_to_metric_families(page.text)
        samples = [one for family in found for one in family.samples]
        assert {"safekeep_outbox_due", "safekeep_planned_seconds_since"} <= {one.name for one in samples}
        return sum(
            one.value
            for one in samples
            if one.name == "safekeep_request_seconds_count" and one.labels["route"] == "health_live"
        )

    before = counted()
    for _ in range(20):  # each on a connection of its own: both processes get some
        assert Visitor(installation).get("/health/live").status_code == 200
    assert counted() == before + 20
    assert Visitor(installation).get("/metrics").status_code == 404


def test_the_scheduler_rings_for_what_is_planned(installation: Installation) -> None:
    eventually(lambda: "Scheduler: Sending due task" in installation.said("beat"), 90)


# -- what it leaves behind ------------------------------------------------------------------------------


def test_the_log_of_every_process_is_json_and_names_nobody(
    installation: Installation, teacher: Visitor
) -> None:
    asked = teacher.get("/reports/", params={"search": "zqsearchqz"})
    eventually(lambda: asked.headers["X-Request-ID"] in installation.said("web"))
    installation.lines("web", "worker", "beat", "relay")  # every line, or it fails
    said = installation.said("web", "worker", "beat", "relay", "nginx", "redis")
    said += "".join(path.read_text() for path in installation.folder.glob("*error.log"))
    assert [word for word in CANARIES if word in said] == []
    references = re.findall(r"/\d\d-[A-Z0-9]{5}", said)
    assert references == []
    (line,) = [
        one for one in installation.lines("web") if one.get("request_id") == asked.headers["X-Request-ID"]
    ]
    assert (line["route"], line["status"]) == ("reports", 200)


def test_the_proxy_sends_everybody_to_https_and_keeps_nothing_of_what_they_send(
    installation: Installation,
) -> None:
    import requests

    there = f"http://127.0.0.1:{installation.http_port}/report/?x=1"
    answer = requests.get(there, headers={"Host": NAME}, timeout=10, allow_redirects=False)
    assert (answer.status_code, answer.headers["Location"]) == (301, f"https://{NAME}/report/?x=1")
    kept = [
        path
        for kind in ("client_body", "proxy")
        for path in (installation.folder / f"nginx-{kind}").rglob("*")
    ]
    assert [path for path in kept if path.is_file()] == []
    big = Visitor(installation).session.post(f"https://{NAME}/report/", data=b"x" * 2_100_000, timeout=30)
    assert big.status_code == 413


def test_whoever_names_another_host_or_forges_the_proxys_headers_gets_nowhere(
    installation: Installation,
) -> None:
    forged = {"X-Forwarded-For": "10.9.8.7", "X-Forwarded-Host": "evil.example", "X-Request-ID": "a" * 32}
    answer = Visitor(installation).get("/account/sign-in/", headers=forged)
    assert answer.status_code == 200
    assert answer.headers["X-Request-ID"] != "a" * 32
    assert "evil.example" not in answer.text


# -- the units ------------------------------------------------------------------------------------------


def test_systemd_understands_every_unit_and_finds_them_closed(tmp_path: Path) -> None:
    program = shutil.which("systemd-analyze")
    assert program, "systemd-analyze is missing: apt-get install systemd"
    for path in UNITS.iterdir():
        text = path.read_text().replace("/srv/safekeep/.venv/bin/", "/bin/echo ")
        (tmp_path / path.name).write_text(text.replace("/srv/safekeep", str(ROOT)))
    units = sorted(str(path) for path in tmp_path.iterdir())
    done = subprocess.run([program, "verify", *units], capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
    services = [path for path in units if path.endswith(".service")]
    assert len(services) == 6
    closed = [program, "security", "--offline=true", "--threshold=20", "--no-pager", *services]
    done = subprocess.run(closed, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout

"""The house stands where its papers say it stands: variables, locks, containers, a safe production."""

from __future__ import annotations

import json
import os
import re
import secrets
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml
from django.conf import settings as live_settings

from esafety import checks
from esafety.papers.receiving.kinds import EVIDENCE
from esafety.serve import libraries

ROOT = Path(__file__).resolve().parents[2]
REQUIREMENTS = ROOT / "requirements"
OF_THE_SYSTEM = {"DJANGO_SETTINGS_MODULE", "PATH", "HOME", "DEBIAN_FRONTEND"}


# -- every variable is written down -------------------------------------------------------------


def variables_read() -> set[str]:
    """Names that the product takes from its environment."""
    found = set()
    for source in [*ROOT.glob("esafety/**/*.py"), *ROOT.glob("incidents/**/*.py")]:
        text = source.read_text()
        found |= set(re.findall(r"""\benv(?:\.\w+)?\(\s*["']([A-Z_]+)["']""", text))
        found |= set(re.findall(r"""\bos\.environ(?:\.get\(|\[)\s*["']([A-Z_]+)["']""", text))
        found |= set(re.findall(r"""\bos\.getenv\(\s*["']([A-Z_]+)["']""", text))
    return found - OF_THE_SYSTEM


def variables_explained() -> dict[str, str]:
    """Names in .env.example, each with the comment just above it (or above its group)."""
    explained, words = {}, ""
    fresh = True
    for line in (ROOT / ".env.example").read_text().splitlines():
        if name := re.match(r"^#? ?([A-Z][A-Z_]+)=", line):
            explained[name[1]], fresh = words, True
        elif line.startswith("# "):
            words, fresh = (line if fresh else f"{words} {line}"), False
    return explained


def test_every_variable_the_product_reads_is_explained_in_the_example():
    explained = variables_explained()
    assert len(variables_read()) > 15
    assert variables_read() - set(explained) == set()
    assert [name for name, words in explained.items() if not words.rstrip().endswith(".")] == []


def test_the_example_explains_nothing_that_is_not_read():
    assert set(variables_explained()) - variables_read() == {"POSTGRES_PASSWORD", "POSTGRES_APP_PASSWORD"}


# -- locks ----------------------------------------------------------------------------------------


def named(path: Path) -> list[str]:
    lines = (line.split(" #")[0].strip() for line in path.read_text().splitlines())
    return [line for line in lines if line and not line.startswith(("#", "-"))]


def pins(path: Path) -> dict[str, str]:
    return dict(re.findall(r"^([\w.-]+)==(\S+)", path.read_text(), flags=re.MULTILINE))


def test_project_and_requirements_name_the_same_packages():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert sorted(project["dependencies"]) == sorted(named(REQUIREMENTS / "base.in"))


def test_every_dependency_says_why_it_is_here():
    block = (ROOT / "pyproject.toml").read_text().split("dependencies = [")[1].split("\n]")[0]
    assert all(re.search(r'",  # \w.{8,}', line) for line in block.strip().splitlines())


@pytest.mark.parametrize("lock", ["boot.txt", "base.txt", "dev.txt"])
def test_a_lock_pins_every_package_by_hash_and_names_no_address(lock):
    text = (REQUIREMENTS / lock).read_text()
    entries = re.split(r"^(?=[\w.-]+(?:\[\w+\])?==)", text, flags=re.MULTILINE)[1:]
    assert entries
    assert all("--hash=sha256:" in entry for entry in entries)
    assert not re.search(r"https?://|--(extra-)?index|--find-links|--trusted-host|file:", text)


def test_the_front_end_lock_pins_every_package_by_hash_and_names_no_address():
    packages = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    fetched = [package for name, package in packages.items() if name]
    assert fetched
    assert all(package.get("integrity") for package in fetched)
    assert not any("resolved" in package for package in fetched)


def test_tests_run_with_the_very_versions_that_production_has():
    tested, shipped = pins(REQUIREMENTS / "dev.txt"), pins(REQUIREMENTS / "base.txt")
    assert {name: tested.get(name) for name in shipped} == shipped


def test_the_product_is_locked_to_what_it_asks_for():
    locked = {name.lower() for name in pins(REQUIREMENTS / "base.txt")}
    assert {re.split(r"[\[~=><]", line)[0].lower() for line in named(REQUIREMENTS / "base.in")} <= locked


# -- a production that is safe, and one that is not -------------------------------------------------


def safe() -> dict[str, str]:
    return {
        "PRODUCTION": "1",
        "SECRET_KEY": secrets.token_urlsafe(48),
        "FILES_KEY": secrets.token_urlsafe(32),
        "BASE_URL": "https://safe.example.sch.uk",
        "ALLOWED_HOSTS": "safe.example.sch.uk",
        "TRUSTED_PROXIES": "1",
        "REDIS_URL": "redis://127.0.0.1:1/0",
        "DATABASE_URL": "postgres://app:secret@127.0.0.1:1/app",
        "EMAIL_URL": "smtp+tls://user:secret@127.0.0.1:587",
        "MAIL_FROM": "no-reply@example.sch.uk",
    }


def python(tmp_path: Path, environment: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run our Python with this environment and nothing of ours."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    env = {**kept, "ENV_FILE": os.devnull, "DATA_DIR": str(tmp_path), **environment}
    command = [sys.executable, *arguments]
    return subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, timeout=60)


def test_a_safe_production_passes_every_check_without_a_warning(tmp_path):
    done = python(tmp_path, safe(), "manage.py", "check", "--deploy", "--fail-level", "WARNING")
    assert done.returncode == 0, done.stderr


WRONG = [
    ("E001", {"DEMO": "1"}, "DEMO is on"),
    ("E002", {"DEBUG": "1"}, "DEBUG is on"),
    ("E003", {"SECRET_KEY": "short"}, "SECRET_KEY can be guessed"),
    ("E003", {"SECRET_KEY": "a" * 80}, "SECRET_KEY can be guessed"),
    ("E004", {"FILES_KEY": ""}, "FILES_KEY is missing"),
    ("E005", {"BASE_URL": "http://safe.example.sch.uk"}, "not https"),
    ("E006", {"TRUSTED_PROXIES": "0"}, "TRUSTED_PROXIES is 0"),
    ("E007", {"DATABASE_URL": "sqlite:////tmp/x.sqlite3"}, "SQLite"),
    ("E008", {"ALLOWED_HOSTS": "*"}, "wildcard"),
    ("E008", {"ALLOWED_HOSTS": "other.example.sch.uk"}, "lacks the host of BASE_URL"),
    ("E009", {"ALLOWED_HOSTS": "safe.example.sch.uk,localhost"}, "this machine itself"),
    ("E010", {"EMAIL_URL": "filemail:///tmp/mail"}, "nobody would be told"),
    ("E010", {"EMAIL_URL": "consolemail://"}, "nobody would be told"),
    ("E011", {"MAIL_FROM": "no-reply@school.invalid"}, "does not exist"),
    ("E012", {"REDIS_URL": ""}, "not shared"),
    ("E013", {"CLAMAV_ADDRESS": "clamav"}, "neither a path nor host:port"),
    ("E015", {"METRICS_TOKEN": "letmein"}, "METRICS_TOKEN can be guessed"),
    ("E016", {"LOG_FORMAT": "plain"}, "LOG_FORMAT is not json"),
    ("E014", {"ALERTS_MAILBOX_URL": "imap://user:secret@mail.example.sch.uk/INBOX"}, "not encrypted"),
]


@pytest.mark.parametrize("code,wrong,says", WRONG, ids=[f"{row[0]}-{next(iter(row[1]))}" for row in WRONG])
def test_one_unsafe_variable_refuses_the_start_and_says_what_to_do(tmp_path, code, wrong, says):
    done = python(tmp_path, safe() | wrong, "manage.py", "check")
    assert done.returncode == 1
    assert f"(esafety.{code})" in done.stderr
    assert says in done.stderr
    assert "HINT: " in done.stderr
    assert "Traceback" not in done.stderr


def test_every_rule_is_shown_to_refuse_something():
    assert {rule.code for rule in checks.RULES} == {code for code, _, _ in WRONG}


def test_files_are_not_encrypted_with_the_key_that_signs_sessions(tmp_path):
    environment = safe()
    done = python(tmp_path, environment | {"FILES_KEY": environment["SECRET_KEY"]}, "manage.py", "check")
    assert "(esafety.E004)" in done.stderr


def test_production_without_a_signing_key_ends_with_a_sentence(tmp_path):
    done = python(tmp_path, safe() | {"SECRET_KEY": ""}, "manage.py", "check")
    assert done.returncode == 1
    assert "Set SECRET_KEY" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    "entrance",
    [
        ["-c", "import esafety.wsgi"],
        ["-m", "celery", "--app", "esafety", "worker", "--pool", "solo"],
        ["-m", "celery", "--app", "esafety", "beat"],
    ],
    ids=["web server", "worker", "scheduler"],
)
def test_no_process_starts_in_an_unsafe_production(tmp_path, entrance):
    done = python(tmp_path, safe() | {"DEMO": "1", "MAIL_FROM": "x@school.invalid"}, *entrance)
    assert done.returncode != 0
    assert "not safe to start" in done.stderr
    assert "Remove DEMO from the environment." in done.stderr
    assert "Set MAIL_FROM" in done.stderr


def test_every_page_a_transaction_is_refused_on_sqlite(tmp_path):
    url = f"sqlite:///{tmp_path / 'x.sqlite3'}?atomic_requests=true"
    done = python(tmp_path, {"DATABASE_URL": url}, "manage.py", "check")
    assert done.returncode == 1
    assert "(esafety.E020)" in done.stderr


def test_this_machine_can_make_pdfs():
    assert libraries.missing() == libraries.missing_fonts() == []


# -- starting ---------------------------------------------------------------------------------------


def test_a_port_in_use_is_one_clear_sentence(tmp_path, live_server):
    port = live_server.thread.port
    done = python(tmp_path, {"PORT": str(port)}, "manage.py", "serve")
    assert done.returncode == 1
    assert f"Cannot listen on 127.0.0.1:{port}: Address already in use." in done.stderr
    assert f"PORT={port + 1} make run" in done.stderr
    assert "Traceback" not in done.stderr


def test_make_help_names_the_two_commands():
    said = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert re.search(r"^  make run +\w", said, flags=re.MULTILINE)
    assert re.search(r"^  make test +\w", said, flags=re.MULTILINE)


# -- containers ---------------------------------------------------------------------------------------


@pytest.fixture
def compose() -> dict:
    return yaml.safe_load((ROOT / "docker-compose.yml").read_text())


def test_compose_runs_every_part_of_the_product(compose):
    ours = {"migrate", "web", "worker", "beat", "relay"}
    assert set(compose["services"]) == ours | {"postgres", "redis", "clamav"}


def test_only_the_web_server_can_be_reached_and_only_from_its_own_machine(compose):
    published = {name: part["ports"] for name, part in compose["services"].items() if part.get("ports")}
    assert published == {"web": ["127.0.0.1:8000:8000"]}
    assert compose["networks"]["inside"] == {"internal": True}
    assert [compose["services"][name]["networks"] for name in ("postgres", "redis")] == [["inside"]] * 2


def test_the_scanner_of_the_containers_takes_the_largest_file_and_keeps_none_on_a_disk(compose):
    scanner = compose["services"]["clamav"]
    assert compose["x-app"]["environment"]["CLAMAV_ADDRESS"] == "clamav:3310"
    assert "./deploy/clamav/clamd.conf:/etc/clamav/clamd.conf:ro" in scanner["volumes"]
    assert scanner["tmpfs"] == ["/tmp"]
    lines = (ROOT / "deploy" / "clamav" / "clamd.conf").read_text().splitlines()
    said = dict(line.split(" ", 1) for line in lines if not line.startswith("#"))
    assert said["TemporaryDirectory"] == "/tmp"
    assert said["TCPSocket"] == "3310"
    assert int(said["StreamMaxLength"].removesuffix("M")) * 2**20 > EVIDENCE.largest
    assert int(said["MaxFileSize"].removesuffix("M")) * 2**20 > EVIDENCE.largest


def test_every_lasting_service_has_a_health_check_or_says_that_it_has_none(compose):
    image_has_one = "HEALTHCHECK" in (ROOT / "Dockerfile").read_text()
    for name, part in compose["services"].items():
        assert "healthcheck" in part or (image_has_one and name == "web"), name


def test_our_containers_are_not_root_and_cannot_gain_or_write(compose):
    assert re.search(r"^USER 10001$", (ROOT / "Dockerfile").read_text(), flags=re.MULTILINE)
    for name in ("migrate", "web", "worker", "beat", "relay"):
        part = compose["services"][name]
        assert part["read_only"] is True
        assert part["cap_drop"] == ["ALL"]
        assert part["security_opt"] == ["no-new-privileges:true"]
        assert part["environment"]["PRODUCTION"] == "1"


def test_the_image_brings_what_pdfs_need():
    assert all(package in (ROOT / "Dockerfile").read_text() for package in libraries.PACKAGES)


def test_no_secret_and_no_data_enters_the_image():
    kept_out = (ROOT / ".dockerignore").read_text().splitlines()
    assert {".env", ".git", "var", ".venv"} <= set(kept_out)


# -- the rooms ----------------------------------------------------------------------------------------


def test_the_import_contract_knows_every_room():
    tool = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
    layers = tool["contracts"][0]["layers"]
    storeys = {name.strip("() ") for layer in layers for name in re.split("[|:]", layer)}
    ours = {app for app in live_settings.INSTALLED_APPS if (ROOT / app.replace(".", "/")).is_dir()}
    assert ours - storeys == {"esafety.ui"}
    assert {app.split(".")[0] for app in ours} == set(tool["root_packages"])

"""A production, started by hand from the very files that an administrator installs.

The commands come from `deploy/systemd/`, the proxy's set-up from `deploy/nginx/`. The only changes are where things
lie: this checkout instead of /srv/safekeep, free ports, a certificate made on the spot. The test holds the web
server's socket as systemd does, so that the server can be replaced while visitors come.
"""

from __future__ import annotations

import configparser
import datetime as dt
import ipaddress
import json
import os
import secrets
import shlex
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg2
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.outbox.smtp import MailServer
from tests.postgres import as_role, make_role

ROOT = Path(__file__).resolve().parents[2]
UNITS = ROOT / "deploy" / "systemd"
NAME = "safe.example.sch.uk"
METRICS_TOKEN = secrets.token_urlsafe(32)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def eventually(holds: Callable[[], object], seconds: float = 60.0) -> None:
    until = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < until, f"Not within {seconds} seconds: {holds}"
        time.sleep(0.1)


def unit(name: str) -> dict[str, str]:
    """The [Service] part of a unit. Of a setting that stands twice the last counts, which is enough here."""
    parser = configparser.ConfigParser(strict=False, interpolation=None)
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    parser.read_string((UNITS / f"safekeep-{name}.service").read_text())
    return dict(parser["Service"])


def command_of(name: str) -> list[str]:
    """What systemd would run, with this checkout in the place of /srv/safekeep."""
    programs = Path(sys.executable).parent
    line = unit(name)["ExecStart"].replace("/srv/safekeep/.venv/bin", str(programs))
    return shlex.split(line.replace("/srv/safekeep", str(ROOT)))


class Installation:
    """Every process of a production. `start` brings all up; `end` leaves nothing."""

    def __init__(self, folder: Path, server_url: str, mail: MailServer) -> None:
        self.folder, self.mail = folder, mail
        self.server_url, self.database = server_url, f"safekeep_{secrets.token_hex(4)}"
        self.redis_port, self.https_port, self.http_port = free_port(), free_port(), free_port()
        self.running: dict[str, subprocess.Popen[bytes]] = {}
        self.started = 0
        self.web_socket = socket.socket()
        self.web_socket.bind(("127.0.0.1", 0))
        self.web_socket.listen(2048)
        self.environment = self._environment()

    # -- what an administrator enters -----------------------------------------------------------

    def _environment(self) -> dict[str, str]:
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
        written = dict(
            pair.split("=", 1) for pair in shlex.split(unit("web").get("Environment", "")) if "=" in pair
        )
        return {
            **kept,
            **written,
            "ENV_FILE": os.devnull,
            "PRODUCTION": "1",
            "SECRET_KEY": secrets.token_urlsafe(48),
            "FILES_KEY": secrets.token_urlsafe(32),
            "METRICS_TOKEN": METRICS_TOKEN,
            "BASE_URL": f"https://{NAME}",
            "ALLOWED_HOSTS": NAME,
            "TRUSTED_PROXIES": "1",
            "DATABASE_URL": as_role(self.owner_url),
            "REDIS_URL": f"redis://127.0.0.1:{self.redis_port}/0",
            "EMAIL_URL": self.mail.url,
            "MAIL_FROM": "Safekeep <no-reply@example.sch.uk>",
            "DATA_DIR": str(self.folder / "var"),
            "TMPDIR": str(self.folder),
        }

    @property
    def owner_url(self) -> str:
        return urlunsplit(urlsplit(self.server_url)._replace(path=f"/{self.database}"))

    @property
    def web_port(self) -> int:
        return int(self.web_socket.getsockname()[1])

    @property
    def url(self) -> str:
        return f"https://127.0.0.1:{self.https_port}"

    @property
    def certificate(self) -> Path:
        return self.folder / "fullchain.pem"

    # -- starting and replacing -------------------------------------------------------------------

    def start(self, template: str = "") -> None:
        """In the order of `safekeep.target`: database, broker, migrations, then everything at once.

        `template` names a database of the same server whose schools it has; otherwise it founds one.
        """
        make_role(self.server_url)
        self._sql(f"CREATE DATABASE {self.database}" + (f" TEMPLATE {template}" if template else ""))
        self.begin("redis", self._redis())
        self.do(*command_of("migrate"), DATABASE_OWNER_URL=self.owner_url)
        self.do(sys.executable, "-c", COLLECT)
        if not template:
            self.do(sys.executable, "-m", "tests.production.founding")
        self.begin_web()
        for name in ("worker", "beat", "relay"):
            private = [
                part.replace("/tmp/celerybeat", f"{self.folder}/celerybeat") for part in command_of(name)
            ]  # PrivateTmp
            self.begin(name, private)
        self._write_certificate()
        self._write_nginx()
        self.begin("nginx", [self._program("nginx"), "-e", "stderr", "-c", str(self.folder / "nginx.conf")])

    def do(self, *command: str, **more: str) -> str:
        """One command that ends."""
        environment = {**self.environment, **more, "DJANGO_SETTINGS_MODULE": "esafety.settings"}
        done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=400)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def begin(self, name: str, command: list[str], **more: Any) -> subprocess.Popen[bytes]:
        """One process that lasts; what it says goes to a file of its own."""
        self.started += 1
        with (self.folder / f"{name}.{self.started}.log").open("wb") as out:
            process = subprocess.Popen(
                command, cwd=ROOT, env=self.environment, stdout=out, stderr=subprocess.STDOUT, **more
            )
        self.running[name] = process
        return process

    def begin_web(self) -> None:
        """As systemd does it: the socket is descriptor 3, and the process is told so (sd_listen_fds(3))."""
        given = self.web_socket.fileno()
        self.begin(
            "web", [sys.executable, "-c", HAND_OVER, str(given), *command_of("web")], pass_fds=(given,)
        )

    def workers(self) -> set[int]:
        """The processes that answer requests."""
        parent = self.running["web"].pid
        found = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
        return {int(pid) for pid in found}

    def reload_web(self) -> None:
        """`systemctl reload safekeep-web`; returns when only new workers are left."""
        before = self.workers()
        self.running["web"].send_signal(signal.SIGHUP)
        eventually(lambda: len(self.workers() - before) >= 2 and not self.workers() & before, 90)

    def restart_web(self) -> None:
        """`systemctl restart safekeep-web`: the old ends wholly before the new begins; the socket stays."""
        old = self.running["web"]
        old.send_signal(signal.SIGTERM)
        assert old.wait(60) == 0
        self.begin_web()

    def end(self) -> None:
        """Everything, ours only, by its id."""
        for process in self.running.values():
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)
        for process in self.running.values():
            try:
                process.wait(30)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        self.web_socket.close()
        self._sql(f"DROP DATABASE IF EXISTS {self.database} WITH (FORCE)")

    # -- what it said -------------------------------------------------------------------------------

    def said(self, *names: str) -> str:
        """Everything that these processes wrote."""
        files = sorted(path for name in names for path in self.folder.glob(f"{name}.*.log"))
        return "".join(path.read_text() for path in files)

    def lines(self, *names: str) -> list[dict[str, Any]]:
        """The same, each line as JSON: a line that is none fails."""
        return [json.loads(line) for line in self.said(*names).splitlines()]

    def ask(self, sql: str) -> Any:
        """One value from the product's own database."""
        with psycopg2.connect(self.owner_url) as there, there.cursor() as cursor:
            cursor.execute(sql)
            row = cursor.fetchone()
        there.close()
        return row[0] if row else None

    # -- parts ------------------------------------------------------------------------------------

    def _sql(self, statement: str) -> None:
        there = psycopg2.connect(self.server_url)
        there.autocommit = True
        with there.cursor() as cursor:
            cursor.execute(statement)
        there.close()

    def _program(self, name: str) -> str:
        found = shutil.which(name, path=f"{os.environ['PATH']}:/usr/sbin:/usr/local/sbin")
        assert found, f"{name} is missing: apt-get install {name}"
        return found

    def _redis(self) -> list[str]:
        port = str(self.redis_port)
        return [self._program("redis-server"), "--port", port, "--bind", "127.0.0.1", "--save", ""]

    def _write_certificate(self) -> None:
        key = ec.generate_private_key(ec.SECP256R1())
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, NAME)])
        here = x509.IPAddress(ipaddress.ip_address("127.0.0.1"))
        now = dt.datetime.now(dt.UTC)
        made = (
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(name)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - dt.timedelta(days=1))
            .not_valid_after(now + dt.timedelta(days=1))
            .add_extension(x509.SubjectAlternativeName([x509.DNSName(NAME), here]), critical=False)
            .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
            .sign(key, hashes.SHA256())
        )
        self.certificate.write_bytes(made.public_bytes(serialization.Encoding.PEM))
        (self.folder / "privkey.pem").write_bytes(
            key.private_bytes(
                serialization.Encoding.PEM,
                serialization.PrivateFormat.PKCS8,
                serialization.NoEncryption(),
            )
        )

    def _write_nginx(self) -> None:
        """The shipped server, inside the least frame that nginx wants."""
        site = (ROOT / "deploy" / "nginx" / "safekeep.conf").read_text()
        changes = {
            "listen [::]:80;": "",
            "listen [::]:443 ssl http2;": "",
            "listen 80;": f"listen 127.0.0.1:{self.http_port};",
            "listen 443 ssl http2;": f"listen 127.0.0.1:{self.https_port} ssl http2;",
            "http://127.0.0.1:8000": f"http://127.0.0.1:{self.web_port}",
            "/etc/ssl/safekeep/": f"{self.folder}/",
            "/var/log/nginx/": f"{self.folder}/",
            "/srv/safekeep/": f"{ROOT}/",
        }
        for old, new in changes.items():
            assert old in site, old
            site = site.replace(old, new)
        places = "".join(
            f"{kind}_temp_path {self.folder}/nginx-{kind};\n"
            for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        )
        account = "user root;\n" if os.geteuid() == 0 else ""
        (self.folder / "nginx.conf").write_text(
            f"{account}daemon off;\npid {self.folder}/nginx.pid;\nerror_log {self.folder}/nginx-error.log;\n"
            f"events {{}}\nhttp {{\n{places}{site}\n}}\n"
        )


HAND_OVER = """
import os, sys
os.dup2(int(sys.argv[1]), 3)
os.environ.update(LISTEN_FDS="1", LISTEN_PID=str(os.getpid()))
os.execv(sys.argv[2], sys.argv[2:])
"""
COLLECT = (
    "import django; django.setup(); from esafety.serve.prepare import collect_static; collect_static(print)"
)

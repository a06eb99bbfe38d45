"""A small server that gives the answers again which pages gave before, so that nothing is asked twice.

The browser gets every answer under its own address, with its own status and headers (the content security
policy among them), and the styles and scripts as they are built. Whatever else a script asks for is answered
with nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from mimetypes import guess_type
from pathlib import Path
from threading import Thread
from typing import NamedTuple

from django.contrib.staticfiles import finders

STATIC = "/static/"


class Kept(NamedTuple):
    """One answer."""

    status: int
    headers: dict[str, str]
    body: bytes


class Replay:
    """What is given again, by number."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.kept: dict[str, Kept] = {}

    def keep(self, status: int, headers: dict[str, str], body: bytes) -> str:
        """Keep an answer; gives the address to open it at."""
        path = f"/again/{len(self.kept)}/"
        self.kept[path] = Kept(status, headers, body)
        return self.url + path


@contextmanager
def replaying() -> Iterator[Replay]:
    """The server, for as long as it is wanted."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            status, headers, body = answer(self.path)
            self.send_response(status)
            for name, value in {**headers, "Content-Length": str(len(body))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def do_POST(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length", 0)))
            self.do_GET()

        def log_message(self, *_: object) -> None:
            pass

    def answer(path: str) -> Kept:
        if path in replay.kept:
            return replay.kept[path]
        file = finders.find(path.removeprefix(STATIC)) if path.startswith(STATIC) else None
        if not file:
            return Kept(204, {}, b"")
        kind = guess_type(file)[0] or "application/octet-stream"
        return Kept(200, {"Content-Type": kind, "Cache-Control": "max-age=600"}, Path(file).read_bytes())

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    replay = Replay(f"http://127.0.0.1:{server.server_port}")
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    yield replay
    server.shutdown()
    server.server_close()
    thread.join()

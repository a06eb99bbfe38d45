"""How gunicorn is set up: `gunicorn --config esafety/serve/web.py esafety.wsgi:application`.

Executed by the parent process, which lives through reloads. It therefore imports nothing of the product: what is in
the parent's memory would be in the workers' too, and `systemctl reload` would start the new version with old parts.
"""

from __future__ import annotations

import os
import runpy
import shutil
import tempfile
from pathlib import Path
from typing import Any

_logs: Any = runpy.run_path(str(Path(__file__).with_name("logs.py")))
_production = os.environ.get("PRODUCTION", "0").lower() in ("1", "true", "yes", "on", "y", "t", "ok")
_as_json = os.environ.get("LOG_FORMAT", "json" if _production else "plain") == "json"

workers = int(os.environ.get("WEB_WORKERS", "2"))
threads = int(os.environ.get("WEB_THREADS", "8"))
graceful_timeout = 25
"""Seconds that requests in hand have to end when a worker is replaced."""
keepalive = 5
control_socket_disable = True
logconfig_dict = _logs["logging_of"](as_json=_as_json, level=os.environ.get("LOG_LEVEL", "INFO"))
if Path("/dev/shm").is_dir():  # noqa: S108 (the heartbeat of workers; a disk may stand still)
    worker_tmp_dir = "/dev/shm"  # noqa: S108


def on_starting(server: Any) -> None:
    """A fresh folder for what the workers count: the metrics of one life of the parent."""
    server.counted_in = tempfile.mkdtemp(prefix="safekeep-metrics-")
    os.environ.update(PROMETHEUS_MULTIPROC_DIR=server.counted_in)


def child_exit(server: Any, worker: Any) -> None:
    """What a worker that ended had counted stays; what only the living have goes."""
    from prometheus_client import multiprocess

    multiprocess.mark_process_dead(worker.pid)


def on_exit(server: Any) -> None:
    """Nothing of ours stays behind."""
    shutil.rmtree(server.counted_in, ignore_errors=True)

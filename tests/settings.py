"""The settings of the test run: the product's own, with nothing taken from this machine.

Every variable the product reads is cleared first, so that a developer's shell or `.env` cannot
change what a test proves. The database is SQLite in a scratch folder, as `make run` has it, or the
PostgreSQL named by `TEST_DATABASE_URL` (see tests/postgres.py).
"""

import atexit
import os
import re
import shutil
import tempfile
from pathlib import Path

_ROOT = Path(__file__).resolve().parent.parent


def _clear_environment() -> None:
    names = re.findall(r"^#? ?([A-Z][A-Z_]+)=", (_ROOT / ".env.example").read_text(), flags=re.MULTILINE)
    for name in names:
        os.environ.pop(name, None)
    os.environ["ENV_FILE"] = os.devnull


def _scratch_folder() -> Path:
    """One folder for the run, made by the first process and removed by it; one inside for each worker."""
    if "TEST_SCRATCH" not in os.environ:
        os.environ["TEST_SCRATCH"] = tempfile.mkdtemp(prefix="esafety-test-")
        atexit.register(shutil.rmtree, os.environ["TEST_SCRATCH"], ignore_errors=True)
    return Path(os.environ["TEST_SCRATCH"]) / os.environ.get("PYTEST_XDIST_WORKER", "main")


_clear_environment()
_scratch = _scratch_folder()
os.environ["DATA_DIR"] = str(_scratch / "var")
os.environ["SQLITE_SYNCHRONOUS"] = "OFF"
if os.environ.get("TEST_DATABASE_URL"):
    from tests.postgres import as_role

    # As in production: the owner makes the tables, the product works as a role that the walls bind.
    os.environ["DATABASE_OWNER_URL"] = os.environ["TEST_DATABASE_URL"]
    os.environ["DATABASE_URL"] = as_role(os.environ["TEST_DATABASE_URL"])

(_scratch / "var").mkdir(parents=True, exist_ok=True)

from esafety.settings import *  # noqa: E402, F403
from esafety.settings import DATABASES, PASSWORD_HASHERS, STORAGES  # noqa: E402

if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, not memory: threads of a live server must have connections of their own, as in real life.
    DATABASES["default"]["TEST"] = {"NAME": str(_scratch / "test.sqlite3")}
DATABASES["default"]["CONN_MAX_AGE"] = 0
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher", *PASSWORD_HASHERS]
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
STATIC_ROOT = _scratch / "static"  # a live server reads the sources; nothing needs collecting
STATIC_ROOT.mkdir(exist_ok=True)

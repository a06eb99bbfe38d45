"""The product's own settings, with a counter of queries in front."""

from esafety.settings import *  # noqa: F403
from esafety.settings import DATA_DIR, MIDDLEWARE

MIDDLEWARE = ["benchmarks.counting.counted", *MIDDLEWARE]
STATIC_ROOT = DATA_DIR / "static"

"""Which Chromium the browser tests drive. `python -m tests.chromium` installs one when it may."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MISSING = (
    "The browser tests need Chromium. Install it (Debian, Ubuntu: sudo apt-get install chromium) "
    "or set CHROMIUM to the program's path."
)


def find_chromium() -> str:
    """The program's path. Raises RuntimeError, saying what to install, when there is none."""
    named = os.environ.get("CHROMIUM", "")
    found = next(filter(None, (shutil.which(name) for name in ((named,) if named else NAMES))), None)
    if not found:
        raise RuntimeError(MISSING)
    return found


def main() -> int:
    try:
        find_chromium()
    except RuntimeError as missing:
        if os.environ.get("CHROMIUM") or os.geteuid() != 0 or not shutil.which("apt-get"):
            print(missing, file=sys.stderr)
            return 1
        print("Installing Chromium for the browser tests …", flush=True)
        subprocess.run(["apt-get", "update", "-q"], check=False, stdout=subprocess.DEVNULL)
        subprocess.run(
            ["apt-get", "install", "-yq", "--no-install-recommends", "chromium"],
            check=False,
            stdout=subprocess.DEVNULL,
            env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"},
        )
        find_chromium()
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""What WeasyPrint needs from the operating system, found without importing WeasyPrint.

`python esafety/serve/libraries.py` runs before anything is set up: as root on Debian or
Ubuntu it installs what is missing, otherwise it says in one line how to. Without these libraries
the site runs; only PDFs cannot be made.
"""

import ctypes.util
import os
import shutil
import subprocess
import sys

PACKAGES = ("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0")
HOW = "sudo apt-get install " + " ".join(PACKAGES)
# Each library by the names WeasyPrint tries: Linux, then macOS.
LIBRARIES = (
    ("libgobject-2.0.so.0", "libgobject-2.0.dylib"),
    ("libpango-1.0.so.0", "libpango-1.0.dylib"),
    ("libpangoft2-1.0.so.0", "libpangoft2-1.0.dylib"),
    ("libharfbuzz-subset.so.0", "libharfbuzz-subset.dylib"),
)


def missing() -> list[str]:
    """The libraries that cannot be loaded here, by their Linux names."""
    return [names[0] for names in LIBRARIES if not any(_loads(name) for name in names)]


def _loads(name: str) -> bool:
    try:
        ctypes.CDLL(name)
    except OSError:
        return bool(ctypes.util.find_library(name.removeprefix("lib").split(".so")[0].removesuffix(".dylib")))
    return True


def install() -> None:
    """As root, with apt-get: install the packages, quietly."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return
    sys.stdout.write("Installing what PDFs need (Pango) …\n")
    sys.stdout.flush()
    quietly = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (["update", "-q"], ["install", "-yq", "--no-install-recommends", *PACKAGES]):
        subprocess.run(["apt-get", *command], env=quietly, stdout=subprocess.DEVNULL, check=False)  # noqa: S603, S607


def main() -> None:
    if missing():
        install()
    if missing():
        sys.stdout.write(f"PDFs cannot be made yet; everything else runs. To have them: {HOW}\n")


if __name__ == "__main__":
    main()

"""What PDFs need from the operating system, found without importing WeasyPrint: libraries, and letters.

`python esafety/serve/libraries.py` runs before anything is set up: as root on Debian or
Ubuntu it installs what is missing, otherwise it says in one line how to. Without these libraries
the site runs; only PDFs cannot be made. Without the fonts a name in another script prints as boxes.
"""

import ctypes.util
import os
import shutil
import subprocess
import sys
from itertools import chain
from pathlib import Path

FONTS = {
    "LiberationSans-Regular.ttf": "fonts-liberation",
    "NotoSansBengali-Regular.ttf": "fonts-noto-core",
    "NotoColorEmoji.ttf": "fonts-noto-color-emoji",
    "DroidSansFallbackFull.ttf": "fonts-droid-fallback",  # Chinese and Japanese
    "NanumGothic.ttf": "fonts-nanum",  # Korean
}
"""One file of each package of fonts: the letters and signs of the languages that families write in."""
PACKAGES = ("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0", *FONTS.values())
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


def missing_fonts() -> list[str]:
    """The packages of fonts that are not here; macOS brings letters of its own."""
    if sys.platform == "darwin":
        return []
    folders = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.fonts", "~/.local/share/fonts")
    here = {
        path.name for path in chain.from_iterable(Path(one).expanduser().rglob("*.ttf") for one in folders)
    }
    return [package for file, package in FONTS.items() if file not in here]


def install() -> None:
    """As root, with apt-get: install the packages, quietly."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return
    sys.stdout.write("Installing what PDFs need (Pango, letters of many languages) …\n")
    sys.stdout.flush()
    quietly = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (["update", "-q"], ["install", "-yq", "--no-install-recommends", *PACKAGES]):
        subprocess.run(["apt-get", *command], env=quietly, stdout=subprocess.DEVNULL, check=False)  # noqa: S603, S607


def main() -> None:
    if missing() or missing_fonts():
        install()
    if missing():
        sys.stdout.write(f"PDFs cannot be made yet; everything else runs. To have them: {HOW}\n")
    elif missing_fonts():
        sys.stdout.write(f"In PDFs some languages and emoji would print as boxes. To have them: {HOW}\n")


if __name__ == "__main__":
    main()

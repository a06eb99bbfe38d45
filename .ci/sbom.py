"""Writes what the product is made of, as CycloneDX: every package that is shipped, its version, hashes and licence.

    python .ci/sbom.py FILE

Read from the locks and from what is installed beside them; nothing is fetched. The same locks give the same file.
"""

import base64
import json
import re
import subprocess
import sys
import tomllib
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path
from typing import Any

from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

ROOT = Path(__file__).resolve().parents[1]
IN_THE_BROWSER = ("@ministryofjustice/frontend", "govuk-frontend")
"""Of package.json: parts of these are in the styles and scripts that are sent. sass only compiles them."""


def sbom() -> dict[str, Any]:
    """The whole list; raises ValueError when it is not what CycloneDX says."""
    listed = _python()
    listed["components"] += [_front_end(name) for name in IN_THE_BROWSER]
    listed["components"].sort(key=lambda one: (one["purl"], one["bom-ref"]))
    root = listed["metadata"]["component"]["bom-ref"]
    listed["dependencies"] = [
        {"ref": root, "dependsOn": sorted(one["bom-ref"] for one in listed["components"])}
    ]
    if fault := JsonStrictValidator(SchemaVersion.V1_6).validate_str(json.dumps(listed)):
        raise ValueError(str(fault))
    return listed


def _python() -> dict[str, Any]:
    """The lock, read by CycloneDX's own tool, with the licences that the packages themselves name."""
    command = [sys.executable, "-m", "cyclonedx_py", "requirements", "requirements/base.txt"]
    command += ["--pyproject", "pyproject.toml", "--output-reproducible", "--sv", "1.6", "--short-PURLs"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    listed: dict[str, Any] = json.loads(done.stdout)
    locked = dict(
        re.findall(r"^([\w.-]+)==([\w.+!-]+)", (ROOT / "requirements/base.txt").read_text(), re.MULTILINE)
    )
    for one in listed["components"]:
        one["version"] = locked[one["name"]]
        one["purl"] = one["bom-ref"] = f"pkg:pypi/{one['name'].lower()}@{one['version']}"
        one.pop("description", None)
        for reference in one["externalReferences"]:
            reference["url"] = one[
                "purl"
            ]  # the lock holds the files' hashes and no address; the tool guesses one
        if licence := _licence(one["name"]):
            one["licenses"] = [licence]
    return listed


def _licence(name: str) -> dict[str, Any] | None:
    """As an expression where the package has one, else its own words for it; None where it is not installed."""
    try:
        said = metadata(name)
    except PackageNotFoundError:
        return None
    if expression := said.get("License-Expression"):
        return {"expression": expression}
    classified = [line.split(" :: ")[-1] for line in said.get_all("Classifier") or [] if "License ::" in line]
    words = " / ".join(classified) or (said.get("License") or "").split("\n")[0]
    return {"license": {"name": words}} if words else None


def _front_end(name: str) -> dict[str, Any]:
    package = json.loads((ROOT / "package-lock.json").read_text())["packages"][f"node_modules/{name}"]
    kind, digest = package["integrity"].split("-", 1)
    purl = f"pkg:npm/{name.replace('@', '%40')}@{package['version']}"
    return {
        "type": "library",
        "bom-ref": purl,
        "name": name,
        "version": package["version"],
        "purl": purl,
        "hashes": [{"alg": kind.upper().replace("SHA", "SHA-"), "content": base64.b64decode(digest).hex()}],
        "licenses": [{"license": {"id": package["license"]}}],
    }


def main(file: Path) -> None:
    """Write it and say how much it is."""
    listed = sbom()
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(listed, indent=2, sort_keys=True) + "\n")
    version = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
    print(f"{file}: {len(listed['components'])} packages of safekeep {version}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))

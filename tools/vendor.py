"""Renews what is vendored from npm: ``python tools/vendor.py`` (``make vendor``).

Takes the newest version in each range below, copies the few files the site uses with their licence texts into ``static/vendor`` and
writes ``static/vendor/manifest.json``. The registry is the one npm is configured for; no address is kept here.
"""

import base64
import hashlib
import json
import shutil
import subprocess
import sys
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

VENDOR = Path(__file__).resolve().parents[1] / "static" / "vendor"


@dataclass(frozen=True)
class Package:
    """What to take of an npm package: path inside it → path in the folder. The first file of ``licence_files`` is its licence."""

    name: str
    range: str
    folder: str
    licence: str
    files: tuple[tuple[str, str], ...]


PACKAGES = (
    # Of altcha only the worker that solves: its widget brings looks, texts and a checkbox of its own. Its version 2 speaks the protocol of
    # participation/answers/altcha.py; the workers of version 3 alone speak another one.
    Package(
        "altcha",
        "^2.3",
        "altcha",
        "MIT",
        (("dist_external/worker.js", "worker.js"), ("LICENSE.txt", "LICENSE")),
    ),
    Package(
        "@kern-ux/native",
        "^2.7",
        "kern",
        "EUPL-1.2",
        (
            ("dist/kern.min.css", "kern.min.css"),
            ("LICENSE.md", "LICENSE.md"),
            ("dist/fonts/fira-sans/FiraSans-Regular.woff2", "fonts/FiraSans-Regular.woff2"),
            ("dist/fonts/fira-sans/FiraSans-SemiBold.woff2", "fonts/FiraSans-SemiBold.woff2"),
        ),
    ),
    Package("@fontsource/fira-sans", "^5", "kern/fonts", "OFL-1.1", (("LICENSE", "LICENSE"),)),
    Package(
        "hls.js",
        "^1.7",
        "hls",
        "Apache-2.0",
        (("dist/hls.light.min.mjs", "hls.light.min.mjs"), ("LICENSE", "LICENSE")),
    ),
    Package(
        "htmx.org",
        "^2",
        "htmx",
        "0BSD",
        (("dist/htmx.min.js", "htmx.min.js"), ("LICENSE", "LICENSE")),
    ),
    Package(
        "leaflet",
        "~1.9.4",
        "leaflet",
        "BSD-2-Clause",
        (
            ("dist/leaflet.js", "leaflet.js"),
            ("dist/leaflet.css", "leaflet.css"),
            ("dist/images/layers.png", "images/layers.png"),  # the pictures its styles name
            ("dist/images/layers-2x.png", "images/layers-2x.png"),
            ("dist/images/marker-icon.png", "images/marker-icon.png"),
            ("LICENSE", "LICENSE"),
        ),
    ),
    Package(
        "tus-js-client",
        "^4.3",
        "tus",
        "MIT",
        (("dist/tus.min.js", "tus.min.js"), ("LICENSE", "LICENSE")),
    ),
)


def main() -> int:
    """Renew every package; gives back the exit code."""
    shutil.rmtree(VENDOR, ignore_errors=True)
    entries: list[dict[str, str]] = []
    for package in PACKAGES:
        entries += _take(package)
    text = json.dumps({"files": sorted(entries, key=lambda entry: entry["file"])}, indent=2, ensure_ascii=False)
    (VENDOR / "manifest.json").write_text(text + "\n", encoding="utf-8")
    return 0


def _take(package: Package) -> list[dict[str, str]]:
    with tempfile.TemporaryDirectory() as folder:
        packed = _npm("pack", f"{package.name}@{package.range}", "--pack-destination", folder)
        newest = max(packed, key=lambda entry: tuple(int(part) for part in entry["version"].split(".")))
        with tarfile.open(Path(folder) / newest["filename"]) as archive:
            archive.extractall(folder, filter="data")
        return [_copy(package, newest["version"], Path(folder) / "package", *pair) for pair in package.files]


def _npm(*arguments: str) -> list[dict[str, Any]]:
    """Run npm and read its JSON: a list of packages, or (newer versions) an object of them by name."""
    done = subprocess.run(["npm", *arguments, "--json", "--silent"], check=True, capture_output=True, text=True)
    answer = json.loads(done.stdout)
    return list(answer.values()) if isinstance(answer, dict) else answer


def _copy(package: Package, version: str, unpacked: Path, source: str, target: str) -> dict[str, str]:
    path = VENDOR / package.folder / target
    path.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(unpacked / source, path)
    path.chmod(0o644)
    print(f"{package.name} {version}: {path.relative_to(VENDOR)}")
    return {
        "file": str(path.relative_to(VENDOR)),
        "name": package.name,
        "version": version,
        "licence": package.licence,
        "sha384": sha384(path),
    }


def sha384(path: Path) -> str:
    """A file's hash in the form browsers know from ``integrity``."""
    return "sha384-" + base64.b64encode(hashlib.sha384(path.read_bytes()).digest()).decode()


if __name__ == "__main__":
    sys.exit(main())

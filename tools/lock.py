"""Renews the lock: what may be installed, each package pinned with its hashes.

One resolution in four parts that pin nothing twice: ``lock.txt`` is what the program needs, ``tests.txt`` what tests add to it,
``ffmpeg.txt`` and ``weights.txt`` what is fetched only where it is missing. No address of an index is written down.
"""

import re
import subprocess
import sys
import tempfile
from pathlib import Path

REQUIREMENTS = Path(__file__).parent.parent / "requirements"
PARTS = {
    "lock.txt": "base.in",
    "tests.txt": "tests.in",
    "ffmpeg.txt": "ffmpeg.in",
    "weights.txt": "weights.in",
}
PYTHON = "3.11"
HEADING = "# Made by `make lock` from {source}; do not edit.\n"


def entries(lock: str) -> dict[str, str]:
    """The pinned packages of a lock, each with all lines that belong to it. A package has one entry for each marker."""
    blocks = re.split(r"(?m)^(?=[A-Za-z0-9])", lock)
    return {block.split(" \\", 1)[0].strip(): block.rstrip() + "\n" for block in blocks if "==" in block}


def resolve(sources: list[Path], known: Path | None, upgrade: bool) -> str:
    """What the sources need, on every system and Python we support, with the versions of the known lock kept."""
    options = ["--universal", "--generate-hashes", "--no-header", "--no-annotate", "--no-emit-index-url"]
    command = [sys.executable, "-m", "uv", "pip", "compile", "--quiet", *options, "--no-emit-find-links"]
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "lock.txt"
        if known is not None and known.is_file() and not upgrade:
            target.write_text(known.read_text())
        choice = ["--upgrade"] if upgrade else []
        subprocess.run(
            [*command, *choice, "--python-version", PYTHON, *map(str, sources), "-o", str(target)], check=True
        )
        return target.read_text()


def main() -> int:
    """``python tools/lock.py [--upgrade]``: without ``--upgrade`` versions stay where they still fit."""
    upgrade = "--upgrade" in sys.argv[1:]
    earlier = "".join(file.read_text() for name in PARTS if (file := REQUIREMENTS / name).is_file())
    with tempfile.TemporaryDirectory() as folder:
        known = Path(folder) / "known.txt"
        known.write_text(earlier)
        base = REQUIREMENTS / "base.in"
        whole = entries(resolve([base, REQUIREMENTS / "tests.in"], known, upgrade))
        known.write_text("".join(whole.values()))
        written = entries(resolve([base], known, upgrade=False))
        parts = {"lock.txt": written, "tests.txt": {pin: text for pin, text in whole.items() if pin not in written}}
        for name in ("ffmpeg.txt", "weights.txt"):
            parts[name] = entries(resolve([REQUIREMENTS / PARTS[name]], REQUIREMENTS / name, upgrade))
    for name, pins in parts.items():
        text = HEADING.format(source=PARTS[name]) + "".join(pins[pin] for pin in sorted(pins))
        (REQUIREMENTS / name).write_text(text)
        print(f"requirements/{name}: {len(pins)} packages")
    return 0


if __name__ == "__main__":
    sys.exit(main())

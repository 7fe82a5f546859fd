"""The report: figures with their targets, beside machine and versions."""

import importlib.metadata
import json
import os
import platform
import subprocess
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

TARGET = Path("build/bench.json")
PACKAGES = ("faster-whisper", "ctranslate2", "tantivy", "simplemma", "starlette", "sqlalchemy")


@dataclass(frozen=True)
class Figure:
    """One measured value. ``least`` or ``most`` is what it has to reach; ``beside`` says what it is compared with."""

    name: str
    value: float
    unit: str = ""
    least: float | None = None
    most: float | None = None
    beside: str = ""

    @property
    def reached(self) -> bool:
        return (self.least is None or self.value >= self.least) and (self.most is None or self.value <= self.most)

    @property
    def wanted(self) -> str:
        if self.least is not None:
            return f"≥ {self.least:g}"
        return f"≤ {self.most:g}" if self.most is not None else ""


@dataclass
class Report:
    """What one run measured."""

    figures: list[Figure] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)

    def add(self, figure: Figure) -> None:
        self.figures.append(figure)
        mark = "✓" if figure.reached else "✗"
        print(
            f"{mark} {figure.name:<26}{figure.value:>10.3f} {figure.unit:<6} {figure.wanted:<10} {figure.beside}",
            flush=True,
        )

    def leave_out(self, why: str) -> None:
        self.left_out.append(why)
        print(f"- left out: {why}", flush=True)

    def write(self) -> None:
        """Merge into build/bench.json, so that parts measured one by one end up in one report."""
        TARGET.parent.mkdir(exist_ok=True)
        known: dict[str, Any] = json.loads(TARGET.read_text()) if TARGET.exists() else {}
        figures = known.get("figures", {}) | {
            figure.name: {
                "value": round(figure.value, 4),
                "unit": figure.unit,
                "wanted": figure.wanted,
                "beside": figure.beside,
            }
            for figure in self.figures
        }
        document = {
            "machine": machine(),
            "versions": versions(),
            "measured_at": datetime.now(UTC).isoformat(),
            "figures": figures,
        }
        TARGET.write_text(json.dumps(document, indent=2, ensure_ascii=False))
        print(f"written to {TARGET}")


def machine() -> dict[str, Any]:
    """What it ran on."""
    info = Path("/proc/cpuinfo").read_text().splitlines() if Path("/proc/cpuinfo").exists() else []
    model = next((line.split(":", 1)[1].strip() for line in info if line.startswith("model name")), platform.machine())
    memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / 1e9
    return {"processor": model, "cores": os.cpu_count(), "memory_gb": round(memory, 1), "system": platform.platform()}


def versions() -> dict[str, str]:
    """Versions of what the figures depend on."""
    found = {name: importlib.metadata.version(name) for name in PACKAGES}
    ffmpeg = subprocess.run(["ffmpeg", "-version"], capture_output=True, text=True, check=False).stdout.split()
    return {"python": platform.python_version(), **found, "ffmpeg": ffmpeg[2] if len(ffmpeg) > 2 else "missing"}

"""Folders whose files lie in memory: a database is copied there in hundredths of a second, and syncing costs nothing."""

import os
import shutil
from pathlib import Path

MEMORY = Path("/dev/shm")
MEGABYTE = 1_000_000


def folder(least_mb: int) -> Path | None:
    """Where files lie in memory, if this machine has that and enough to spare of it; containers often have a few megabytes only."""
    if not os.access(MEMORY, os.W_OK | os.X_OK) or shutil.disk_usage(MEMORY).free < least_mb * MEGABYTE:
        return None
    return MEMORY if _available_mb() >= 2 * least_mb else None


def _available_mb() -> float:
    """How much memory programs can still have, by the kernel's estimate."""
    try:
        lines = Path("/proc/meminfo").read_text().splitlines()
    except OSError:
        return 0.0
    found = [int(line.split()[1]) for line in lines if line.startswith("MemAvailable:")]
    return found[0] * 1024 / MEGABYTE if found else 0.0

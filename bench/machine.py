"""What the numbers were measured on, in words for the report."""

import os
import platform
import re
from pathlib import Path


def machine() -> list[str]:
    """Lines about processor, memory, system and Python."""
    processor = _first("/proc/cpuinfo", r"model name\s*:\s*(.+)")
    memory = int(_first("/proc/meminfo", r"MemTotal:\s*(\d+)") or 0) / 1024**2
    system = _first("/etc/os-release", r'PRETTY_NAME="(.+)"')
    return [
        f"{os.cpu_count()} cores ({processor}), {memory:.0f} GiB of memory",
        f"{system}, Python {platform.python_version()}",
    ]


def _first(path: str, pattern: str) -> str:
    try:
        found = re.search(pattern, Path(path).read_text("utf-8"))
    except OSError:
        return ""
    return found[1].strip() if found else ""

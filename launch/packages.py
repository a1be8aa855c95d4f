"""Debian packages that no Python package can bring."""

import ctypes
import ctypes.util
import importlib.util
import os
import shutil
import sys

from launch import programs
from launch.places import PYTHON
from launch.terminal import Refused, say

VENV_PACKAGE = "python3-venv"
PANGO = {"libpangoft2-1.0-0": "pangoft2-1.0", "libharfbuzz-subset0": "harfbuzz-subset"}  # package: library
CHROMIUM = "chromium"


def install_missing(*, browser: bool = False) -> None:
    """Install what is missing as root on Debian; otherwise print the one line that does. Only venv is indispensable."""
    missing = _missing(browser=browser)
    if missing and os.geteuid() == 0 and shutil.which("apt-get"):
        say(f"Installing system packages: {' '.join(missing)}")
        _apt_get("update")
        _apt_get("install", "--yes", "--no-install-recommends", *missing)
        missing = _missing(browser=browser)
    if not missing:
        return

    line = f"apt-get install {' '.join(missing)}"
    if VENV_PACKAGE in missing:
        raise Refused(f"Python's venv module is missing: run '{line}' as root, then start again.")
    if browser and CHROMIUM in missing:
        raise Refused(f"The browser tests need Chromium: run '{line}' as root, then start again.")
    say(f"Pango is missing, so everything runs but no PDF can be made. To change that, run as root: {line}")


def _missing(*, browser: bool) -> list[str]:
    missing = [package for package, library in PANGO.items() if not _can_load(library)]
    if not PYTHON.exists() and not _can_make_venv():
        missing.insert(0, VENV_PACKAGE)
    if browser and not shutil.which(CHROMIUM):
        missing.append(CHROMIUM)
    return missing


def _can_make_venv() -> bool:
    importlib.invalidate_caches()
    return importlib.util.find_spec("ensurepip") is not None


def _can_load(library: str) -> bool:
    name = f"lib{library}.so.0" if sys.platform == "linux" else ctypes.util.find_library(library)
    try:
        return name is not None and bool(ctypes.CDLL(name))
    except OSError:
        return False


def _apt_get(*arguments: str) -> None:
    """Try; whether it helped is seen by what is missing afterwards."""
    outcome = programs.run("apt-get", "-q", *arguments, told={**os.environ, "DEBIAN_FRONTEND": "noninteractive"})
    if not outcome.worked:
        say(f"'apt-get {arguments[0]}' failed: {outcome.reason}")

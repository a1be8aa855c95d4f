"""Debian packages that no Python package can bring."""

import ctypes
import ctypes.util
import importlib.util
import os
import shutil
import sys
from collections.abc import Callable

from launch import programs
from launch.places import PYTHON
from launch.terminal import Refused, say

VENV_PACKAGE = "python3-venv"
PANGO = {"libpangoft2-1.0-0": "pangoft2-1.0", "libharfbuzz-subset0": "harfbuzz-subset"}  # package: library
FONTS = {"fonts-noto-core": "नকਗગதతಕമසกကሀ", "fonts-wqy-microhei": "李龍あ김"}  # package: letters of its scripts
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
    what, lost = ("Pango is", "no PDF can be made")
    if PANGO.keys().isdisjoint(missing):
        what, lost = ("Fonts are", "PDFs show names in some scripts as boxes")
    say(f"{what} missing, so everything runs but {lost}. To change that, run as root: {line}")


def _missing(*, browser: bool) -> list[str]:
    missing = [package for package, library in PANGO.items() if not _can_load(library)]
    can_print = _installed_type()
    missing += [package for package, letters in FONTS.items() if not all(map(can_print, letters))]
    if not PYTHON.exists() and not _can_make_venv():
        missing.insert(0, VENV_PACKAGE)
    if browser and not shutil.which(CHROMIUM):
        missing.append(CHROMIUM)
    return missing


def _can_make_venv() -> bool:
    importlib.invalidate_caches()
    return importlib.util.find_spec("ensurepip") is not None


def _can_load(library: str) -> bool:
    return _load(library, version=0) is not None


def _load(library: str, *, version: int) -> ctypes.CDLL | None:
    name = f"lib{library}.so.{version}" if sys.platform == "linux" else ctypes.util.find_library(library)
    try:
        return ctypes.CDLL(name) if name is not None else None
    except OSError:
        return None


def _installed_type() -> Callable[[str], bool]:
    """Whether some installed font has a letter: asked of fontconfig, which Pango asks too and brings along."""
    fontconfig = _load("fontconfig", version=1)
    if fontconfig is None:
        return lambda letter: False
    for makes_pointer in ("FcInitLoadConfigAndFonts", "FcNameParse", "FcObjectSetCreate", "FcFontList"):
        getattr(fontconfig, makes_pointer).restype = ctypes.c_void_p
    fonts = ctypes.c_void_p(fontconfig.FcInitLoadConfigAndFonts())  # read anew: some may just have been installed
    nothing_more = ctypes.c_void_p(fontconfig.FcObjectSetCreate())

    def can_print(letter: str) -> bool:
        having_it = ctypes.c_void_p(fontconfig.FcNameParse(f":charset={ord(letter):x}".encode()))
        found = ctypes.c_void_p(fontconfig.FcFontList(fonts, having_it, nothing_more))
        return bool(ctypes.cast(found, ctypes.POINTER(ctypes.c_int)).contents.value)  # how many, first in the structure

    return can_print


def _apt_get(*arguments: str) -> None:
    """Try; whether it helped is seen by what is missing afterwards."""
    outcome = programs.run("apt-get", "-q", *arguments, told={**os.environ, "DEBIAN_FRONTEND": "noninteractive"})
    if not outcome.worked:
        say(f"'apt-get {arguments[0]}' failed: {outcome.reason}")

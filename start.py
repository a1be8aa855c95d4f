#!/usr/bin/env python3
"""Set Safeguard up and run it: `python3 start.py`. Test it: `python3 start.py test`. More: `python3 start.py help`.

This file can be read by every Python since 2.7, so that an old one says what is missing instead of failing. What it
starts is in the folder launch.
"""

import os
import sys

NEEDED = (3, 11)


def refusal(version, system):
    """The sentence for a machine that cannot run Safeguard, or None."""
    if tuple(version[:2]) < NEEDED:
        return (
            "Safeguard needs Python %d.%d or newer, and this is Python %d.%d: install a newer one and start with it."
            % (NEEDED + tuple(version[:2]))
        )
    if system == "nt":
        return "Safeguard runs on Linux and macOS: on Windows, start it inside WSL or with docker compose."
    return None


if __name__ == "__main__":
    sentence = refusal(sys.version_info, os.name)
    if sentence:
        sys.exit(sentence)

    from launch.commands import main

    sys.exit(main(sys.argv[1:]))

"""The command line: thin. Parse, call the facade, print."""

from __future__ import annotations

import os
import sys


def main() -> None:
    """Run the command `tracker`. Output is UTF-8 wherever it goes."""
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # one article's matrices are too small to share: threads only spin
    try:
        from tracker.cli.app import app

        for stream in (sys.stdout, sys.stderr):
            if hasattr(stream, "reconfigure"):
                stream.reconfigure(encoding="utf-8")
    except KeyboardInterrupt:
        sys.exit(130)
    app()

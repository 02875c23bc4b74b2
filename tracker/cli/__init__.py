"""The command line: thin. Parse, call the facade, print."""

from __future__ import annotations


def main() -> None:
    """Run the command `tracker`."""
    from tracker.cli.app import app

    app()

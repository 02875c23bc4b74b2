"""Finds and reads what ships beside the code: seeds and migrations.

In a checkout they are top-level folders; in an installed wheel they lie inside the package (`_seeds`, `_migrations`).
"""

from __future__ import annotations

import functools
import json
import tomllib
from pathlib import Path
from typing import Any

from tracker.errors import TrackerError

PACKAGE = Path(__file__).resolve().parent


def find(inside: str, beside: str, proof: str) -> Path:
    """The first of `tracker/<inside>` and `../<beside>` that holds the file `proof`.

    Raises TrackerError where neither does: the installation is broken.
    """
    for folder in (PACKAGE / inside, PACKAGE.parent / beside):
        if (folder / proof).is_file():
            return folder
    raise TrackerError(f"the installation lacks its folder {beside}/ ({proof} not found): install tracker again")


def seeds() -> Path:
    """The folder of lexicons and actors."""
    return find("_seeds", "seeds", "actors.toml")


def migrations() -> Path:
    """The folder with alembic's env.py and versions/."""
    return find("_migrations", "alembic", "env.py")


def head_revision() -> str:
    """The newest schema revision that this version knows: the highest number of a file in versions/."""
    return max(path.name.split("_")[0] for path in (migrations() / "versions").glob("[0-9]*_*.py"))


@functools.cache
def load(name: str) -> dict[str, Any]:
    """One TOML file of the seeds, e.g. `load("actors.toml")`."""
    with (seeds() / name).open("rb") as file:
        return tomllib.load(file)


@functools.cache
def load_json(name: str) -> dict[str, Any]:
    """One JSON file of the seeds, e.g. `load_json("model/rarity.json")`."""
    found: dict[str, Any] = json.loads((seeds() / name).read_text("utf-8"))
    return found

"""The licences of everything that is locked: a table, docs/licences.md, and whether each is one that we may use.

python tests/acceptance/test_licences.py --update     writes the table anew, from the metadata of what is installed
"""

from __future__ import annotations

import importlib.metadata
import re
import sys
from pathlib import Path

import pytest

REPO = Path(__file__).resolve().parents[2]
TABLE = REPO / "docs" / "licences.md"
HEAD = """\
# Licences of all dependencies

Everything in the lock files, what comes with it included. *used* is installed with the tracker, *working* only to work on it
(and for its extras). Written by `python tests/acceptance/test_licences.py --update`, from the metadata of the packages.

| package | licence | for |
|---|---|---|
"""
PERMISSIVE = {
    "0BSD", "AFL-2.1", "Apache-2.0", "BSD", "BSD-2-Clause", "BSD-3-Clause", "CC0-1.0", "CNRI-Python", "ISC", "MIT", "MIT-0",
    "MIT-CMU", "PSF-2.0", "Public Domain", "Zlib",
}  # fmt: skip
WEAK = {"MPL-1.1", "MPL-2.0", "LGPL-3.0-only", "LGPL-2.1-or-later", "LGPL-2.0-or-later"}  # as libraries, and unchanged
# What metadata call these licences.
NAMES = {
    "Apache 2.0": "Apache-2.0",
    "Apache License, Version 2.0": "Apache-2.0",
    "Apache Software License": "Apache-2.0",
    "BSD License": "BSD",
    "GNU General Public License v2 or later (GPLv2+)": "GPL-2.0-or-later",
    "GNU Lesser General Public License v2 or later (LGPLv2+)": "LGPL-2.0-or-later",
    "ISC License (ISCL)": "ISC",
    "MIT License": "MIT",
    "Mozilla Public License 1.1 (MPL 1.1)": "MPL-1.1",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "Python Software Foundation License": "PSF-2.0",
}
# What is locked for other systems, or says nothing in its metadata: read in its licence file.
READ = {
    "appnope": "BSD",
    "axe-playwright-python": "MIT",
    "pyreadline3": "BSD-3-Clause",
    "brotlicffi": "MIT",
    "colorama": "BSD-3-Clause",
    "httpx2-jsfetch": "BSD-3-Clause",
}


def locked(name: str) -> set[str]:
    """The packages of a lock file."""
    return set(re.findall(r"^([\w.-]+)==", (REPO / name).read_text("utf-8"), re.MULTILINE))


def licence(package: str) -> str:
    """The licence of a package, as an SPDX expression. Raises KeyError where nothing tells it."""
    if package in READ:
        return READ[package]
    metadata = importlib.metadata.metadata(package)
    classifiers = [line.rpartition(" :: ")[2] for line in metadata.get_all("Classifier", []) if line.startswith("License ::")]
    expression = metadata.get("License-Expression")
    told = [expression] if expression else classifiers
    told = [name for name in told if name not in {"OSI Approved", "DFSG approved"}] or (
        metadata.get("License") or ""
    ).splitlines()[:1]
    if not told:
        raise KeyError(f"{package} tells no licence: read its licence file, and add it to READ")
    return " OR ".join(NAMES.get(name, name) for name in told)


def allowed(expression: str) -> bool:
    """Whether every part that must hold may be used; of alternatives one is enough."""
    one_of = (choice.split(" AND ") for choice in expression.split(" OR "))
    return any(all(part.strip("() ") in PERMISSIVE | WEAK for part in parts) for parts in one_of)


def table() -> str:
    used, working = locked("requirements.lock"), locked("requirements-dev.lock")
    lines = [f"| {p} | {licence(p)} | {'used' if p in used else 'working'} |\n" for p in sorted(used | working)]
    return HEAD + "".join(lines)


def test_the_table_has_every_package_that_is_locked_with_its_licence() -> None:
    if TABLE.read_text("utf-8") != table():
        pytest.fail("python tests/acceptance/test_licences.py --update, and read what is new in docs/licences.md")


def test_every_licence_is_one_that_we_may_use() -> None:
    rows = re.findall(r"^\| ([\w.-]+) \| ([^|]+) \| (?:used|working) \|$", TABLE.read_text("utf-8"), re.MULTILINE)
    assert {name for name, _ in rows} == locked("requirements.lock") | locked("requirements-dev.lock")
    assert [(name, of) for name, of in rows if not allowed(of)] == []


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("MIT", True),
        ("GPL-3.0-only", False),
        ("GPL-2.0-only OR MIT", True),
        ("MPL-2.0 AND MIT", True),
        ("MIT AND AGPL-3.0-only", False),
        ("Proprietary", False),
    ],
)
def test_one_of_alternatives_is_enough_and_all_parts_are_needed(expression: str, expected: bool) -> None:
    assert allowed(expression) is expected


if __name__ == "__main__":
    if sys.argv[1:] != ["--update"]:
        sys.exit(__doc__)
    TABLE.write_text(table(), encoding="utf-8")

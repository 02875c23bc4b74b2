"""Laws on the package as it lies on the disk."""

from __future__ import annotations

import ast
import re
import subprocess
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import tracker

if TYPE_CHECKING:
    from collections.abc import Iterator

REPO = Path(__file__).resolve().parents[1]
MODULES = sorted((REPO / "tracker").rglob("*.py"))
LONGEST = 450
Documented = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


def named(path: Path) -> str:
    return path.relative_to(REPO).as_posix()


def public(node: ast.Module | ast.ClassDef) -> Iterator[Documented]:
    """The public functions and classes of a module, and the public methods of its public classes."""
    for child in node.body:
        if isinstance(child, Documented) and not child.name.startswith("_"):
            yield child
            if isinstance(child, ast.ClassDef):
                yield from public(child)


def test_the_folder_of_migrations_does_not_shadow_the_library() -> None:
    assert (REPO / "alembic" / "env.py").is_file()
    assert not (REPO / "alembic" / "__init__.py").exists()
    assert not (REPO / "alembic" / "versions" / "__init__.py").exists()


def test_there_are_modules_to_look_at() -> None:
    assert len(MODULES) > 50


@pytest.mark.parametrize("path", MODULES, ids=named)
def test_a_module_can_be_read_in_one_sitting(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST


@pytest.mark.parametrize("path", MODULES, ids=named)
def test_a_module_and_everything_public_in_it_says_what_it_is(path: Path) -> None:
    module = ast.parse(path.read_text(encoding="utf-8"))
    assert ast.get_docstring(module)
    undocumented = [node.name for node in public(module) if not ast.get_docstring(node) and not overrides(node)]
    assert undocumented == []


def overrides(node: Documented) -> bool:
    """Whether a method takes another form of what is documented elsewhere: a setter, an overload."""
    decorators = {ast.unparse(decorator).split(".")[-1] for decorator in node.decorator_list}
    return bool(decorators & {"setter", "overload"})


def test_make_alone_says_of_every_target_what_it_does() -> None:
    text = (REPO / "Makefile").read_text(encoding="utf-8")
    phony = re.search(r"^\.PHONY: (.+)$", text, re.MULTILINE)
    assert phony is not None
    targets = re.findall(r"^([a-z]+):", text, re.MULTILINE)
    assert targets == phony[1].split()
    assert targets[0] == "help"
    told = subprocess.run(
        ["/usr/bin/env", "make", "--silent"], cwd=REPO, capture_output=True, encoding="utf-8", check=True
    ).stdout
    assert [line.split()[1] for line in told.splitlines()] == targets
    assert all(re.match(r"make \w+ +\S+ \S+", line) for line in told.splitlines())


def test_the_version_is_said_once_in_two_places() -> None:
    project = tomllib.loads((REPO / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["version"] == tracker.__version__

"""The README and the pages of docs/ show what really happens: every block of code is run, or says why not (`pages.py`).

python tests/acceptance/test_shown.py --update [PAGE…]     writes what the blocks show anew
"""

from __future__ import annotations

import difflib
import re
import sys
from pathlib import Path

import pytest
from pages import REPO, blocks, pages, updated

PAGES = pages()


def name(page: Path) -> str:
    return str(page.relative_to(REPO))


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_every_block_of_a_page_runs_and_shows_what_it_does(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    lines, real = ([line.rstrip() for line in whole.splitlines()] for whole in (text, updated(text, name(page))))
    difference = "\n".join(difflib.unified_diff(lines, real, name(page), "real", lineterm=""))
    if difference:
        pytest.fail(f"python tests/acceptance/test_shown.py --update\n{difference}", pytrace=False)


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_every_comment_of_a_page_has_its_block_and_every_block_a_fence(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    found = list(blocks(text))
    assert len(re.findall(r"^<!-- (?:shown by|printed|file|not run)\b", text, re.MULTILINE)) == sum(bool(b.mark) for b in found)
    assert [b.first for b in found if not b.fenced] == []


def test_a_block_that_is_not_run_says_why() -> None:
    unrun = [(name(page), b.first, b.mark) for page in PAGES for b in blocks(page.read_text("utf-8")) if b.fate == "not run"]
    assert unrun
    assert [where for where in unrun if not re.fullmatch(r"not run: \S.+", where[2])] == []


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_the_files_that_a_page_names_are_there(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    linked = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", text)
    assert [link for link in linked if not (page.parent / link).exists()] == []
    named = re.findall(r"`((?:alembic|docs|seeds|tests|tracker|training)/[\w./-]*)`", text)
    assert [path for path in named if not (REPO / path).exists()] == []


STALE = """Before.

<!-- shown by: echo 'one  '; echo two -->
```console
$ echo something else
```

<!-- shown by (cut to 2 lines): printf '1\\n2\\n3\\n' -->
```console
```

<!-- shown by (cut to 2 lines): printf '1\\n2\\n' -->
```console
```

<!-- not run: it would be long -->
```sh
sleep 100000
```
After.
"""
FRESH = """Before.

<!-- shown by: echo 'one  '; echo two -->
```console
$ echo 'one  '; echo two
one
two
```

<!-- shown by (cut to 2 lines): printf '1\\n2\\n3\\n' -->
```console
$ printf '1\\n2\\n3\\n'
1
2
[…]
```

<!-- shown by (cut to 2 lines): printf '1\\n2\\n' -->
```console
$ printf '1\\n2\\n'
1
2
```

<!-- not run: it would be long -->
```sh
sleep 100000
```
After.
"""


def test_an_update_writes_stale_blocks_anew_and_leaves_the_rest() -> None:
    assert updated(STALE) == FRESH
    assert updated(FRESH) == FRESH


@pytest.mark.parametrize(
    ("block", "fault"),
    [
        ("<!-- shown by: echo half of it; exit 4 -->\n```console\n```", "exit status 4"),
        ("```sh\nfalse\necho went on\n```", "exit status 1"),
        ("```toml\n[\n```", "toml|Expected|Invalid"),
        ('```json\n{"a": }\n```', "Expecting value"),
        ("```fortran\n```", "'fortran'"),
        ("```\nunnamed\n```", "run it, or say why not"),
    ],
)
def test_a_block_at_fault_is_found(block: str, fault: str) -> None:
    with pytest.raises(RuntimeError, match=fault):
        updated(f"\n{block}\n")


def test_python_blocks_run_in_order_on_the_same_names_and_files() -> None:
    page = (
        "<!-- file: found.py -->\n```python\nhere = 'a file'\n```\n\n"
        "```python\nimport found\nwords = found.here\n```\n\n```python\nprint(words)\n```\n\n<!-- printed -->\n```text\n```\n"
    )
    assert updated(page) == page.replace("```text\n", "```text\na file\n")


if __name__ == "__main__":
    if sys.argv[1:2] != ["--update"]:
        sys.exit(__doc__)
    for path in [Path(given).resolve() for given in sys.argv[2:]] or PAGES:
        path.write_text(updated(path.read_text(encoding="utf-8"), name(path)), encoding="utf-8")

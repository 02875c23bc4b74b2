"""The notebook prints what it shows.

python tests/acceptance/test_notebook.py --update DATABASE     writes its outputs anew, from a database that `tracker demo` made
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any
from unittest.mock import patch

import nbformat
import pytest
from nbclient import NotebookClient
from pages import REPO

NOTEBOOK = REPO / "docs" / "notebook.ipynb"


def executed(database: Path) -> Any:
    """The notebook after a run in a folder of its own, with a copy of the database."""
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    with tempfile.TemporaryDirectory() as folder, patch.dict(os.environ, {"PYTHONPATH": str(REPO), "IPYTHONDIR": folder}):
        shutil.copy(database, Path(folder) / "demo.db")
        client = NotebookClient(notebook, timeout=120, record_timing=False, resources={"metadata": {"path": folder}})
        client.execute()
    notebook.metadata.pop("language_info", None)  # the version of whoever ran it
    return notebook


def outputs(notebook: Any) -> list[Any]:
    return [cell.get("outputs") for cell in notebook.cells]


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # of the client's own libraries
def test_the_notebook_prints_what_it_shows(demo: Path) -> None:
    shown = nbformat.read(NOTEBOOK, as_version=4)
    assert sum(bool(found) for found in outputs(shown)) >= 6
    assert outputs(executed(demo)) == outputs(shown), "python tests/acceptance/test_notebook.py --update demo.db"


if __name__ == "__main__":
    if sys.argv[1:2] != ["--update"]:
        sys.exit(__doc__)
    nbformat.write(executed(Path(sys.argv[2])), NOTEBOOK)

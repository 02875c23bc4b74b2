"""What all tests share."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from privileges import NOBODY


@pytest.fixture
def own_folder() -> Iterator[Path]:
    """A folder that `as_nobody` can enter: pytest's own belong to whoever runs the tests."""
    with tempfile.TemporaryDirectory() as name:
        if os.geteuid() == 0:
            os.chown(name, NOBODY, NOBODY)
        yield Path(name)

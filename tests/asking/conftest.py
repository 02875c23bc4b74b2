from __future__ import annotations

from collections.abc import Iterator

import pytest
import stamina


@pytest.fixture
def impatient() -> Iterator[None]:
    """A model is asked three times, without a pause in between."""
    with stamina.set_testing(True, attempts=3):
        yield

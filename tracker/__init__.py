"""Follows allegations through the news: who said it, whom it accuses, what evidence was offered, who denied it.

Public names: `Tracker`, `attributions`, `extract`, `similarity`. They are imported when first used: `import tracker` is cheap.
"""

from __future__ import annotations

import sys
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tracker.core import Tracker, attributions, extract, similarity

__version__ = "0.1.0"
__all__ = ["Tracker", "__version__", "attributions", "extract", "similarity"]


def __getattr__(name: str) -> Any:
    if name in {"Tracker", "attributions", "similarity"}:
        from tracker import core

        return getattr(core, name)
    raise AttributeError(f"module 'tracker' has no attribute {name!r}")


class _Package(ModuleType):
    """Lets `tracker.extract` be the public function although the station of that name is a folder here.

    The import system announces each submodule by setting it on its package; for this one name the announcement is not
    heard. `from tracker.extract.… import …` is unaffected: it goes through `sys.modules`.
    """

    @property
    def extract(self) -> Any:
        from tracker import core

        return core.extract

    @extract.setter
    def extract(self, module: ModuleType) -> None:
        pass


sys.modules[__name__].__class__ = _Package
